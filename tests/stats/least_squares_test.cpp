// SPDX-License-Identifier: Apache-2.0
#include "stats/least_squares.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kato {
namespace {

using Vector = std::vector<double>;

// 2 - 3 x + x^2/2 at five places.
TEST(LeastSquares, numbers_without_errors_give_their_law_back) {
  Vector a, y;
  for (const double x : {-1.0, 0.5, 2.0, 3.5, 7.0}) {
    a.insert(a.end(), {1, x, x * x});
    y.push_back(2 - 3 * x + 0.5 * x * x);
  }
  const auto fit = weighted_least_squares(a, y, Vector{0.1, 0.2, 0.3, 0.1, 0.5});
  ASSERT_TRUE(fit.has_value());
  EXPECT_NEAR(fit->coefficients[0], 2, 1e-13);
  EXPECT_NEAR(fit->coefficients[1], -3, 1e-13);
  EXPECT_NEAR(fit->coefficients[2], 0.5, 1e-13);
  EXPECT_NEAR(fit->chi_square, 0, 1e-20);
  EXPECT_EQ(fit->degrees_of_freedom, 2);
}

// The mean of numbers with weights 1/sigma^2: 1 and 4, so (1*2 + 4*7)/5, with the error 1/sqrt(5).
TEST(LeastSquares, a_constant_is_the_weighted_mean) {
  const auto fit = weighted_least_squares(Vector{1, 1}, Vector{2, 7}, Vector{1, 0.5});
  ASSERT_TRUE(fit.has_value());
  EXPECT_NEAR(fit->coefficients[0], 6, 1e-14);
  EXPECT_NEAR(fit->std_err(0), 1 / std::sqrt(5.0), 1e-14);
  EXPECT_NEAR(fit->residuals[0], -4, 1e-14);
  EXPECT_NEAR(fit->residuals[1], 2, 1e-14);
  EXPECT_NEAR(fit->chi_square, 20, 1e-12);
  EXPECT_EQ(fit->degrees_of_freedom, 1);
}

// Of the line through x = -1, 0, 1 with equal errors s: s^2/3 of the mean, s^2/2 of the slope, which are independent.
TEST(LeastSquares, the_covariance_is_that_of_a_line) {
  const auto fit = weighted_least_squares(Vector{1, -1, 1, 0, 1, 1}, Vector{0, 3, 0}, Vector{2, 2, 2});
  ASSERT_TRUE(fit.has_value());
  EXPECT_NEAR(fit->covariance[0], 4.0 / 3, 1e-14);
  EXPECT_NEAR(fit->covariance[1], 0, 1e-14);
  EXPECT_NEAR(fit->covariance[2], 0, 1e-14);
  EXPECT_NEAR(fit->covariance[3], 2, 1e-14);
  EXPECT_NEAR(fit->coefficients[0], 1, 1e-14);
  EXPECT_NEAR(fit->coefficients[1], 0, 1e-14);
}

TEST(LeastSquares, columns_that_are_alike_tell_nothing_apart) {
  EXPECT_FALSE(weighted_least_squares(Vector{1, 2, 1, 2, 1, 2}, Vector{1, 2, 3}, Vector{1, 1, 1}).has_value());
  EXPECT_FALSE(weighted_least_squares(Vector{1, 0, 1, 0}, Vector{1, 2}, Vector{1, 1}).has_value());
  EXPECT_FALSE(weighted_least_squares(Vector{1, 2}, Vector{1}, Vector{1}).has_value());
}

}  // namespace
}  // namespace kato
