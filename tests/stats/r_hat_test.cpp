// SPDX-License-Identifier: Apache-2.0
#include "stats/r_hat.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/error.hpp"
#include "stats/chains.hpp"

namespace kato {
namespace {

TEST(RHat, four_steps_of_two_chains_give_the_number_worked_out_by_hand) {
  // Halves (0,2) (1,3) | (4,6) (1,3): variances within 2 each; means 1, 5, 2, 2 with variance 3.
  const std::vector<double> table{0, 1, 2, 3, 4, 1, 6, 3};
  EXPECT_DOUBLE_EQ(split_r_hat(table, 2), std::sqrt(0.5 + 3.0 / 2.0));
}

TEST(RHat, chains_of_one_distribution_are_near_one) {
  // between/within of M means over n steps is (1/n)(1 +- z sqrt(2/(M - 1))), so R-hat - 1 = +- z sqrt(2/(M - 1))/(2 n).
  const std::size_t steps = 400, chains = 64;
  const double bound = five_sigma * std::sqrt(2.0 / (2 * chains - 1)) / steps;
  EXPECT_NEAR(split_r_hat(ar1_table(0, steps, chains, 41), chains), 1, bound);
}

TEST(RHat, chains_of_different_means_are_far_from_one) {
  auto table = ar1_table(0.5, 400, 64, 42);
  for (std::size_t n = 0; n < table.size(); ++n) table[n] += n % 64 == 0 ? 4 : 0;
  EXPECT_GT(split_r_hat(table, 64), 1.05);
}

TEST(RHat, a_drift_common_to_all_chains_is_seen) {
  auto table = ar1_table(0, 400, 64, 43);
  for (std::size_t n = 0; n < table.size(); ++n) table[n] += n / 64 < 200 ? 0 : 1;
  EXPECT_GT(split_r_hat(table, 64), 1.05);
}

TEST(RHat, constant_chains_agree_only_if_their_values_do) {
  EXPECT_EQ(split_r_hat(std::vector<double>(40, 0.1), 4), 1);
  EXPECT_TRUE(std::isinf(split_r_hat(std::vector<double>{1, 2, 1, 2, 1, 2, 1, 2}, 2)));
}

TEST(RHat, fewer_than_four_steps_are_refused) { EXPECT_THROW(split_r_hat(std::vector<double>(6), 2), Error); }

}  // namespace
}  // namespace kato
