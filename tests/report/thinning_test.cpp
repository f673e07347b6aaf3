// SPDX-License-Identifier: Apache-2.0
#include "report/thinning.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace kato {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

TEST(Thinning, every_row_is_in_one_bin_and_bins_differ_by_one_row_at_most) {
  for (const std::size_t rows : {1U, 5U, 600U, 601U, 9999U, 250000U}) {
    const auto bins = divide(rows, 600);
    ASSERT_EQ(bins.size(), std::min<std::size_t>(rows, 600));
    std::size_t next = 0;
    for (const auto& bin : bins) {
      EXPECT_EQ(bin.begin, next);
      const auto size = bin.end - bin.begin;
      EXPECT_TRUE(size == rows / bins.size() || size == rows / bins.size() + 1) << rows << ": " << size;
      next = bin.end;
    }
    EXPECT_EQ(next, rows);
  }
}

TEST(Thinning, nothing_has_no_bins) {
  EXPECT_TRUE(divide(0, 600).empty());
  EXPECT_TRUE(means({}, {}).empty());
}

TEST(Thinning, a_short_history_stays_as_it_is) {
  const std::vector<double> values{3, 1, 2};
  const auto bins = divide(3, 600);
  EXPECT_EQ(means(values, bins), values);
  EXPECT_EQ(lowest(values, bins), values);
  EXPECT_EQ(highest(values, bins), values);
  EXPECT_EQ(errors_of_means(values, bins), values);
}

TEST(Thinning, no_peak_is_lost) {
  std::vector<double> values(10000, 1.0);
  values[1234] = 50;
  values[7777] = -50;
  const auto bins = divide(values.size(), 100);
  EXPECT_EQ(highest(values, bins)[12], 50);
  EXPECT_EQ(lowest(values, bins)[77], -50);
  EXPECT_EQ(highest(values, bins)[13], 1);
}

TEST(Thinning, what_is_not_finite_is_left_out_of_means_and_alone_is_nan) {
  const std::vector<double> values{1, NAN, 3, INFINITY, NAN, NAN};
  const auto bins = divide(values.size(), 2);
  EXPECT_THAT(means(std::vector<double>{1.0, NAN, 3.0, 4.0, -INFINITY, 8.0}, bins), ElementsAre(2, 6));
  EXPECT_EQ(lowest(values, bins)[0], 1);
  EXPECT_EQ(highest(values, bins)[0], 3);
  EXPECT_TRUE(std::isnan(means(values, bins)[1]));
  EXPECT_TRUE(std::isnan(highest(values, bins)[1]));
}

TEST(Thinning, the_error_of_a_mean_falls_with_the_square_root_of_the_rows) {
  const std::vector<double> errors{3, 4, 1, 1};
  EXPECT_THAT(errors_of_means(errors, divide(4, 2)), ElementsAre(DoubleEq(2.5), DoubleEq(std::sqrt(0.5))));
}

}  // namespace
}  // namespace kato
