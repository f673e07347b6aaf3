// SPDX-License-Identifier: Apache-2.0
#include "exact/relative_grid.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "exact/trapped.hpp"

namespace kato::exact {
namespace {

TEST(RelativeGrid, gives_two_ideal_fermions_the_energy_two) {
  const auto found = relative_grid([](double) { return 0.0; });
  EXPECT_NEAR(found.energy, 2, 1e-11);
  EXPECT_LT(found.uncertainty, 1e-11);
}

TEST(RelativeGrid, agrees_with_closed_forms) {
  for (const double k : {-0.3, 0.5, 20.0}) EXPECT_NEAR(relative_grid(harmonic(k)).energy, harmonic_energy(2, k), 1e-10);
  EXPECT_NEAR(relative_grid(calogero()).energy, calogero_energy(2), 1e-10);
}

TEST(RelativeGrid, agrees_with_the_table_within_the_stated_errors) {
  for (const double strength : {-20.0, -10.0, -5.0, 5.0, 10.0, 20.0}) {
    const auto found = relative_grid(gaussian(strength));
    const auto exact = tabulated(2, strength);
    EXPECT_LT(found.uncertainty, 1e-9);
    EXPECT_NEAR(found.energy, exact.energy, found.uncertainty + exact.uncertainty + 5e-11);  // digits of the table
  }
}

TEST(RelativeGrid, refines_for_a_narrow_potential) {
  // Above the ideal level, below first order: <1|V|1> = V(0) (1 + 1/s0^2)^(-3/2).
  const auto found = relative_grid(gaussian(5, 0.03));
  EXPECT_LT(found.spacing, 0.05);
  EXPECT_LT(found.uncertainty, 1e-9);
  EXPECT_GT(found.energy, 2 + 10 * found.uncertainty);
  EXPECT_LT(found.energy, 2 + gaussian(5, 0.03)(0) * std::pow(1 + 1 / (0.03 * 0.03), -1.5));
}

// The same energy by Numerov's method outwards from r = 0 and bisection: u stays positive below the lowest level.
double by_shooting(const RadialPotential& potential, double step, double low, double high) {
  const int steps = static_cast<int>(6 / step);
  std::vector<double> well(steps + 1);
  for (int n = 0; n <= steps; ++n) well[n] = std::pow(n * step, 2) + 2 * potential(std::sqrt(2.0) * n * step);
  const auto stays_positive = [&](double level) {
    const auto tilt = [&](int n) { return step * step / 12 * (well[n] - 2 * level); };
    double before = 0, u = step;
    for (int n = 1; n < steps && u > 0; ++n) {
      const double next = (2 * u * (1 + 5 * tilt(n)) - before * (1 - tilt(n - 1))) / (1 - tilt(n + 1));
      before = u, u = next;
    }
    return u > 0;
  };
  for (int halving = 0; halving < 34; ++halving) {
    const double middle = 0.5 * (low + high);
    (stays_positive(middle) ? low : high) = middle;
  }
  return 0.5 + 0.5 * (low + high);
}

TEST(RelativeGrid, sees_short_ranges_or_says_how_badly) {
  for (const double range : {0.05, 0.02, 0.01}) {
    const auto potential = gaussian(-20, range);
    const auto found = relative_grid(potential);
    EXPECT_NEAR(found.energy, by_shooting(potential, range / 40, 1.4, 1.6), found.uncertainty + 2e-9) << range;
    EXPECT_LT(found.uncertainty, range > 0.015 ? 1e-8 : 1e-4);  // the effect is 8e-4 at 0.01
  }
}

TEST(RelativeGrid, has_no_bound_for_what_falls_between_its_points) {
  EXPECT_TRUE(std::isinf(relative_grid(gaussian(-20, 0.002)).uncertainty));
}

}  // namespace
}  // namespace kato::exact
