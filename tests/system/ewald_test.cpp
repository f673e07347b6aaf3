// SPDX-License-Identifier: Apache-2.0
#include "system/ewald.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "box_table.hpp"
#include "exact/quadrature.hpp"
#include "message.hpp"

namespace kato {
namespace {

using Place = std::array<double, 3>;
constexpr double pi = std::numbers::pi;
constexpr double zeta_half = -1.46035450880959, beta_half = 0.667691457189609;  // Riemann's zeta and Dirichlet's beta

struct Charge {
  double q;
  Place x;
};

// The energy of charges in a box of side L, their places in units of L.
double energy_of(const std::vector<Charge>& charges, int dimensions, double side, double splitting) {
  const EwaldSum sum(dimensions, side, splitting);
  double energy = 0;
  for (std::size_t i = 0; i < charges.size(); ++i) {
    energy += 0.5 * charges[i].q * charges[i].q * sum.self();
    for (std::size_t j = 0; j < i; ++j) {
      std::array<double, 3> r{};
      for (std::size_t c = 0; c < 3; ++c) r[c] = side * (charges[i].x[c] - charges[j].x[c]);
      energy += charges[i].q * charges[j].q * sum.potential(std::span(r).first(static_cast<std::size_t>(dimensions)));
    }
  }
  return energy;
}

std::vector<Charge> salt(int dimensions) {
  std::vector<Charge> ions;
  for (int n = 0; n < (dimensions == 3 ? 8 : 4); ++n) {
    const int i = n % 2, j = n / 2 % 2, k = n / 4;
    ions.push_back({(i + j + k) % 2 == 0 ? 1.0 : -1.0, {0.5 * i, 0.5 * j, 0.5 * k}});
  }
  return ions;
}

double table(const std::string& system, const std::string& quantity = "") {
  return box_table("periodic-box", system, quantity).front().value;
}

constexpr Place middle{0.5, 0.5, 0.5}, somewhere{0.1, 0.2, 0.3};

TEST(EwaldSum, gives_crystals_and_pairs_in_a_cube_their_tabulated_energies) {
  struct Row {
    double energy;  // of L = 1
    std::vector<Charge> charges;
  };
  const Row rows[] = {
      {table("one charge", "xi") / 2, {{1, {}}}},
      {table("one charge", "energy"), {{1, {}}}},
      {-table("NaCl") * 4 / 0.5, salt(3)},
      {-table("CsCl") / (std::sqrt(3) / 2), {{1, {}}, {-1, middle}}},
      {table("two like unit charges at (0,0,0),(L/2"), {{1, {}}, {1, middle}}},
      {table("bcc") * 2 / std::cbrt(3 / (8 * pi)), {{1, {}}, {1, middle}}},
      {table("two like unit charges at (0,0,0),(0.1"), {{1, {}}, {1, somewhere}}},
      {table("charges +1,-1"), {{1, {}}, {-1, somewhere}}},
  };
  for (const auto& [energy, charges] : rows)
    for (const double side : {1.0, 0.3, 40.0})
      for (const double splitting : {2.0, 4.0, 7.0})
        EXPECT_NEAR(side * energy_of(charges, 3, side, splitting), energy, 1e-11) << energy << " " << side;
}

// The sums over the points of a square lattice are products of series (Hardy, Mess. Math. 49, 85 (1919)): of 1/|m| with
// alternating signs and, continued, of 1/|m|.
TEST(EwaldSum, gives_square_lattices_the_energies_of_hardys_series) {
  for (const double side : {1.0, 5.0})
    for (const double splitting : {2.0, 4.0, 7.0}) {
      EXPECT_NEAR(side * EwaldSum(2, side, splitting).self(), 4 * zeta_half * beta_half, 1e-11);
      EXPECT_NEAR(side * energy_of(salt(2), 2, side, splitting),
                  4 * 4 * (std::numbers::sqrt2 - 1) * zeta_half * beta_half, 1e-11);
    }
  EXPECT_NEAR(EwaldSum(2, 1).self(), -3.9002649200, 1e-10);
}

TEST(EwaldSum, does_not_depend_on_where_it_is_split) {
  for (const int d : {2, 3}) {
    const EwaldSum sum(d, 1.7);
    for (std::uint32_t n = 0; n < 50; ++n) {
      std::vector<double> r(static_cast<std::size_t>(d));
      fill_uniform({.seed = 41}, n, 0, r);
      for (const double splitting : {1.5, 3.0, 8.0})
        EXPECT_NEAR(EwaldSum(d, 1.7, splitting).potential(r), sum.potential(r), 1e-12 * (1 + sum.potential(r))) << d;
    }
  }
}

TEST(EwaldSum, has_the_period_and_the_symmetry_of_the_cell) {
  const EwaldSum sum(3, 2);
  const double there = sum.potential(Place{0.3, -0.5, 0.8});
  for (const Place& same : {Place{2.3, -0.5, 0.8}, Place{0.3, 5.5, -1.2}, Place{-0.3, -0.5, -0.8}, Place{0.8, 0.3, 0.5},
                            Place{-7.7, 1.5, 2.8}})
    EXPECT_NEAR(sum.potential(same), there, 1e-13);
  EXPECT_GT(std::abs(sum.potential(Place{0.3, 0.3, 0.3}) - there), 0.1);
}

// Over the cell 1/r has the integral 4 ln(1 + sqrt 2) (a square) or 3 ln(2 + sqrt 3) - pi/2 (a cube); what is left is
// smooth.
TEST(EwaldSum, has_no_mean_over_the_cell) {
  const auto nodes = exact::gauss_legendre(20);
  const auto mean_of = [&](const std::function<double(double)>& f) {  // of an even function, from -1/2 to 1/2
    double sum = 0;
    for (const auto& node : nodes) sum += node.weight * f(0.5 * node.position);
    return sum;
  };
  const EwaldSum square(2, 1), cube(3, 1);
  const double of_square = mean_of([&](double x) {
    return mean_of([&](double y) { return square.remainder(std::array{x, y}); });
  });
  const double of_cube = mean_of([&](double x) {
    return mean_of([&](double y) { return mean_of([&](double z) { return cube.remainder(Place{x, y, z}); }); });
  });
  EXPECT_NEAR(of_square, -4 * std::log(1 + std::numbers::sqrt2), 1e-11);
  EXPECT_NEAR(of_cube, pi / 2 - 3 * std::log(2 + std::sqrt(3)), 1e-11);
}

// In three dimensions psi solves Poisson's equation: the background is all that is left of its Laplacian away from
// charges. By differences of fourth order.
TEST(EwaldSum, has_the_laplacian_of_its_background_in_a_cube) {
  const double side = 1.3, h = 0.01;
  const EwaldSum sum(3, side);
  for (const Place& r : {Place{0.1, 0.2, 0.3}, Place{0.6, 0.01, -0.4}, Place{0, 0, 0.02}}) {
    double laplacian = 0;
    for (std::size_t c = 0; c < 3; ++c) {
      const auto at = [&](double step) {
        Place moved = r;
        moved[c] += step;
        return sum.remainder(moved);
      };
      laplacian += (16 * (at(h) + at(-h)) - (at(2 * h) + at(-2 * h)) - 30 * at(0)) / (12 * h * h);
    }
    EXPECT_NEAR(laplacian, 4 * pi / std::pow(side, 3), 2e-6);
  }
}

TEST(EwaldSum, is_infinite_at_a_charge) {
  EXPECT_EQ(EwaldSum(3, 2).potential(Place{}), std::numeric_limits<double>::infinity());
  EXPECT_EQ(EwaldSum(2, 2).potential(std::array{4.0, -2.0}), std::numeric_limits<double>::infinity());
}

TEST(EwaldSum, is_refused_on_a_line) {
  EXPECT_TRUE(has(message_of([] { EwaldSum(1, 2); }), "two or three dimensions"));
}

}  // namespace
}  // namespace kato
