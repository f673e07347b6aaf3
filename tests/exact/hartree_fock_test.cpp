// SPDX-License-Identifier: Apache-2.0
#include "exact/hartree_fock.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "exact/busch.hpp"
#include "exact/coulomb_dot.hpp"
#include "exact/radial_pair.hpp"
#include "exact/trapped.hpp"
#include "linalg/eigen.hpp"
#include "message.hpp"
#include "settings.hpp"

namespace kato::exact {
namespace {

System with(System system, const char* kind, const Settings& settings) {
  system.interactions = {{"interaction", registry().factory<Interaction>(kind)(system, settings)}};
  return system;
}

// Restricted Hartree-Fock for two particles with 1/r in the isotropic trap of space, on a grid: u = r phi in the sinc
// functions that are odd in r; the potential of the density 2 u^2/(4 pi r^2) from (r V)'' = -u^2/r for one of them.
double radial_hartree(double omega) {
  constexpr int points = 90;
  const double h = 0.16 / std::sqrt(omega);
  Eigen::VectorXd r(points);
  Eigen::MatrixXd second(points, points);  // d^2/dr^2
  for (int i = 0; i < points; ++i) {
    r[i] = (i + 1) * h;
    for (int j = 0; j < points; ++j) {
      const double n = i - j, m = i + j + 2, sign = (i - j) % 2 == 0 ? 1 : -1;
      second(i, j) = (i == j ? -std::numbers::pi * std::numbers::pi / 3 : -2 * sign / (n * n)) + 2 * sign / (m * m);
      second(i, j) /= h * h;
    }
  }
  const Eigen::VectorXd trap = 0.5 * omega * omega * r.array().square();
  Eigen::VectorXd u = r.array() * (-0.5 * omega * r.array().square()).exp(), potential(points);
  double energy = 0;
  for (int iteration = 0; iteration < 80; ++iteration) {
    u /= std::sqrt(h * u.squaredNorm());
    // V(r) = integral of u^2(s)/max(r, s): the kink at s = r is taken by sums of both sides, end point halves.
    for (int i = 0; i < points; ++i) {
      double inside = 0, outside = 0;
      for (int j = 0; j < points; ++j) (j <= i ? inside : outside) += u[j] * u[j] / (j <= i ? 1 : r[j]);
      // Euler and Maclaurin for the kink: half of the last term is outside already where j = i; the slope jumps by
      // -u^2/r^2 there, which leaves -h^2/12 of it.
      potential[i] = h * (inside / r[i] + outside) - h * h / 12 * u[i] * u[i] / (r[i] * r[i]);
    }
    const Eigen::MatrixXd fock = -0.5 * second + Eigen::MatrixXd((trap + potential).asDiagonal());
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solved(fock);
    u = solved.eigenvectors().col(0);
    u /= std::sqrt(h * u.squaredNorm());
    energy = 2 * solved.eigenvalues()[0] - h * u.cwiseAbs2().dot(potential);
  }
  return energy;
}

TEST(HartreeFock, of_two_electrons_in_space_is_that_of_their_radial_equation) {
  for (const double omega : {0.5, 1.0}) {
    const auto found = hartree_fock(coulomb_dot({omega, omega, omega}, 1, 1), {.shells = 9});
    EXPECT_NEAR(found.energy, radial_hartree(omega), 2e-5) << omega;
    EXPECT_GT(radial_hartree(omega),
              radial_pair([](double r) { return 1 / r; }, {.dimensions = 3, .omega = omega}).energy + 0.03);
  }
}

// k (x - y)^2/2: each feels the other's cloud as (k/2)(x^2 + <y^2>), so that E = sum_c sqrt(omega_c^2 + k).
TEST(HartreeFock, two_particles_on_a_spring_have_a_closed_form_in_any_trap) {
  for (const auto& omega : {std::vector<double>{1}, {1, 1}, {0.8, 1.3}, {1, 1, 1}, {0.8, 1, 1.2}}) {
    const double k = 0.7;
    auto system =
        with(electrons(omega, 1, 1), "formula",
             default_settings("interaction", "formula", Settings({{"formula", "0.35 * r^2"}, {"between", "all"}})));
    const auto found = hartree_fock(system, {.shells = omega.size() == 3 ? 9 : 20});
    double exact = 0;
    for (const double each : omega) exact += std::sqrt(each * each + k);
    EXPECT_NEAR(found.energy, exact, omega.size() == 3 ? 1e-4 : 1e-8);
    EXPECT_GE(found.energy, exact - 1e-11);
    EXPECT_LE(found.energy - exact, found.uncertainty + 1e-11);
  }
}

TEST(HartreeFock, the_energy_falls_with_shells_towards_what_is_said) {
  const auto dot = coulomb_dot({1, 1}, 3, 3);
  const auto few = hartree_fock(dot, {.shells = 11}), many = hartree_fock(dot, {.shells = 15});
  for (std::size_t n = 1; n < many.steps.size(); ++n) EXPECT_LT(many.steps[n].energy, many.steps[n - 1].energy);
  EXPECT_GT(few.energy, many.energy);
  EXPECT_LT(few.energy - many.energy, few.uncertainty);
  EXPECT_LT(few.uncertainty, 1e-2);
  EXPECT_EQ(many.levels.size(), 120);
  EXPECT_EQ(many.orbitals.at(1).cols, 3);
}

// 2 <T> - 2 <V> + <C> = 0 in a complete basis.
TEST(HartreeFock, obeys_the_virial_theorem) {
  for (const auto& dot : {coulomb_dot({1, 1}, 3, 3), coulomb_dot({0.3, 0.3}, 3, 1), coulomb_dot({0.7, 1}, 2, 2)}) {
    const auto found = hartree_fock(dot, {.shells = 16});
    EXPECT_NEAR(2 * found.kinetic - 2 * found.trap + found.interaction, 0, 2e-5 * found.interaction);
    EXPECT_NEAR(found.kinetic + found.trap + found.interaction, found.energy, 1e-12 * found.energy);
  }
}

// Diffusion Monte Carlo, tests/data/quantum-dots.csv, and Hartree-Fock of the literature to four digits.
TEST(HartreeFock, of_six_electrons_in_the_plane_lies_above_the_energy_by_the_correlation) {
  const auto found = hartree_fock(coulomb_dot({1, 1}, 3, 3), {});
  EXPECT_NEAR(found.energy, 20.719, 5e-4);
  EXPECT_GT(found.energy, 20.15932 + 0.5);
  EXPECT_LT(found.uncertainty, 1e-5);
  EXPECT_GT(found.gap, 0.5);
}

TEST(HartreeFock, of_weak_contacts_is_the_first_order_and_above_the_exact_energy) {
  const auto pair = [](double g) {
    return hartree_fock(with(electrons({1}, 1, 1), "contact",
                             default_settings("interaction", "contact", Settings({{"strength", g}}))),
                        {})
        .energy;
  };
  const double g = 1e-4, slope = 1 / std::sqrt(2 * std::numbers::pi);
  EXPECT_NEAR((pair(g) - pair(-g)) / (2 * g), slope, 1e-7);
  for (const double strong : {-1.0, 1.0, 3.0}) {
    EXPECT_GT(pair(strong), Busch(strong).energy());
    EXPECT_LT(pair(strong), 1 + strong * slope);  // of the free orbitals
  }
}

TEST(HartreeFock, of_particles_of_one_species_has_their_exchange) {
  for (const double strength : {-5.0, 5.0}) {
    const auto exact = tabulated(3, strength);
    const auto found = hartree_fock(trapped(3, gaussian(strength)), {});
    EXPECT_GT(found.energy, exact.energy);
    EXPECT_LT(found.energy - exact.energy, 0.1 * std::abs(exact.energy - 4.5));
  }
}

TEST(HartreeFock, neither_the_order_nor_the_number_of_species_matters) {
  auto dot = coulomb_dot({1, 1}, 2, 1);
  const double energy = hartree_fock(dot, {.shells = 7}).energy;
  dot.species = {{"one", 1}, {"two", 2}, {"none", 0}};
  const auto other = hartree_fock(dot, {.shells = 7});
  EXPECT_NEAR(other.energy, energy, 1e-9);
  EXPECT_EQ(other.orbitals.at(0).cols, 1);
  EXPECT_EQ(other.orbitals.at(1).cols, 2);
  EXPECT_EQ(other.orbitals.at(2).cols, 0);
  dot.species = {{"one", 1}, {"two", 1}, {"three", 1}};
  const double three = hartree_fock(dot, {.shells = 7}).energy, pair = std::sqrt(std::numbers::pi / 2);
  EXPECT_LT(three, 3 + 3 * pair);  // all in the trap's lowest orbital, which gives way to their repulsion
  EXPECT_GT(three, 3 + 2.5 * pair);
}

TEST(HartreeFock, gives_the_same_bits_for_any_number_of_threads) {
  const auto dot = coulomb_dot({1, 1}, 3, 2);
  const auto one = hartree_fock(dot, {.shells = 7, .threads = 1}),
             three = hartree_fock(dot, {.shells = 7, .threads = 3});
  EXPECT_EQ(one.energy, three.energy);
  EXPECT_EQ(one.orbitals[0].data, three.orbitals[0].data);
}

// A range far below the basis is a contact to a determinant: g times the integral of phi^4, 1/sqrt(2 pi), to first
// order.
TEST(HartreeFock, sees_a_narrow_interaction_as_a_contact) {
  const double g = 1e-3;
  for (const double range : {1e-2, 1e-5, 1e-8}) {
    System pair = trapped(2);
    pair.species = {{"up", 1}, {"down", 1}};
    const auto found =
        hartree_fock(with(pair, "gaussian",
                          default_settings("interaction", "gaussian", Settings({{"strength", g}, {"range", range}}))),
                     {});
    EXPECT_NEAR(found.energy, 1 + g / std::sqrt(2 * std::numbers::pi), 1e-3 * g) << range;
  }
}

TEST(HartreeFock, says_what_it_cannot_do) {
  const auto why = [](const System& system) { return message_of([&] { hartree_fock(system, {}); }); };
  System box = trapped(3, gaussian(1));
  box.space = {.kind = Space::box, .side = 1};
  EXPECT_TRUE(has(why(box), "harmonic trap"));
  System bosons = trapped(3, gaussian(1));
  bosons.statistics = Statistics::boson;
  EXPECT_TRUE(has(why(bosons), "is of fermions"));
  EXPECT_TRUE(has(why(trapped(2, [](std::span<const double> x) { return x[0]; })), "no sum over pairs"));
  EXPECT_TRUE(has(why(trapped(2, [](double r) { return 0.75 / (r * r); })), "singular"));
  EXPECT_TRUE(has(message_of([&] { hartree_fock(coulomb_dot({1, 1}, 6, 6), {.shells = 2}); }), "fill 3 shells, got 2"));
  const auto long_trap = coulomb_dot({1, 500, 500}, 200, 200);
  EXPECT_TRUE(has(why(long_trap), "fill 200", "rounder trap"));
  EXPECT_TRUE(has(message_of([&] { check_hartree_fock(long_trap); }), "more than it can do"));
  EXPECT_NO_THROW(check_hartree_fock(coulomb_dot({1, 1, 1}, 20, 20)));
}

}  // namespace
}  // namespace kato::exact
