// SPDX-License-Identifier: Apache-2.0
#include "system/work.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "settings.hpp"
#include "system/interaction.hpp"
#include "system/potential.hpp"

namespace kato {
namespace {

// V = h exp(-r^2/(2 s^2)): r dV/dr = -(r/s)^2 V.
TEST(Work, of_a_gaussian_is_that_of_its_closed_form) {
  const double strength = -3, range = 0.7, height = strength / (std::sqrt(2 * std::numbers::pi) * range);
  const auto gaussian = registry().factory<Interaction>("gaussian")(
      {.particles = 2}, Settings({{"strength", strength}, {"range", range}}));
  const std::vector<double> x{0.3, -0.4, 2, 1.1};
  std::vector<double> work{1, 0};
  gaussian->work({.x = x, .particles = 2, .dimensions = 1}, work);
  for (const auto& [w, r] : {std::pair{0, 0.7}, std::pair{1, 0.9}}) {
    const double exact = -std::pow(r / range, 2) * height * std::exp(-0.5 * std::pow(r / range, 2));
    EXPECT_NEAR(work[static_cast<std::size_t>(w)] - (w == 0 ? 1 : 0), exact, 1e-10);
    EXPECT_GT(std::abs(exact), 0.1);
  }
}

// Of any function of the coordinates: V(c x) = V(x)/c^2 has the work -2 V.
TEST(Work, of_a_power_law_is_its_degree_times_its_energy) {
  class InverseSquare final : public Interaction {
    void diagonal(const WalkerView& walkers, std::span<double> energy) const noexcept override {
      for (std::size_t w = 0; w < energy.size(); ++w)
        energy[w] += std::pow(walkers.x[2 * w] - walkers.x[2 * w + 1], -2);
    }
  };
  const std::vector<double> x{0.1, -0.4};
  std::vector<double> work{0};
  InverseSquare().work({.x = x, .particles = 2, .dimensions = 1}, work);
  EXPECT_NEAR(work[0], -2 / 0.25, 1e-9);
}

// x^4 + x^2/2: 4 x^4 + x^2 for every particle.
TEST(Work, of_a_potential_is_its_slope_times_the_coordinate) {
  const auto quartic = registry().factory<Potential>("formula")(
      {.particles = 2}, Settings({{"formula", "x^4 + x^2 / 2"}, {"parameters", NamedNumbers{}}}));
  const std::vector<double> x{1, -2};
  std::vector<double> work{0}, trap{0};
  quartic->add_work({.x = x, .particles = 2, .dimensions = 1}, work);
  EXPECT_NEAR(work[0], 5 + 68, 1e-8);
  oscillator().add_work({.x = x, .particles = 2, .dimensions = 1}, trap);
  EXPECT_EQ(trap[0], 5);
}

}  // namespace
}  // namespace kato
