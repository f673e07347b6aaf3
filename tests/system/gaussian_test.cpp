// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "system/interaction.hpp"

namespace kato {
namespace {

std::unique_ptr<Interaction> gaussian(int particles, int dimensions, double strength, double range) {
  return registry().factory<Interaction>("gaussian")({.dimensions = dimensions, .particles = particles},
                                                     Settings({{"strength", strength}, {"range", range}}));
}

double energy_of(const Interaction& interaction, std::span<const double> x, int particles, int dimensions) {
  std::array<double, 1> energy{};
  interaction.diagonal({.x = x, .particles = particles, .dimensions = dimensions}, energy);
  return energy[0];
}

TEST(Gaussian, three_particles_on_a_line_have_the_energy_of_their_three_pairs) {
  const double strength = -3, range = 0.5;
  const std::array<double, 3> x{-0.4, 0.1, 1.1};
  // Distances 0.5, 1 and 1.5: range, 2 range and 3 range.
  const double height = strength / (std::sqrt(2 * std::numbers::pi) * range);
  const double expected = height * (std::exp(-0.5) + std::exp(-2.0) + std::exp(-4.5));
  EXPECT_NEAR(energy_of(*gaussian(3, 1, strength, range), x, 3, 1), expected, 1e-14 * std::abs(expected));
}

TEST(Gaussian, its_integral_over_space_is_the_strength_in_one_two_and_three_dimensions) {
  const double strength = 10, range = 0.7, spacing = 0.1;
  for (int dimensions = 1; dimensions <= 3; ++dimensions) {
    const auto interaction = gaussian(2, dimensions, strength, range);
    // The integral over shells of radius r; the trapezoidal rule has no error of its own to rounding here.
    double integral = 0;
    for (int n = -100; n <= 100; ++n) {
      const double r = n * spacing;
      std::vector<double> x(2 * static_cast<std::size_t>(dimensions));
      x.back() = r;
      const double surface =
          std::array{1.0, std::numbers::pi * std::abs(r), 2 * std::numbers::pi * r * r}[dimensions - 1];
      integral += spacing * surface * energy_of(*interaction, x, 2, dimensions);
    }
    // |r| has a kink at 0: in two dimensions the rule's error is pi V(0) spacing^2/6, below 1 % of the strength.
    EXPECT_NEAR(integral, strength, strength * (dimensions == 2 ? 0.01 : 1e-12)) << dimensions << " dimensions";
  }
}

TEST(Gaussian, the_energy_is_the_same_after_an_exchange_of_two_particles) {
  const auto interaction = gaussian(4, 2, 10, 0.5);
  std::vector<double> x(4 * 2);
  fill_normal({.seed = 11}, 0, 0, x);
  const double before = energy_of(*interaction, x, 4, 2);
  std::swap(x[2], x[6]), std::swap(x[3], x[7]);
  EXPECT_NEAR(energy_of(*interaction, x, 4, 2), before, 1e-14 * before);
  x[2] += 0.3;
  EXPECT_GT(std::abs(energy_of(*interaction, x, 4, 2) - before), 1e-6 * before);
}

TEST(Gaussian, every_walker_gets_its_own_energy_on_top_of_what_was_there) {
  const auto interaction = gaussian(2, 1, 2, 1);
  const std::array<double, 4> x{0, 1, 0, 2};
  std::array<double, 2> energy{5, 7};
  interaction->diagonal({.x = x, .particles = 2, .dimensions = 1}, energy);
  EXPECT_DOUBLE_EQ(energy[0], 5 + energy_of(*interaction, std::span(x).first(2), 2, 1));
  EXPECT_DOUBLE_EQ(energy[1], 7 + energy_of(*interaction, std::span(x).last(2), 2, 1));
  EXPECT_GT(energy[0] - 5, energy[1] - 7);
}

TEST(Gaussian, one_particle_has_no_energy) { EXPECT_EQ(energy_of(*gaussian(1, 1, 10, 0.5), std::array{0.3}, 1, 1), 0); }

}  // namespace
}  // namespace kato
