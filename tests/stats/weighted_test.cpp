// SPDX-License-Identifier: Apache-2.0
#include "stats/weighted.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "stats/accumulator.hpp"

namespace kato {
namespace {

TEST(Weighted, equal_weights_give_the_usual_mean_variance_and_error) {
  const std::vector<double> x{1, 5, -2, 7, 4};
  for (const double w : {0.2, 1.0, 13.0}) {
    const auto found = weighted_mean(x, std::vector<double>(5, w));
    const auto usual = mean_variance(x);
    EXPECT_DOUBLE_EQ(found.mean, usual.mean);
    EXPECT_DOUBLE_EQ(found.variance, usual.variance());
    EXPECT_DOUBLE_EQ(found.effective, 5);
    EXPECT_DOUBLE_EQ(found.std_err, std::sqrt(usual.variance() / 5));
  }
}

TEST(Weighted, whole_weights_count_as_often_as_they_say) {
  const auto found = weighted_mean(std::vector<double>{1, 4}, std::vector<double>{3, 1});
  EXPECT_DOUBLE_EQ(found.mean, (3 * 1 + 4) / 4.0);
  EXPECT_DOUBLE_EQ(found.effective, 16.0 / 10);
  const double population = (3 * 0.75 * 0.75 + 2.25 * 2.25) / 4;
  EXPECT_DOUBLE_EQ(found.variance, population * 1.6 / 0.6);
}

TEST(Weighted, the_effective_size_lies_between_one_and_all) {
  EXPECT_DOUBLE_EQ(effective_sample_size(std::vector<double>{0, 5, 0}), 1);
  EXPECT_DOUBLE_EQ(effective_sample_size(std::vector<double>{2, 2, 0, 2}), 3);
  EXPECT_EQ(effective_sample_size({}), 0);
  EXPECT_EQ(effective_sample_size(std::vector<double>{0, 0}), 0);
}

TEST(Weighted, a_single_weight_leaves_its_number_and_no_variance) {
  const auto found = weighted_mean(std::vector<double>{1, 9}, std::vector<double>{0, 1});
  EXPECT_EQ(found.mean, 9);
  EXPECT_EQ(found.variance, 0);
}

TEST(Weighted, equal_numbers_are_their_mean_whatever_they_weigh) {
  const auto found = weighted_mean(std::vector<double>(4, 0.1), std::vector<double>{0.3, 1e-9, 7, 2});
  EXPECT_EQ(found.mean, 0.1);
  EXPECT_EQ(found.std_err, 0);
}

}  // namespace
}  // namespace kato
