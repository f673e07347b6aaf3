// SPDX-License-Identifier: Apache-2.0
#include "exact/modified_mcguire.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <numbers>
#include <string>

#include "base/error.hpp"
#include "exact/contact_table.hpp"

namespace kato::exact {
namespace {

TEST(ModifiedMcGuire, agrees_with_the_printed_formula) {
  std::ifstream table(KATO_TEST_DATA "/modified-mcguire.csv");
  int compared = 0;
  for (std::string line; std::getline(table, line);) {
    int up = 0;
    double g = 0, value = 0;
    if (std::sscanf(line.c_str(), "N_up=%d;N_dn=1;g=%lf,E_imp modified McGuire (as printed),%lf", &up, &g, &value) != 3)
      continue;
    EXPECT_NEAR(modified_mcguire(up, g), value, 1e-8) << "up = " << up << ", g = " << g;
    ++compared;
  }
  EXPECT_EQ(compared, 20);
}

TEST(ModifiedMcGuire, lies_above_the_energy_by_a_known_amount) {
  const double above[] = {0.0505, 0.0490, 0.0454};
  int compared = 0;
  for (const auto& entry : contact_table("E_ground")) {
    if (entry.g != 2 || entry.down != 1) continue;
    EXPECT_NEAR(modified_mcguire(entry.up, 2) - entry.value, above[entry.up - 1], 6e-5) << "up = " << entry.up;
    ++compared;
  }
  EXPECT_EQ(compared, 3);
}

TEST(ModifiedMcGuire, starts_with_the_slope_of_the_local_density_not_of_perturbation_theory) {
  const double g = 1e-6;
  for (const int up : {1, 4, 10})
    EXPECT_NEAR((modified_mcguire(up, g) - modified_mcguire(up, -g)) / (2 * g), std::sqrt(2.0 * up) / std::numbers::pi,
                1e-8);
  EXPECT_GT(modified_mcguire(1, g) - 1, 1.12 * g / std::sqrt(2 * std::numbers::pi));  // first order: 1.1284 times less
}

TEST(ModifiedMcGuire, is_right_without_interaction_and_in_both_strong_limits) {
  for (const int up : {1, 3, 10}) {
    EXPECT_EQ(modified_mcguire(up, 0), 0.5 * (up * up + 1));
    EXPECT_NEAR(modified_mcguire(up, 1e6), 0.5 * (up + 1) * (up + 1), 1e-3);
    EXPECT_NEAR(modified_mcguire(up, -1e4) + 0.25e8, 0.5 * (up - 1) * (up - 1), 1e-2);  // a pair and the others
  }
}

TEST(ModifiedMcGuire, refuses_what_it_does_not_describe) {
  EXPECT_THROW(modified_mcguire(0, 1), Error);
  EXPECT_THROW(modified_mcguire(2, std::numeric_limits<double>::infinity()), Error);
}

}  // namespace
}  // namespace kato::exact
