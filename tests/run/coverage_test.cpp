// SPDX-License-Identifier: Apache-2.0
#include "coverage.hpp"

#include <gtest/gtest.h>

#include "stats/chains.hpp"

namespace kato {
namespace {

// 300 evaluations of a state whose energy is known, by the whole machinery: a share p of right error bars covers the
// exact value, to sqrt(p (1 - p)/300), and the squares have mean 1 to sqrt(2/300) and a little for errors that are
// themselves known to 7 %. Each check fails for a right program with probability 1e-6; an error bar that is too small
// or too large by a third fails the last one. bench/coverage_bench.cpp does the same with many more.
TEST(Coverage, error_bars_cover_the_exact_value_as_often_as_normal_ones) {
  const auto off = redrawn({.particles = 2}, {.evaluations = 300, .walkers = 100, .steps = 32});
  for (const auto& [name, z] : off) {
    double squares = 0;
    for (const double v : z) squares += v * v / static_cast<double>(z.size());
    EXPECT_NEAR(squares, 1.01, five_sigma * std::sqrt(2 / 300.0) + 0.02) << name;
    for (const auto& [sigmas, share] : {std::pair{1.0, 0.6827}, std::pair{2.0, 0.9545}})
      EXPECT_NEAR(share_within(z, sigmas), share, five_sigma * std::sqrt(share * (1 - share) / 300)) << name;
  }
}

}  // namespace
}  // namespace kato
