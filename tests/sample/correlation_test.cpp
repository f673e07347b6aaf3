// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/error.hpp"
#include "sample/sampler.hpp"
#include "stats/accumulator.hpp"

namespace kato {
namespace {

TEST(Walkers, scatter_with_the_spread_they_are_given) {
  const auto walkers = scattered_walkers(5000, 2, 3, 1);
  EXPECT_EQ(walkers.count(), 5000u);
  EXPECT_EQ(walkers.x.size(), 10000u);
  const auto statistics = mean_variance(walkers.x);
  EXPECT_NEAR(statistics.mean, 0, 0.18);  // six standard errors
  EXPECT_NEAR(statistics.variance(), 9, 0.77);
}

TEST(Walkers, depend_on_the_seed_and_not_on_their_number) {
  const auto few = scattered_walkers(10, 3, 1, 4), many = scattered_walkers(20, 3, 1, 4),
             other = scattered_walkers(10, 3, 1, 5);
  EXPECT_TRUE(std::equal(few.x.begin(), few.x.end(), many.x.begin()));
  EXPECT_NE(few.x, other.x);
  EXPECT_NE(many.x[0], many.x[3]);
}

TEST(Walkers, are_kept_apart_without_moving_those_that_are_far_enough) {
  const auto before = scattered_walkers(200, 30, 1, 1);
  auto after = before;
  keep_apart(after, 3, 0.5, 1, 1);
  std::size_t moved = 0;
  for (std::size_t w = 0; w < 200; ++w)
    for (std::size_t i = 0; i < 10; ++i) {
      const double* x = &after.x[30 * w + 3 * i];
      for (std::size_t j = 0; j < i; ++j) {
        const double* y = &after.x[30 * w + 3 * j];
        EXPECT_GT(std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]), 0.5);
      }
      moved += x[0] != before.x[30 * w + 3 * i];
    }
  EXPECT_GT(moved, 20u);
  EXPECT_LT(moved, 1000u);
  EXPECT_THROW(keep_apart(after, 3, 1e3, 1, 1), Error);
}

TEST(Correlation, is_one_for_a_line_and_its_sign_is_that_of_the_slope) {
  const std::vector<double> a{1, 2, 4}, up{3, 5, 9}, down{-1, -2, -4}, flat{2, 2, 2};
  EXPECT_NEAR(correlation_of(a, up), 1, 1e-15);
  EXPECT_NEAR(correlation_of(a, down), -1, 1e-15);
  EXPECT_EQ(correlation_of(a, flat), 0);
}

TEST(Correlation, leaves_out_what_is_not_finite) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  const std::vector<double> a{1, nan, 2, 7, 4}, b{3, 0, 5, -inf, 9};
  EXPECT_NEAR(correlation_of(a, b), 1, 1e-15);
  EXPECT_EQ(correlation_of(std::vector{nan, nan}, std::vector{1.0, 2.0}), 0);
}

// Correlations that fall as rho^n: tau = 1 + 2 sum rho^n = (1 + rho)/(1 - rho), in so many sweeps.
TEST(Memory, is_the_autocorrelation_time_in_sweeps) {
  EXPECT_EQ(memory_of(0, 10), 10);
  EXPECT_EQ(memory_of(-0.3, 10), 10);
  EXPECT_NEAR(memory_of(0.5, 10), 30, 1e-12);
  EXPECT_TRUE(std::isfinite(memory_of(1, 10)));
  EXPECT_GT(memory_of(1, 10), 1000);
}

}  // namespace
}  // namespace kato
