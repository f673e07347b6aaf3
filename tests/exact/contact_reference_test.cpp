// SPDX-License-Identifier: Apache-2.0
#include "exact/contact_reference.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/error.hpp"
#include "exact/busch.hpp"
#include "exact/contact_table.hpp"

namespace kato::exact {
namespace {

using testing::HasSubstr;

TEST(ContactReference, of_ideal_fermions_is_filled_levels_with_the_slope_of_first_order) {
  EXPECT_EQ(contact_reference(4, 0, 3, 1).ground->energy, 8);
  EXPECT_EQ(contact_reference(4, 0, 3, 1).slope, 0);
  EXPECT_EQ(contact_reference(3, 2, 0, 1).ground->energy, 6.5);
  EXPECT_NEAR(contact_reference(3, 1, 0, 1).slope, 0.74801678, 1e-8);
  EXPECT_NEAR(contact_reference(1, 10, 0, 1).slope, 1.40584907, 1e-8);
}

TEST(ContactReference, of_a_pair_is_the_closed_form) {
  const auto found = contact_reference(1, 1, -2, 1);
  ASSERT_TRUE(found.ground);
  EXPECT_EQ(found.ground->energy, Busch(-2).energy());
  EXPECT_EQ(found.slope, Busch(-2).slope());
  EXPECT_THAT(found.ground->method, HasSubstr("Busch"));
}

TEST(ContactReference, of_three_particles_agrees_with_the_table) {
  for (const auto& entry : contact_table("E_ground")) {
    if (entry.up != 2 || entry.down != 1 || entry.g != 2) continue;
    const auto found = contact_reference(2, 1, entry.g, 2);
    ASSERT_TRUE(found.ground);
    EXPECT_NEAR(found.ground->energy, entry.value, found.ground->uncertainty + entry.uncertainty);
    EXPECT_LT(found.ground->uncertainty, 1e-7);
    EXPECT_THAT(found.ground->method, HasSubstr("not a bound"));
    EXPECT_EQ(found.message, "");
  }
}

TEST(ContactReference, says_why_there_is_none) {
  const auto large = contact_reference(12, 12, 1, 1);
  EXPECT_FALSE(large.ground);
  EXPECT_THAT(large.message, HasSubstr("12 + 12 particles"));
}

TEST(ContactReference, refuses_infinite_repulsion_and_negative_numbers) {
  EXPECT_THROW(contact_reference(2, 1, std::numeric_limits<double>::infinity(), 1), Error);
  EXPECT_THROW(contact_reference(-1, 1, 1, 1), Error);
}

}  // namespace
}  // namespace kato::exact
