// SPDX-License-Identifier: Apache-2.0
#include "system/matter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "base/error.hpp"
#include "stats/accumulator.hpp"

namespace kato {
namespace {

TEST(FirstWalkers, scatter_with_the_spread_they_are_given) {
  const auto walkers = first_walkers({.particles = 2}, 5000, 3, 0, 1);
  EXPECT_EQ(walkers.count(), 5000u);
  EXPECT_EQ(walkers.x.size(), 10000u);
  const auto statistics = mean_variance(walkers.x);
  EXPECT_NEAR(statistics.mean, 0, 0.18);  // six standard errors
  EXPECT_NEAR(statistics.variance(), 9, 0.77);
}

TEST(FirstWalkers, depend_on_the_seed_and_not_on_their_number) {
  const Matter matter{.particles = 3};
  const auto few = first_walkers(matter, 10, 1, 0, 4), many = first_walkers(matter, 20, 1, 0, 4),
             other = first_walkers(matter, 10, 1, 0, 5);
  EXPECT_TRUE(std::equal(few.x.begin(), few.x.end(), many.x.begin()));
  EXPECT_NE(few.x, other.x);
  EXPECT_NE(many.x[0], many.x[3]);
}

TEST(FirstWalkers, are_kept_apart_without_moving_those_that_are_far_enough) {
  const Matter matter{.dimensions = 3, .particles = 10};
  const auto before = first_walkers(matter, 200, 1, 0, 1), after = first_walkers(matter, 200, 1, 0.5, 1);
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
  EXPECT_THROW(first_walkers(matter, 200, 1, 1e3, 1), Error);
}

// Two labels of four particles: 6 orders of two up and two down, and 4 of one among three.
TEST(FirstWalkers, have_the_same_labels_in_all_orders_alike) {
  const Matter matter{.particles = 4, .labels = {{"spin", {1, 1, -1, -1}}, {"isospin", {1, -1, -1, -1}}}};
  const auto walkers = first_walkers(matter, 12000, 1, 0, 3);
  std::map<std::vector<int>, int> spins, isospins;
  for (std::size_t w = 0; w < walkers.count(); ++w) {
    const auto labels = walkers.view().labels_of(w);
    std::vector<int> spin, isospin;
    for (std::size_t i = 0; i < 4; ++i) spin.push_back(labels[2 * i]), isospin.push_back(labels[2 * i + 1]);
    ++spins[spin];
    ++isospins[isospin];
  }
  ASSERT_EQ(spins.size(), 6u);
  ASSERT_EQ(isospins.size(), 4u);
  for (const auto& [order, times] : spins) EXPECT_NEAR(times, 2000, 6 * std::sqrt(2000.0));
  for (const auto& [order, times] : isospins) EXPECT_NEAR(times, 3000, 6 * std::sqrt(3000.0));
}

}  // namespace
}  // namespace kato
