// SPDX-License-Identifier: Apache-2.0
#include "exact/radial_transform.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace kato::exact {
namespace {

constexpr double pi = std::numbers::pi;

// exp(-r^2/(2 s^2)) -> (sqrt(2 pi) s)^d exp(-q^2 s^2/2).
TEST(RadialTransform, of_a_gaussian_is_a_gaussian) {
  for (int d = 1; d <= 3; ++d)
    for (const double s : {0.02, 0.3, 1.5}) {
      const RadialTransform v([s](double r) { return std::exp(-0.5 * r * r / (s * s)); }, d, 2.0, 8 / s);
      const double whole = std::pow(std::sqrt(2 * pi) * s, d);
      for (const double q : {0.0, 1e-6, 0.3, 1.0, 3.0, 8.0})
        EXPECT_NEAR(v(q / s), whole * std::exp(-0.5 * q * q), 1e-13 * whole) << d << " " << s << " " << q;
      EXPECT_LT(v.uncertainty(), 1e-12 * whole);
    }
}

// exp(-m r)/r -> 4 pi/(q^2 + m^2) in space, 2 pi/sqrt(q^2 + m^2) in a plane: singular at the origin.
TEST(RadialTransform, of_yukawas_potential_is_a_propagator) {
  const double m = 3;
  const auto yukawa = [m](double r) { return std::exp(-m * r) / r; };
  const RadialTransform space(yukawa, 3, 2.0, 200), plane(yukawa, 2, 2.0, 200);
  for (const double q : {0.0, 1.0, 20.0, 200.0}) {
    EXPECT_NEAR(space(q), 4 * pi / (q * q + m * m), 1e-13);
    EXPECT_NEAR(plane(q), 2 * pi / std::sqrt(q * q + m * m), 1e-12);
  }
}

// exp(-m |x|) -> 2 m/(q^2 + m^2) on a line.
TEST(RadialTransform, of_an_exponential_on_a_line_is_lorentzs_curve) {
  const RadialTransform v([](double r) { return std::exp(-2 * r); }, 1, 1.0, 100);
  for (const double q : {0.0, 1.0, 10.0, 100.0}) EXPECT_NEAR(v(q), 4 / (q * q + 4), 1e-13);
}

// A ball of radius 1: 4 pi (sin q - q cos q)/q^3. Its edge cuts through a panel.
TEST(RadialTransform, of_a_ball_is_within_what_it_says_of_its_error) {
  const RadialTransform v([](double r) { return r < 1 ? 1.0 : 0.0; }, 3, 3.0, 20);
  EXPECT_GT(v.uncertainty(), 0);
  EXPECT_LT(v.uncertainty(), 0.1);
  for (const double q : {1.0, 5.0, 20.0})
    EXPECT_NEAR(v(q), 4 * pi * (std::sin(q) - q * std::cos(q)) / (q * q * q), 3 * v.uncertainty());
}

TEST(RadialTransform, of_nothing_is_zero) {
  const RadialTransform v([](double) { return 0.0; }, 2, 1.0, 10);
  EXPECT_EQ(v(0), 0);
  EXPECT_EQ(v(3), 0);
}

}  // namespace
}  // namespace kato::exact
