// SPDX-License-Identifier: Apache-2.0
#include "stats/accumulator.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "stats/chains.hpp"

namespace kato {
namespace {

TEST(Accumulator, small_integers_have_their_mean_and_variance) {
  MeanVariance a;
  for (const double x : {2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}) a.add(x);
  EXPECT_DOUBLE_EQ(a.mean, 5);
  EXPECT_DOUBLE_EQ(a.variance(), 32.0 / 7);
  EXPECT_EQ(a.count, 8u);
}

TEST(Accumulator, merged_parts_equal_the_whole_and_a_large_offset_costs_no_digits) {
  auto x = ar1_table(0.5, 1000, 1, 11);
  for (double& v : x) v += 1e8;
  const auto whole = mean_variance(x);
  MeanVariance one_by_one, merged;
  for (const double v : x) one_by_one.add(v);
  for (const std::size_t start : {0, 1, 400}) {
    const std::size_t end = start == 0 ? 1 : start == 1 ? 400 : 1000;
    merged.merge(mean_variance(std::span(x).subspan(start, end - start)));
  }
  merged.merge({});
  EXPECT_EQ(merged.count, whole.count);
  // Rounding of numbers near 1e8 to 1.5e-8 limits each deviation.
  EXPECT_NEAR(merged.mean, whole.mean, 1e-7);
  EXPECT_NEAR(merged.variance() / whole.variance(), 1, 1e-6);
  EXPECT_NEAR(one_by_one.variance() / whole.variance(), 1, 1e-6);
}

TEST(Accumulator, fewer_than_two_numbers_have_no_variance) {
  EXPECT_EQ(mean_variance({}).variance(), 0);
  MeanVariance a;
  a.add(3);
  EXPECT_EQ(a.variance(), 0);
  EXPECT_EQ(a.mean, 3);
}

}  // namespace
}  // namespace kato
