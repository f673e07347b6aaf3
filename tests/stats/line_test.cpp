// SPDX-License-Identifier: Apache-2.0
#include "stats/line.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kato {
namespace {

TEST(LeastSquaresLine, a_line_is_found_again) {
  std::vector<double> series;
  for (int t = 0; t < 11; ++t) series.push_back(3 - 0.25 * t);
  const auto line = least_squares_line(series);
  EXPECT_NEAR(line.slope, -0.25, 1e-14);
  EXPECT_NEAR(line.mean, 3 - 0.25 * 5, 1e-14);
  for (const double r : residuals_from_line(series)) EXPECT_NEAR(r, 0, 1e-14);
}

// n sum t y - sum t sum y over n sum t^2 - (sum t)^2 = (4*9 - 6*4)/(4*14 - 36).
TEST(LeastSquaresLine, four_points_have_the_slope_of_the_normal_equations) {
  const std::vector<double> series{0, 0, 3, 1};
  EXPECT_DOUBLE_EQ(least_squares_line(series).slope, 0.6);
  EXPECT_DOUBLE_EQ(least_squares_line(series).mean, 1);
}

TEST(LeastSquaresLine, no_other_line_leaves_less) {
  const std::vector<double> series{1, -2, 4, 0, 3, 9, -1};
  const auto line = least_squares_line(series);
  const auto left = [&](double mean, double slope) {
    double sum = 0;
    for (std::size_t t = 0; t < series.size(); ++t)
      sum += std::pow(series[t] - mean - slope * (static_cast<double>(t) - 3), 2);
    return sum;
  };
  const double least = left(line.mean, line.slope);
  for (const double d : {-1e-3, 1e-3}) {
    EXPECT_GT(left(line.mean + d, line.slope), least);
    EXPECT_GT(left(line.mean, line.slope + d), least);
  }
}

TEST(LeastSquaresLine, one_number_has_no_slope) {
  const std::vector<double> one{7};
  EXPECT_EQ(least_squares_line(one).slope, 0);
  EXPECT_EQ(least_squares_line(one).mean, 7);
  EXPECT_EQ(residuals_from_line(one), std::vector<double>{0});
}

}  // namespace
}  // namespace kato
