// SPDX-License-Identifier: Apache-2.0
#include "system/box.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace kato {
namespace {

constexpr double pi = std::numbers::pi;

TEST(FreeGas, k_f_is_that_of_the_textbooks) {
  const double n = 0.7;
  EXPECT_NEAR(FreeGas({1, 2}).fermi_wave_number(n), pi * n / 2, 1e-14);
  EXPECT_NEAR(FreeGas({1, 1}).fermi_wave_number(n), pi * n, 1e-14);
  EXPECT_NEAR(FreeGas({2, 2}).fermi_wave_number(n), std::sqrt(2 * pi * n), 1e-14);
  EXPECT_NEAR(FreeGas({2, 1}).fermi_wave_number(n), std::sqrt(4 * pi * n), 1e-14);
  EXPECT_NEAR(FreeGas({3, 2}).fermi_wave_number(n), std::cbrt(3 * pi * pi * n), 1e-14);
  EXPECT_NEAR(FreeGas({3, 1}).fermi_wave_number(n), std::cbrt(6 * pi * pi * n), 1e-14);
}

TEST(FreeGas, density_and_k_f_are_inverse) {
  for (int d = 1; d <= 3; ++d)
    for (int components = 1; components <= 2; ++components) {
      const FreeGas gas{d, components};
      EXPECT_NEAR(gas.density(gas.fermi_wave_number(0.3)), 0.3, 1e-14);
    }
}

// (3/5) E_F = 1.10495.. / r_s^2 hartree of the electron gas in three dimensions, 1/(2 r_s^2) in two.
TEST(FreeGas, the_energy_of_an_electron_is_that_of_the_textbooks) {
  EXPECT_NEAR(FreeGas({3, 2}).energy(density_of_distance(3, 2), 1), 1.1049507 / 4, 1e-7);
  EXPECT_NEAR(FreeGas({2, 2}).energy(density_of_distance(2, 2), 1), 0.5 / 4, 1e-14);
}

TEST(FreeGas, of_particles_has_two_components_where_there_are_two_species) {
  EXPECT_EQ(free_gas_of({.dimensions = 3, .particles = 14, .species = {{"up", 7}, {"down", 7}}}).components, 2);
  EXPECT_EQ(free_gas_of({.dimensions = 3, .particles = 7, .species = {{"up", 7}}}).components, 1);
  EXPECT_EQ(free_gas_of({.dimensions = 2, .particles = 5}).components, 1);
  EXPECT_EQ(free_gas_of({.dimensions = 2, .particles = 5}).dimensions, 2);
}

TEST(Box, r_s_and_density_are_inverse) {
  for (int d = 1; d <= 3; ++d) EXPECT_NEAR(distance_of_density(d, density_of_distance(d, 3.7)), 3.7, 1e-14) << d;
}

TEST(Box, the_side_holds_the_particles) {
  EXPECT_NEAR(side_of_box(3, 14, density_of_distance(3, 5)), 5 * std::cbrt(4 * pi * 14 / 3), 1e-12);
  EXPECT_NEAR(side_of_box(2, 10, density_of_distance(2, 3)), 3 * std::sqrt(10 * pi), 1e-12);
  EXPECT_NEAR(side_of_box(1, 6, density_of_distance(1, 0.5)), 6, 1e-12);
}

}  // namespace
}  // namespace kato
