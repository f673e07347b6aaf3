// SPDX-License-Identifier: Apache-2.0
#include "system/oscillator.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>
#include <set>

#include "system/system.hpp"

namespace kato {
namespace {

using Levels = std::vector<std::vector<int>>;

TEST(Oscillator, levels_of_a_line_come_in_order) {
  EXPECT_EQ(oscillator_levels(4, std::vector<double>(1, 1.0)), (Levels{{0}, {1}, {2}, {3}}));
}

TEST(Oscillator, levels_fill_whole_shells_of_different_states) {
  for (const int dimensions : {2, 3}) {
    const auto levels = oscillator_levels(35, std::vector<double>(dimensions, 1.0));
    ASSERT_EQ(levels.size(), 35u);
    EXPECT_EQ(std::set(levels.begin(), levels.end()).size(), 35u);
    std::vector<int> filled(10);
    int last = 0;
    for (const auto& level : levels) {
      ASSERT_EQ(level.size(), static_cast<std::size_t>(dimensions));
      const int shell = std::accumulate(level.begin(), level.end(), 0);
      EXPECT_GE(shell, last);
      last = shell;
      ++filled[static_cast<std::size_t>(shell)];
    }
    for (int shell = 0; shell < last; ++shell)
      EXPECT_EQ(filled[static_cast<std::size_t>(shell)], dimensions == 2 ? shell + 1 : (shell + 1) * (shell + 2) / 2);
  }
}

TEST(Oscillator, levels_add_up_to_the_energy_of_the_ideal_ground_state) {
  for (int dimensions = 1; dimensions <= 3; ++dimensions)
    for (int particles = 1; particles <= 12; ++particles) {
      double energy = 0;
      for (const auto& level : oscillator_levels(particles, std::vector<double>(dimensions, 1.0)))
        energy += std::accumulate(level.begin(), level.end(), 0.5 * dimensions);
      System system;
      system.dimensions = dimensions;
      system.particles = particles;
      EXPECT_DOUBLE_EQ(energy, system.ideal_energy());
    }
}

// The trapezoidal rule converges faster than any power for functions that vanish with all derivatives at the ends.
TEST(Oscillator, orbitals_of_a_line_are_orthonormal) {
  const auto levels = oscillator_levels(8, std::vector<double>(1, 1.0));
  std::vector<double> overlap(64), values(8);
  const double h = 0.1;
  for (int n = -120; n <= 120; ++n) {
    const double x = n * h;
    oscillator_orbitals(levels, std::vector{1.0}, {&x, 1}, values);
    for (std::size_t i = 0; i < 8; ++i)
      for (std::size_t j = 0; j < 8; ++j) overlap[i * 8 + j] += h * values[i] * values[j];
  }
  for (std::size_t i = 0; i < 8; ++i)
    for (std::size_t j = 0; j < 8; ++j) EXPECT_NEAR(overlap[i * 8 + j], i == j ? 1 : 0, 1e-13) << i << " " << j;
}

TEST(Oscillator, orbitals_of_the_plane_are_orthonormal) {
  const auto levels = oscillator_levels(6, std::vector<double>(2, 1.0));
  std::vector<double> overlap(36), values(6);
  const double h = 0.2;
  for (int n = -50; n <= 50; ++n)
    for (int m = -50; m <= 50; ++m) {
      const double x[] = {n * h, m * h};
      oscillator_orbitals(levels, std::vector{1.0, 1.0}, x, values);
      for (std::size_t i = 0; i < 6; ++i)
        for (std::size_t j = 0; j < 6; ++j) overlap[i * 6 + j] += h * h * values[i] * values[j];
    }
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t j = 0; j < 6; ++j) EXPECT_NEAR(overlap[i * 6 + j], i == j ? 1 : 0, 1e-12) << i << " " << j;
}

TEST(Oscillator, orbitals_have_their_closed_forms) {
  const double x = 0.7, gauss = std::exp(-0.245) * std::pow(std::numbers::pi, -0.25);
  std::vector<double> values(3);
  oscillator_orbitals(oscillator_levels(3, std::vector<double>(1, 1.0)), std::vector{1.0}, {&x, 1}, values);
  EXPECT_NEAR(values[0], gauss, 1e-15);
  EXPECT_NEAR(values[1], gauss * std::sqrt(2.0) * x, 1e-15);
  EXPECT_NEAR(values[2], gauss * (2 * x * x - 1) / std::sqrt(2.0), 1e-15);
}

// Levels of omega = (1, 3): 2, 3, 4, 5 and 5, 6 and 6.
TEST(Oscillator, levels_of_an_anisotropic_trap_come_in_the_order_of_their_energies) {
  const std::vector<double> omega{1, 3};
  EXPECT_EQ(oscillator_levels(7, omega), (Levels{{0, 0}, {1, 0}, {2, 0}, {0, 1}, {3, 0}, {1, 1}, {4, 0}}));
  EXPECT_EQ(oscillator_energy(std::vector{4, 0}, omega), 6);
}

TEST(Oscillator, a_common_frequency_changes_no_order) {
  EXPECT_EQ(oscillator_levels(30, std::vector(3, 0.1)), oscillator_levels(30, std::vector(3, 1.0)));
}

// phi is normalised, and -phi''/2 + omega^2 x^2 phi/2 = (n + 1/2) omega phi, by differences.
TEST(Oscillator, orbitals_of_a_frequency_are_its_eigenfunctions) {
  const std::vector<double> omega{0.3};
  const auto levels = oscillator_levels(4, omega);
  const double h = 0.01;
  std::vector<double> norm(4);
  for (double x = -14; x < 14; x += h) {
    std::vector<double> at(4), left(4), right(4);
    oscillator_orbitals(levels, omega, std::vector{x}, at);
    oscillator_orbitals(levels, omega, std::vector{x - h}, left);
    oscillator_orbitals(levels, omega, std::vector{x + h}, right);
    for (std::size_t n = 0; n < 4; ++n) {
      norm[n] += h * at[n] * at[n];
      const double kinetic = -0.5 * (left[n] - 2 * at[n] + right[n]) / (h * h);
      EXPECT_NEAR(kinetic + 0.5 * 0.09 * x * x * at[n], 0.3 * (static_cast<double>(n) + 0.5) * at[n], 1e-5);
    }
  }
  for (const double each : norm) EXPECT_NEAR(each, 1, 1e-9);
}

// All in the lowest level across: 0, 1, 2 .. along, as many as are wanted.
TEST(Oscillator, levels_of_a_long_trap_are_found_one_by_one) {
  for (const int count : {400, 3000}) {
    const auto levels = oscillator_levels(count, std::vector{1.0, 1e4, 2e4});
    for (int n = 0; n < count; ++n) EXPECT_EQ(levels[static_cast<std::size_t>(n)], (std::vector{n, 0, 0}));
  }
}

// Every level below the last is there: by counting them all.
TEST(Oscillator, levels_of_uneven_traps_leave_none_out) {
  for (const std::vector<double>& omega : {std::vector{1.0, 7.3}, {2.1, 1.0, 3.7}, {1.0, 1.0, 10.0}}) {
    const auto levels = oscillator_levels(300, omega);
    const double last = oscillator_energy(levels.back(), omega);
    std::size_t below = 0;
    for (int n = 0; n < 300; ++n)
      for (int m = 0; m < 300; ++m)
        for (int k = 0; k < (omega.size() > 2 ? 300 : 1); ++k) {
          std::vector<int> level{n, m, k};
          level.resize(omega.size());
          below += oscillator_energy(level, omega) < last - 1e-6;
        }
    std::size_t found = 0;
    for (const auto& level : levels) found += oscillator_energy(level, omega) < last - 1e-6;
    EXPECT_EQ(found, below);
    EXPECT_EQ(std::set(levels.begin(), levels.end()).size(), 300u);
  }
}

}  // namespace
}  // namespace kato
