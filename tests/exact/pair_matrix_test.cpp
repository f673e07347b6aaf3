// SPDX-License-Identifier: Apache-2.0
#include "exact/pair_matrix.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "exact/trapped.hpp"

namespace kato::exact {
namespace {

TEST(PairMatrix, without_interaction_and_at_the_trap_frequency_is_the_oscillator) {
  const Matrix w = pair_matrix([](double) { return 0.0; }, 4, 1, 61);
  for (int n = 1; n <= 61; n += 2)
    for (int m = 1; m <= 61; m += 2) EXPECT_NEAR(w(m, n), m == n ? 0.5 * (n + 0.5) : 0, 1e-13);
}

TEST(PairMatrix, quadrature_of_a_harmonic_potential_gives_the_elements_of_q_squared) {
  const double frequency = 2.5, k = 0.7;
  const Matrix with = pair_matrix(harmonic(k), 3, frequency, 91);
  const Matrix without = pair_matrix([](double) { return 0.0; }, 3, frequency, 91);
  for (int n = 1; n <= 91; n += 2) {  // (k/2) (sqrt(2) q)^2
    EXPECT_NEAR(with(n, n) - without(n, n), k / frequency * (n + 0.5), 1e-11);
    if (n < 5) continue;
    EXPECT_NEAR(with(n - 2, n) - without(n - 2, n), 0.5 * k / frequency * std::sqrt(n * (n - 1.0)), 1e-11);
    EXPECT_NEAR(with(n - 4, n), 0, 1e-11);
  }
}

TEST(PairMatrix, quadrature_of_a_gaussian_gives_its_closed_form) {
  // <1| exp(-a q^2) |1> = (1 + a)^(-3/2) in units of the oscillator length.
  const double frequency = 6, strength = -20, range = 0.5;
  const double a = 1 / (range * range * frequency);
  const double element = strength / (std::sqrt(2 * std::numbers::pi) * range) * std::pow(1 + a, -1.5);
  const double oscillator = 1.5 * (frequency + 1 / frequency) / 2;
  EXPECT_NEAR(pair_matrix(gaussian(strength, range), 2, frequency, 60)(1, 1), element + oscillator, 1e-12);
}

}  // namespace
}  // namespace kato::exact
