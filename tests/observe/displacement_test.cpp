// SPDX-License-Identifier: Apache-2.0
#include "observe/displacement.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace kato {
namespace {

// psi = x_0 - x_1 of two particles: the ratios follow by hand.
TEST(Displacement, puts_every_particle_of_a_walker_to_the_same_place) {
  const SignedAmplitude psi = [](std::span<const double> x, std::span<double> log_abs, std::span<double> sign) {
    for (std::size_t n = 0; n < sign.size(); ++n) {
      const double value = x[2 * n] - x[2 * n + 1];
      log_abs[n] = std::log(std::abs(value));
      sign[n] = value > 0 ? 1 : -1;
    }
  };
  const std::size_t count = 600;  // more than a block
  std::vector<double> x, log_abs(count), sign(count);
  for (std::size_t w = 0; w < count; ++w) x.insert(x.end(), {1, w % 2 == 0 ? -1.0 : 3.0});
  psi(x, log_abs, sign);
  double square = 0;
  for (const double v : x) square += v * v / static_cast<double>(x.size());
  const double width = 1.5 * std::sqrt(square);
  Displacement displacement;
  displacement.draw({.x = x, .particles = 2, .dimensions = 1, .log_abs = log_abs, .sign = sign},
                    {.psi = psi, .stream = {.seed = 1}});
  double mean = 0, variance = 0;
  for (std::size_t w = 0; w < count; ++w) {
    const double place = displacement.place(w)[0];
    const double density = std::exp(-0.5 * place * place / (width * width)) / (std::sqrt(2 * std::numbers::pi) * width);
    const double value = x[2 * w] - x[2 * w + 1];
    EXPECT_NEAR(displacement.ratio(w, 0) * value * density / (place - x[2 * w + 1]), 1, 1e-10);
    EXPECT_NEAR(displacement.ratio(w, 1) * value * density / (x[2 * w] - place), 1, 1e-10);
    mean += place / count;
    variance += place * place / count;
  }
  EXPECT_LT(std::abs(mean), 5 * width / std::sqrt(600.0));
  EXPECT_NEAR(variance / (width * width), 1, 5 * std::sqrt(2 / 600.0));
}

// Where ln|psi| has no number, two hard cores overlap, and psi is zero.
TEST(Displacement, a_place_within_a_hard_core_has_no_weight) {
  const SignedAmplitude psi = [](std::span<const double> x, std::span<double> log_abs, std::span<double> sign) {
    for (std::size_t n = 0; n < sign.size(); ++n) {
      log_abs[n] = std::log(std::abs(x[2 * n] - x[2 * n + 1]) - 1);
      sign[n] = 1;
    }
  };
  std::vector<double> x, log_abs(100), sign(100);
  for (int w = 0; w < 100; ++w) x.insert(x.end(), {-1.5, 1.5});
  psi(x, log_abs, sign);
  Displacement displacement;
  displacement.draw({.x = x, .particles = 2, .dimensions = 1, .log_abs = log_abs, .sign = sign},
                    {.psi = psi, .stream = {.seed = 1}});
  int inside = 0;
  for (std::size_t w = 0; w < 100; ++w) {
    const bool overlap = std::abs(displacement.place(w)[0] - 1.5) < 1;
    inside += overlap;
    EXPECT_EQ(displacement.ratio(w, 0) == 0, overlap);
    EXPECT_TRUE(std::isfinite(displacement.ratio(w, 0)));
  }
  EXPECT_GT(inside, 5);
}

}  // namespace
}  // namespace kato
