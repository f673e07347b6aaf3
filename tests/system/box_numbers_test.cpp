// SPDX-License-Identifier: Apache-2.0
#include "system/box_numbers.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "base/registry.hpp"
#include "box_of.hpp"
#include "settings.hpp"
#include "system/system.hpp"

namespace kato {
namespace {

constexpr double pi = std::numbers::pi;

System fourteen(double r_s) { return System{box_of(3, {{"up", 7}, {"down", 7}}, r_s * std::cbrt(4 * pi * 14 / 3))}; }

// k_F r_s = (9 pi/4)^(1/3) in three dimensions.
TEST(BoxNumbers, are_those_of_the_density) {
  const auto system = fourteen(5);
  const auto numbers = box_numbers(system);
  EXPECT_EQ(numbers.side, system.space.side);
  EXPECT_NEAR(numbers.r_s, 5, 1e-13);
  EXPECT_NEAR(numbers.density, 3 / (4 * pi * 125), 1e-16);
  EXPECT_NEAR(numbers.k_F, std::cbrt(9 * pi / 4) / 5, 1e-14);
  EXPECT_NEAR(numbers.free_gas_energy, 0.3 * numbers.k_F * numbers.k_F, 1e-14);
}

TEST(BoxNumbers, energies_of_a_particle_are_in_those_of_the_free_gas) {
  const auto numbers = box_numbers(fourteen(5));
  EXPECT_EQ(numbers.length_unit, "a");
  EXPECT_EQ(numbers.energy_unit, "hbar^2/(m a^2)");
  EXPECT_EQ(numbers.particle_unit_name, "E_FG");
  EXPECT_EQ(numbers.particle_unit, numbers.free_gas_energy);
}

TEST(BoxNumbers, of_charges_are_in_bohr_and_hartree) {
  auto system = fourteen(5);
  const auto factory = registry().factory<Interaction>("coulomb");
  system.interactions.push_back({"interaction", factory(system, default_settings("interaction", "coulomb"))});
  const auto numbers = box_numbers(system);
  EXPECT_EQ(numbers.length_unit, "bohr");
  EXPECT_EQ(numbers.energy_unit, "hartree");
  EXPECT_EQ(numbers.particle_unit_name, "hartree");
  EXPECT_EQ(numbers.particle_unit, 1);
}

}  // namespace
}  // namespace kato
