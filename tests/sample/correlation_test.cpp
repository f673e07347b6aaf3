// SPDX-License-Identifier: Apache-2.0
#include "sample/correlation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace kato {
namespace {

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
