// SPDX-License-Identifier: Apache-2.0
#include "system/ewald_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/random.hpp"
#include "message.hpp"
#include "system/ewald.hpp"

namespace kato {
namespace {

using Place = std::array<double, 3>;

double at(const EwaldTable& table, const Place& r) { return table.potential(r.data()); }

// The largest error among so many places, each of them as it is, on a face and on a diagonal.
double error_of(int d, std::uint32_t places) {
  const auto table = EwaldTable::of(d);
  const EwaldSum sum(d, 1);
  double largest = 0;
  for (std::uint32_t n = 0; n < places; ++n) {
    Place x{}, face, diagonal;
    fill_uniform({.seed = 42}, n, 0, x);
    face = diagonal = x;
    face[n % static_cast<std::uint32_t>(d)] = 0.5;
    diagonal[0] = x[1];
    for (const Place& r : {x, face, diagonal}) {
      const double expected = sum.potential(std::span(r).first(static_cast<std::size_t>(d)));
      largest = std::max(largest, std::abs(at(*table, r) - expected));
    }
  }
  return largest;
}

// The error of polynomials is largest on faces, where images are nearest, and there at no places of their own.
TEST(EwaldTable, is_the_sum_to_one_in_a_thousand_million) {
  EXPECT_LT(error_of(3, 10000), 1e-9);
  EXPECT_LT(error_of(2, 10000), 1e-9);
  for (const int d : {2, 3}) EXPECT_NEAR(EwaldTable::of(d)->self(), EwaldSum(d, 1).self(), 1e-13);
}

// At the corners of the blocks and a little beside them it is another polynomial that is taken.
TEST(EwaldTable, is_as_good_where_its_polynomials_meet) {
  const EwaldTable table(3);
  const EwaldSum sum(3, 1);
  for (int i = 1; i <= 10; ++i)
    for (int j = 0; j <= i; ++j)
      for (int k = 0; k <= j; ++k)
        for (const double beside : {-1e-12, 0.0, 1e-12}) {
          const Place r{0.05 * i + beside, 0.05 * j - beside, 0.05 * k + beside};
          EXPECT_NEAR(at(table, r), sum.potential(r), 1e-9) << i << j << k;
        }
}

TEST(EwaldTable, has_the_symmetry_of_the_cell_to_the_last_bit) {
  const auto table = EwaldTable::of(3);
  Place r{0.03125, 0.25, 0.4375};
  const double there = at(*table, r);
  do {
    EXPECT_EQ(at(*table, r), there);
    EXPECT_EQ(at(*table, {-r[0], r[1], -r[2]}), there);
    EXPECT_EQ(at(*table, {r[0] + 3, r[1] - 1, r[2] + 12}), there);
  } while (std::ranges::next_permutation(r).found);
  const std::array<double, 2> flat{0.3125, -0.125}, same{-1.125, 2.3125};
  EXPECT_EQ(EwaldTable::of(2)->potential(flat.data()), EwaldTable::of(2)->potential(same.data()));
}

TEST(EwaldTable, is_infinite_at_a_charge_and_no_number_where_there_is_no_place) {
  const double none = std::numeric_limits<double>::quiet_NaN(), far = std::numeric_limits<double>::infinity();
  for (const int d : {2, 3}) {
    const auto table = EwaldTable::of(d);
    EXPECT_EQ(at(*table, {0, 0, 0}), far);
    EXPECT_EQ(at(*table, {-2, 1, 0}), far);
    for (const Place& r : {Place{none, 0.1, 0.2}, Place{0.1, none, 0.2}, Place{none, none, none}, Place{0.1, far, 0}})
      EXPECT_TRUE(std::isnan(at(*table, r)));
  }
  EXPECT_TRUE(std::isnan(at(*EwaldTable::of(3), {0.1, 0.2, none})));
}

TEST(EwaldTable, is_refused_on_a_line) {
  for (const int d : {1, 4}) {
    EXPECT_TRUE(has(message_of([&] { (void)EwaldTable::of(d); }), "two or three dimensions"));
    EXPECT_TRUE(has(message_of([&] { (void)EwaldTable(d); }), "two or three dimensions"));
  }
}

}  // namespace
}  // namespace kato
