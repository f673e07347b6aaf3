// SPDX-License-Identifier: Apache-2.0
#include "exact/filled_levels.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kato::exact {
namespace {

TEST(FilledLevels, are_all_choices_of_levels_in_order_of_quanta) {
  const FilledLevels sets(2, 5);  // 01 02 03 12 04 13 05 14 23
  ASSERT_EQ(sets.size(), 9);
  for (int i = 1; i < sets.size(); ++i) EXPECT_LE(sets.quanta(i - 1), sets.quanta(i));
  EXPECT_EQ(sets.quanta(0), 1);
  EXPECT_EQ(sets.up_to(5, 1), 6);
  EXPECT_EQ(sets.up_to(4, 0), 3);
  EXPECT_EQ(sets.up_to(1, 0), 0);
  for (int i = 0; i < sets.size(); ++i) EXPECT_EQ(sets.of_rank(sets.rank(i), sets.quanta(i) % 2), i);
}

TEST(FilledLevels, of_one_particle_leave_nothing) {
  const FilledLevels sets(1, 3);
  EXPECT_EQ(sets.size(), 4);
  EXPECT_EQ(sets.rests(), 1);
  EXPECT_EQ(sets.rest_quanta(0), 0);
}

TEST(FilledLevels, split_into_a_particle_and_the_others) {
  const FilledLevels sets(3, 9);
  for (int i = 0; i < sets.size(); ++i) {
    ASSERT_EQ(sets.splits_of(i).size(), 3u);
    double sign = 1;
    for (const auto& split : sets.splits_of(i)) {
      EXPECT_EQ(split.level + sets.rest_quanta(split.rest), sets.quanta(i));
      EXPECT_EQ(split.sign, sign);  // the levels ascend
      sign = -sign;
    }
  }
}

TEST(FilledLevels, know_each_split_from_both_sides) {
  const FilledLevels sets(3, 9);
  int seen = 0;
  for (int rest = 0; rest < sets.rests(); ++rest) {
    int level = -1;
    for (const auto& split : sets.splits_to(rest)) {
      EXPECT_EQ(split.rest, rest);
      EXPECT_GT(split.level, level);
      level = split.level;
      ++seen;
    }
  }
  EXPECT_EQ(seen, 3 * sets.size());
}

}  // namespace
}  // namespace kato::exact
