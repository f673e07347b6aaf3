// SPDX-License-Identifier: Apache-2.0
#include "observe/walker_histogram.hpp"

#include <gtest/gtest.h>

namespace kato {
namespace {

TEST(WalkerHistogram, counts_what_lies_within_its_bins_and_takes_the_error_from_the_walkers) {
  WalkerHistogram histogram(2, 2, 0, 1);
  for (const double x : {0.1, 0.2, 0.9, 1.0, -0.1}) histogram.count(0, x);
  histogram.count(1, 0.75);
  histogram.end_of_step();
  const auto curve = histogram.curve("x", 2);
  EXPECT_EQ(curve.x, (std::vector{0.25, 0.75}));
  EXPECT_EQ(curve.mean, (std::vector{1.0, 1.0}));  // 2 and 0, 1 and 1 in bins of a half, halved
  EXPECT_EQ(curve.std_err, (std::vector{1.0, 0.0}));
}

}  // namespace
}  // namespace kato
