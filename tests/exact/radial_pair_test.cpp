// SPDX-License-Identifier: Apache-2.0
#include "exact/radial_pair.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <string>

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
  EXPECT_NEAR(radial_pair(coulomb, 2, 1).energy, 3, 1e-11);
  EXPECT_NEAR(radial_pair(coulomb, 3, 0.5).energy, 2, 1e-11);
  EXPECT_NEAR(radial_pair(coulomb, 2, 1.0 / 6).energy, 2.0 / 3, 1e-11);
}

TEST(RadialPair, agrees_with_the_table_in_energy_and_its_parts) {
  for (const auto& [dimensions, name] : {std::pair{2, "2D"}, {3, "3D"}})
    for (const char* omega : {"0.1", "0.25", "0.5", "1"}) {
      const auto system = std::string(name) + " quantum dot N=2 (spin singlet)";
      const auto found = radial_pair(coulomb, dimensions, std::stod(omega));
      EXPECT_NEAR(found.energy, tabulated(system, omega, "E_ground"), 2e-10) << system << omega;
      EXPECT_LT(found.uncertainty, 1e-10);
      EXPECT_NEAR(found.interaction, tabulated(system, omega, "<1/r12>"), 2e-8) << system << omega;
      EXPECT_NEAR(found.kinetic, tabulated(system, omega, "<T>"), 2e-8) << system << omega;
      EXPECT_NEAR(found.trap, tabulated(system, omega, "<V_trap>"), 2e-8) << system << omega;
    }
}

TEST(RadialPair, of_two_fermions_of_one_kind_has_angular_momentum) {
  const std::string triplet = "2D quantum dot N=2 (spin triplet, |m|=1)";
  EXPECT_NEAR(radial_pair(coulomb, 2, 1, 1).energy, tabulated(triplet, "1.0", "E_lowest"), 2e-9);
  EXPECT_NEAR(radial_pair(coulomb, 2, 0.1, 1).energy, tabulated(triplet, "0.1", "E_lowest"), 2e-9);
}

TEST(RadialPair, without_interaction_fills_the_levels) {
  const auto none = [](double) { return 0.0; };
  for (int dimensions = 1; dimensions <= 3; ++dimensions) {
    EXPECT_NEAR(radial_pair(none, dimensions, 0.7).energy, 0.7 * dimensions, 1e-11);
    EXPECT_NEAR(radial_pair(none, dimensions, 0.7, 1).energy, 0.7 * (dimensions + 1), 1e-11);
  }
}

// Calogero in one dimension: l (l - 1)/r^2 with l = 3 and the relative motion r^3 exp(-r^2/4): odd.
TEST(RadialPair, of_an_inverse_square_has_calogeros_energy) {
  EXPECT_NEAR(radial_pair([](double r) { return 6 / (r * r); }, 1, 1, 1).energy, 1 + 3, 1e-10);
}

TEST(RadialPair, knows_a_narrow_potential_less_well_and_says_so) {
  const auto hill = [](double range) {
    return radial_pair([=](double r) { return 40 * std::exp(-r * r / (2 * range * range)); }, 3, 1);
  };
  EXPECT_LT(hill(1).uncertainty, 1e-10);
  EXPECT_GT(hill(0.02).uncertainty, 1e-9);
  EXPECT_GT(hill(0.02).energy, 3);
}

}  // namespace
}  // namespace kato::exact
