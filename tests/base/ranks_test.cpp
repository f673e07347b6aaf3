// SPDX-License-Identifier: Apache-2.0
#include "base/ranks.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "base/error.hpp"

namespace kato {
namespace {

TEST(Ranks, shares_follow_one_another_and_differ_by_one_at_most) {
  for (const std::size_t items : {0U, 1U, 7U, 50U, 1024U})
    for (const int count : {1, 2, 3, 4, 9}) {
      std::size_t next = 0;
      for (int r = 0; r < count; ++r) {
        const Share share = share_of(items, r, count);
        EXPECT_EQ(share.first, next);
        EXPECT_LE(share.count, items / static_cast<std::size_t>(count) + 1);
        EXPECT_GE(share.count, items / static_cast<std::size_t>(count));
        next += share.count;
      }
      EXPECT_EQ(next, items);
    }
}

TEST(Ranks, a_share_of_an_array_has_its_items) {
  std::vector<int> numbers(12);
  std::iota(numbers.begin(), numbers.end(), 0);
  const auto part = Share{.first = 1, .count = 2}.of(std::span(numbers), 4);
  EXPECT_EQ(std::vector(part.begin(), part.end()), (std::vector{4, 5, 6, 7, 8, 9, 10, 11}));
}

TEST(Ranks, a_process_alone_has_all_and_changes_nothing) {
  EXPECT_EQ(ranks(), 1);
  EXPECT_TRUE(first_rank());
  EXPECT_EQ(own_share(17).count, 17U);
  std::vector<double> numbers{1, 2, 3, 4, 5, 6};
  const auto before = numbers;
  add_over_ranks(numbers);
  gather_over_ranks(numbers, 3);
  rows_to_columns_over_ranks(numbers, 3, 2);
  require_agreement(numbers);
  EXPECT_EQ(numbers, before);
  EXPECT_TRUE(on_any_rank(true));
  EXPECT_FALSE(on_any_rank(false));
  EXPECT_GE(processors_of_rank(), 1);
}

TEST(Ranks, what_the_first_rank_throws_is_thrown) {
  bool ran = false;
  on_first_rank([&] { ran = true; });
  EXPECT_TRUE(ran);
  EXPECT_THROW(on_first_rank([] { require(false, "no"); }), Error);
}

}  // namespace
}  // namespace kato
