// SPDX-License-Identifier: Apache-2.0
#include "exact/remainder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace kato::exact {
namespace {

TEST(Remainder, covers_a_geometric_series_without_exaggeration) {
  for (const double ratio : {0.01, 0.5, 0.9}) {  // steps ratio, ratio^2; left: ratio^3 + ratio^4 + ..
    const double left = std::pow(ratio, 3) / (1 - ratio), found = remainder(ratio, ratio * ratio);
    EXPECT_GT(found, 1.4 * left);
    EXPECT_LT(found, std::max(1.6 * left, 1.6 * ratio * ratio));
  }
}

TEST(Remainder, covers_steps_that_fall_with_a_power) {
  const auto sequence = [](double quanta) { return std::pow(quanta, -2.0); };
  const double left = sequence(100), found = remainder(sequence(88) - sequence(94), sequence(94) - sequence(100));
  EXPECT_GT(found, 0.8 * left);
  EXPECT_LT(found, 2 * left);
}

TEST(Remainder, does_not_trust_steps_that_grow) {
  EXPECT_GT(remainder(1e-6, 1e-5), 1e-4);
  EXPECT_EQ(remainder(0, 0), 0);
}

}  // namespace
}  // namespace kato::exact
