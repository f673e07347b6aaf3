// SPDX-License-Identifier: Apache-2.0
#include "observe/cloud.hpp"

#include <gtest/gtest.h>

#include <array>
#include <numbers>

#include "species_state.hpp"

namespace kato {
namespace {

TEST(Cloud, parts_are_all_particles_and_each_of_several_species) {
  const auto parts = parts_of(spin_trap(2, 1));
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[0].range.count, 3);
  EXPECT_EQ(parts[2].name, "down");
  EXPECT_EQ(parts[2].range.first, 2);
  System one = spin_trap(2, 1);
  one.species = {{"up", 3}};
  EXPECT_EQ(parts_of(one).size(), 1u);
}

TEST(Cloud, pairs_leave_out_a_species_of_one_particle) {
  const auto pairs = pairs_of(spin_trap(2, 1));
  ASSERT_EQ(pairs.size(), 2u);
  EXPECT_EQ(pairs[0].name, "up-up");
  EXPECT_TRUE(pairs[0].same());
  EXPECT_EQ(pairs[1].name, "up-down");
  EXPECT_FALSE(pairs[1].same());
}

TEST(Cloud, balls_have_the_volume_of_their_dimension) {
  EXPECT_NEAR(ball_volume(1, 1.5), 3, 1e-14);
  EXPECT_NEAR(ball_volume(2, 1.5), std::numbers::pi * 2.25, 1e-13);
  EXPECT_NEAR(ball_volume(3, 1.5), 4 * std::numbers::pi / 3 * 3.375, 1e-13);
}

TEST(Cloud, centre_is_the_mean_place_or_the_origin) {
  const std::array<double, 4> x{1, 2, 3, 6};
  std::array<double, 2> centre{9, 9};
  centre_of(x, true, centre);
  EXPECT_EQ(centre, (std::array<double, 2>{2, 4}));
  centre_of(x, false, centre);
  EXPECT_EQ(centre, (std::array<double, 2>{0, 0}));
}

}  // namespace
}  // namespace kato
