// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "system/interaction.hpp"

namespace kato {
namespace {

TEST(DisplacedEnergy, a_walker_that_is_replaced_takes_the_places_of_the_other) {
  DisplacedEnergy energy;
  energy.add(0, std::array{1.0, 2.0}, 10);
  energy.add(1, std::array{3.0, 4.0}, 20);
  energy.add(1, std::array{5.0, 6.0}, 30);
  energy.add(2, std::array{7.0, 8.0}, 40);
  energy.replace(2, 1);
  double first = 0, second = 0, third = 0;
  for (std::size_t n = 0; n < energy.energy.size(); ++n) {
    (energy.walker[n] == 0 ? first : energy.walker[n] == 1 ? second : third) += energy.energy[n] * energy.x[2 * n];
    EXPECT_EQ(energy.x[2 * n + 1], energy.x[2 * n] + 1);
  }
  EXPECT_EQ(first, 10);
  EXPECT_EQ(second, 20 * 3 + 30 * 5);
  EXPECT_EQ(third, second);
  EXPECT_EQ(energy.energy.size(), 5u);
}

TEST(DisplacedEnergy, none_stay_none) {
  DisplacedEnergy energy;
  energy.replace(2, 1);
  EXPECT_TRUE(energy.empty());
}

}  // namespace
}  // namespace kato
