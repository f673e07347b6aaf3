// SPDX-License-Identifier: Apache-2.0
#include "system/species.hpp"

#include <gtest/gtest.h>

namespace kato {
namespace {

TEST(Labels, particles_are_numbered_species_by_species) {
  const std::vector<Species> species{{"up", 3}, {"down", 1}, {"strange", 2}};
  const auto ranges = species_ranges(species);
  ASSERT_EQ(ranges.size(), 3u);
  EXPECT_EQ(ranges[0].first, 0);
  EXPECT_EQ(ranges[1].first, 3);
  EXPECT_EQ(ranges[2].first, 4);
  EXPECT_EQ(ranges[2].count, 2);
}

TEST(Labels, particles_without_species_are_one_range) {
  EXPECT_EQ(species_ranges_or_all({}, 5).size(), 1u);
  EXPECT_EQ(species_ranges_or_all({}, 5)[0].count, 5);
  EXPECT_EQ(species_ranges_or_all(std::vector<Species>{{"up", 3}, {"down", 2}}, 5)[1].first, 3);
}

TEST(Labels, powers_of_cusps_add_up_as_well) {
  const PairCusp sum = PairCusp{.unlike_power = 1} + PairCusp{.unlike_power = 0.5, .like_power = 2};
  EXPECT_EQ(sum.unlike_power, 1.5);
  EXPECT_EQ(sum.like_power, 2);
  EXPECT_FALSE(sum.asks_nothing());
  EXPECT_TRUE(PairCusp{}.asks_nothing());
}

TEST(Labels, slopes_of_cusps_add_up_and_the_shorter_range_is_taken) {
  const PairCusp sum =
      PairCusp{.unlike = 1, .like = {}, .range = 2} + PairCusp{.unlike = 0.5, .like = 0.25, .range = 1};
  EXPECT_EQ(sum.unlike, 1.5);
  EXPECT_EQ(sum.like, 0.25);
  EXPECT_EQ(sum.range, 1);
  EXPECT_FALSE((PairCusp{.unlike = 1, .like = {}} + PairCusp{}).like.has_value());
}

}  // namespace
}  // namespace kato
