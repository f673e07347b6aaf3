// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "observe/observable.hpp"

namespace kato {

void register_pair_distance(Registry& registry);

namespace {

// Of two particles on a line, in four bins from 0 to 2.
Curve pairs_of(const Space& space, const std::vector<double>& x) {
  Registry kinds;
  register_pair_distance(kinds);
  const auto observable = kinds.factory<Observable>("pair-distance")(
      {{.space = space, .particles = 2}}, 2, Settings({{"bins", std::int64_t{4}}, {"reach", 2.0}}));
  observable->measure({.x = x, .particles = 2, .dimensions = 1}, {});
  return observable->result();
}

TEST(PairDistance, pairs_are_counted_in_their_bins_with_the_spread_of_the_walkers) {
  const Curve curve = pairs_of({}, {0.1, 0.8, -1.1, 0.1});  // distances 0.7 and 1.2: bins 1 and 2 of width 1/2
  EXPECT_EQ(curve.x, (std::vector{0.25, 0.75, 1.25, 1.75}));
  EXPECT_EQ(curve.mean, (std::vector{0.0, 1.0, 1.0, 0.0}));  // 1/2 pair in 1/2 a_ho
  EXPECT_DOUBLE_EQ(curve.std_err[1], 1);                     // of 2 and 0
}

TEST(PairDistance, in_a_box_is_that_of_the_nearest_image) {
  const Curve curve = pairs_of({.kind = Space::box, .side = 1.5}, {0.1, 0.8, -1.1, 0.1});  // 0.7 and 0.3
  EXPECT_EQ(curve.mean, (std::vector{1.0, 1.0, 0.0, 0.0}));
}

}  // namespace
}  // namespace kato
