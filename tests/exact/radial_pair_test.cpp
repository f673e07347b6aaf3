// SPDX-License-Identifier: Apache-2.0
#include "exact/radial_pair.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numbers>
#include <string>

#include "base/error.hpp"
#include "exact/busch.hpp"
#include "exact/shooting.hpp"

namespace kato::exact {
namespace {

double coulomb(double r) { return 1 / r; }

// The numbers of tests/data/quantum-dots.csv: `system` begins so, and the parameter is omega = `omega`.
double tabulated(const std::string& system, const std::string& omega, const std::string& quantity) {
  std::ifstream file(KATO_TEST_DATA "/quantum-dots.csv");
  for (std::string line; std::getline(file, line);) {
    const auto tail = "\",omega=" + omega + "," + quantity + ",";
    const auto at = line.find(tail);
    if (line.starts_with("\"" + system) && at != std::string::npos) return std::stod(line.substr(at + tail.size()));
  }
  ADD_FAILURE() << "no " << system << " " << omega << " " << quantity;
  return 0;
}

TEST(RadialPair, has_tauts_energies) {
  EXPECT_NEAR(radial_pair(coulomb, {.dimensions = 2, .omega = 1}).energy, 3, 1e-11);
  EXPECT_NEAR(radial_pair(coulomb, {.dimensions = 3, .omega = 0.5}).energy, 2, 1e-11);
  EXPECT_NEAR(radial_pair(coulomb, {.dimensions = 2, .omega = 1.0 / 6}).energy, 2.0 / 3, 1e-11);
}

TEST(RadialPair, agrees_with_the_table) {
  for (const auto& [dimensions, name] : {std::pair{2, "2D"}, {3, "3D"}})
    for (const char* omega : {"0.1", "0.25", "0.5", "1"}) {
      const auto system = std::string(name) + " quantum dot N=2 (spin singlet)";
      const auto found = radial_pair(coulomb, {.dimensions = dimensions, .omega = std::stod(omega)});
      EXPECT_NEAR(found.energy, tabulated(system, omega, "E_ground"), 2e-10) << system << omega;
      EXPECT_LT(found.uncertainty, 1e-10);
    }
}

TEST(RadialPair, of_two_fermions_of_one_kind_has_angular_momentum) {
  const std::string triplet = "2D quantum dot N=2 (spin triplet, |m|=1)";
  EXPECT_NEAR(radial_pair(coulomb, {.dimensions = 2, .momentum = 1}).energy, tabulated(triplet, "1.0", "E_lowest"),
              2e-9);
  EXPECT_NEAR(radial_pair(coulomb, {.dimensions = 2, .omega = 0.1, .momentum = 1}).energy,
              tabulated(triplet, "0.1", "E_lowest"), 2e-9);
}

TEST(RadialPair, without_interaction_fills_the_levels) {
  const auto none = [](double) { return 0.0; };
  for (int dimensions = 1; dimensions <= 3; ++dimensions) {
    EXPECT_NEAR(radial_pair(none, {.dimensions = dimensions, .omega = 0.7}).energy, 0.7 * dimensions, 1e-11);
    EXPECT_NEAR(radial_pair(none, {.dimensions = dimensions, .omega = 0.7, .momentum = 1}).energy,
                0.7 * (dimensions + 1), 1e-11);
  }
}

// a/r^2 = s (s + D - 2)/r^2 leaves r^s exp(-omega r^2/4), D = d + 2 l.
TEST(RadialPair, of_an_inverse_square_has_its_closed_form_also_where_it_attracts) {
  for (int d = 1; d <= 3; ++d)
    for (const int l : {0, 1})
      for (const double s : {-0.3, 0.4, 2.0, 7.5, 30.0}) {
        const double D = d + 2 * l, omega = 0.3;
        if (s < 1 - 0.5 * D) continue;  // the other solution
        const double a = s * (s + D - 2);
        const auto found =
            radial_pair([a](double r) { return a / (r * r); }, {.dimensions = d, .omega = omega, .momentum = l});
        const double other = 2 - D - s, power = std::max(s, other);
        EXPECT_NEAR(found.energy, omega * (0.5 * d + 0.5 * D + power), 1e-10 * (1 + s)) << d << " " << l << " " << s;
        EXPECT_NEAR(found.energy, omega * (0.5 * d + 0.5 * D + power), found.uncertainty + 1e-12);
      }
}

// Whatever is as singular as 1/r keeps the two apart on a line: an up and a down have the energy of two of one kind.
TEST(RadialPair, on_a_line_what_is_as_singular_as_a_coulomb_repulsion_forces_a_node) {
  for (const double exponent : {1.0, 1.2}) {
    const auto hill = [=](double r) { return 5 * std::pow(r, -exponent) * std::exp(-r); };
    EXPECT_EQ(radial_pair(hill, {}).energy, radial_pair(hill, {.momentum = 1}).energy);
  }
  EXPECT_THROW(radial_pair([](double r) { return -1 / r; }, {}), Error);
  EXPECT_NO_THROW(radial_pair([](double r) { return -1 / r; }, {.momentum = 1}));
  for (const double beyond : {1e-3, 5.0}) {
    EXPECT_THROW(radial_pair([=](double r) { return -(0.25 + beyond) / (r * r); }, {.dimensions = 3}), Error);
    EXPECT_THROW(radial_pair([=](double r) { return -beyond / (r * r); }, {.dimensions = 2}), Error);
  }
  EXPECT_THROW(radial_pair([](double r) { return -1e-3 / (r * r * r); }, {.dimensions = 3}), Error);
}

// Any range, from wide to what is as good as a contact: against an integration that knows where to look.
TEST(RadialPair, resolves_narrow_potentials_within_its_uncertainty) {
  for (const int dimensions : {1, 2, 3})
    for (const double range : {0.1, 3e-3, 1e-4})
      for (const double strength : {10.0, -0.5}) {
        const double height = strength / (std::sqrt(2 * std::numbers::pi) * range) / std::pow(range, dimensions > 1);
        const auto gauss = [=](double r) { return height * std::exp(-r * r / (2 * range * range)); };
        const auto found = radial_pair(gauss, {.dimensions = dimensions});
        const auto mesh = graded_mesh(1e-4 * range, 1.001, 1e-3, 12);
        const double exact = by_shooting([&](double r) { return 0.25 * r * r + gauss(r); }, dimensions, mesh, -1e5, 8);
        EXPECT_NEAR(found.energy, exact + 0.5 * dimensions, 3 * found.uncertainty + 2e-8 * (1 + std::abs(exact)))
            << dimensions << " " << range;
        EXPECT_LT(found.uncertainty, 1e-9 * (1 + std::abs(exact)));
      }
}

TEST(RadialPair, tends_to_the_contact_whatever_its_form) {
  const double g = 10, range = 1e-7;
  const double contact = Busch(g).energy();
  for (const double each : {radial_pair([=](double r) { return r < range ? 0.5 * g / range : 0; }, {}).energy,
                            radial_pair([=](double r) { return 0.5 * g / range * std::exp(-r / range); }, {}).energy,
                            radial_pair([](double) { return 0.0; }, {.contact = g}).energy})
    EXPECT_NEAR(each, contact, 2e-6);
}

TEST(RadialPair, sees_shells_and_steps_away_from_contact) {
  for (const auto& [place, width] : {std::pair{0.7, 1e-3}, {2.0, 1e-2}, {0.03, 1e-4}}) {
    const auto shell = [=, p = place, w = width](double r) {
      return -40 / w * std::exp(-std::pow((r - p) / w, 2)) * 0.02;
    };
    const auto found = radial_pair(shell, {.dimensions = 3});
    auto mesh = graded_mesh(1e-3 * width, 1.01, 0.1 * width, place + 8 * width);
    for (double r = mesh.back(); r < 12; r += 1e-3) mesh.push_back(r);
    const double exact = by_shooting([&](double r) { return 0.25 * r * r + shell(r); }, 3, mesh, -400, 4);
    EXPECT_NEAR(found.energy, exact + 1.5, 1e-5 * (1 + std::abs(exact))) << place;
    EXPECT_LT(found.energy, 3 - 1e-4);
  }
  // A square well of radius 1 in no trap to speak of: k cot k = -q, k^2 + q^2 = depth.
  const auto well = radial_pair([](double r) { return r < 1 ? -6.0 : 0.0; }, {.dimensions = 3, .omega = 1e-4});
  const double k = std::sqrt(6 + (well.energy - 1.5e-4)), q = std::sqrt(-(well.energy - 1.5e-4));
  EXPECT_NEAR(k / std::tan(k), -q, 1e-6);
  EXPECT_LT(well.energy, -0.5);
}

// -l (l + 1) sech^2 r binds with -l^2, and its second state, odd, with -(l - 1)^2 (Poschl and Teller); a weak trap adds
// its mean.
TEST(RadialPair, of_a_molecule_in_a_wide_trap_is_its_binding_energy) {
  for (const double omega : {1e-2, 1e-4, 1e-6}) {
    const auto even = radial_pair([](double r) { return -2 / std::pow(std::cosh(r), 2); }, {.omega = omega});
    const double mean = 0.25 * omega * omega * std::numbers::pi * std::numbers::pi / 12;
    EXPECT_NEAR(even.energy, -1 + 0.5 * omega + mean, even.uncertainty + omega * omega * omega * omega);
    const auto s_wave =
        radial_pair([](double r) { return -6 / std::pow(std::cosh(r), 2); }, {.dimensions = 3, .omega = omega});
    EXPECT_NEAR(s_wave.energy, -1 + 1.5 * omega, s_wave.uncertainty + omega * omega);
  }
}

TEST(RadialPair, goes_to_wells_far_outside_of_the_trap) {
  const auto far = [](double r) { return -1000 * std::exp(-std::pow((r - 40) / 2, 2)); };
  const auto found = radial_pair(far, {});
  std::vector<double> mesh;
  for (double r = 30; r < 50; r += 1e-3) mesh.push_back(r);
  const double exact = by_shooting([&](double r) { return 0.25 * r * r + far(r); }, 1, mesh, -700, -400);
  EXPECT_NEAR(found.energy, exact + 0.5, 1e-5);
  EXPECT_LT(found.energy, -500);
}

TEST(RadialPair, knows_no_lowest_state_where_the_trap_does_not_hold) {
  EXPECT_THROW(radial_pair([](double r) { return -0.5 * r * r; }, {}), Error);
  EXPECT_THROW(radial_pair([](double r) { return -1e-9 * r * r * r * r; }, {}), Error);
  EXPECT_NO_THROW(radial_pair([](double r) { return -0.2 * r * r; }, {}));
}

}  // namespace
}  // namespace kato::exact
