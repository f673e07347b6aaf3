// SPDX-License-Identifier: Apache-2.0
#include "walker/walkers.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace kato {
namespace {

Walkers three() {
  auto walkers = Walkers::at_origin(3, 2, 2, 1);
  for (std::size_t k = 0; k < walkers.x.size(); ++k) walkers.x[k] = static_cast<double>(k);
  walkers.labels = {1, -1, -1, 1, 1, 1};
  walkers.log_abs = {-1, -2, -3};
  return walkers;
}

TEST(Walkers, a_view_of_some_has_their_places_labels_and_values) {
  const auto walkers = three();
  const auto some = walkers.view().rows(1, 2);
  EXPECT_EQ(some.count(), 2u);
  EXPECT_EQ(some.place(0)[0], 4);
  EXPECT_EQ(some.labels_of(1)[0], 1);
  EXPECT_EQ(some.log_abs[1], -3);
  EXPECT_TRUE(some.weight.empty());
  EXPECT_EQ(some.rows(1, 1).place(0)[3], 11);
}

TEST(Walkers, one_becomes_a_copy_of_another) {
  auto walkers = three();
  walkers.copy_row(2, 1);
  EXPECT_EQ(walkers.place(2)[1], 5);
  EXPECT_EQ(walkers.labels_of(2)[0], -1);
  EXPECT_EQ(walkers.log_abs[2], -2);
  EXPECT_EQ(walkers.place(0)[3], 3);
}

TEST(Walkers, are_added_behind_others) {
  auto walkers = three();
  walkers.append(three().view().rows(2, 1));
  ASSERT_EQ(walkers.count(), 4u);
  EXPECT_EQ(walkers.place(3)[0], 8);
  EXPECT_EQ(walkers.labels_of(3)[1], 1);
  EXPECT_EQ(walkers.log_abs[3], -3);
}

TEST(Walkers, come_back_from_arrays_as_they_were) {
  const auto walkers = three();
  NamedArrays arrays;
  walkers.save("walkers", arrays);
  auto back = Walkers::at_origin(3, 2, 2, 1);
  EXPECT_FALSE(back == walkers);
  back.restore("walkers", arrays);
  EXPECT_TRUE(back == walkers);
  auto other = Walkers::at_origin(4, 2, 2, 1);
  EXPECT_THROW(other.restore("walkers", arrays), Error);
  arrays.erase("walkers.labels");
  EXPECT_THROW(back.restore("walkers", arrays), Error);
}

}  // namespace
}  // namespace kato
