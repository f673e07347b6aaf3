// SPDX-License-Identifier: Apache-2.0
#include "energy/density_rows.hpp"

#include <gtest/gtest.h>

#include <array>

namespace kato {
namespace {

void add(DensityRows& rows, std::size_t walker, const std::array<double, 2>& x, double energy) {
  rows.add(walker, {.x = x, .particles = 2, .dimensions = 1}, energy);
}

TEST(DensityRows, a_walker_that_is_replaced_takes_the_rows_of_the_other) {
  DensityRows rows;
  add(rows, 0, {1.0, 2.0}, 10);
  add(rows, 1, {3.0, 4.0}, 20);
  add(rows, 1, {5.0, 6.0}, 30);
  add(rows, 2, {7.0, 8.0}, 40);
  rows.copy_row(2, 1);
  double first = 0, second = 0, third = 0;
  for (std::size_t n = 0; n < rows.energy.size(); ++n) {
    const auto x = rows.places.place(n);
    (rows.walker[n] == 0 ? first : rows.walker[n] == 1 ? second : third) += rows.energy[n] * x[0];
    EXPECT_EQ(x[1], x[0] + 1);
  }
  EXPECT_EQ(first, 10);
  EXPECT_EQ(second, 20 * 3 + 30 * 5);
  EXPECT_EQ(third, second);
  EXPECT_EQ(rows.energy.size(), 5u);
}

TEST(DensityRows, none_stay_none) {
  DensityRows rows;
  rows.copy_row(2, 1);
  EXPECT_TRUE(rows.empty());
}

}  // namespace
}  // namespace kato
