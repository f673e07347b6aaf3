// SPDX-License-Identifier: Apache-2.0
#include "stats/weighted.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "stats/accumulator.hpp"
#include "stats/chains.hpp"

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

TEST(Weighted, a_stream_that_is_merged_is_that_of_all_numbers) {
  const std::vector<double> x{1, 5, 2, 8, 3}, weights{1, 0.5, 2, 0.25, 1};
  WeightedMeanVariance first, second;
  for (std::size_t n = 0; n < x.size(); ++n) (n < 2 ? first : second).add(x[n], weights[n]);
  first.merge(second);
  const auto whole = weighted_mean(x, weights);
  EXPECT_NEAR(first.mean, whole.mean, 1e-15);
  EXPECT_NEAR(first.variance(), whole.variance, 1e-14);
  EXPECT_NEAR(first.effective(), whole.effective, 1e-14);
  EXPECT_EQ(WeightedMeanVariance().variance(), 0);
}

// Weights w = exp(a y - a^2/2) of an AR(1) chain y: the weighted mean of y is a, and the numbers w (y - a) have the
// covariance exp(a^2 c)(c + a^2 c^2) at lag k, c = rho^k, from which the error follows.
TEST(Weighted, blocking_of_a_weighted_series_sees_the_correlations_of_numbers_and_weights) {
  const double rho = 0.8, a = 0.4;
  const std::size_t steps = 1 << 17;
  const auto y = ar1_table(rho, steps, 1, 81);
  std::vector<double> weights;
  for (const double v : y) weights.push_back(3 * std::exp(a * v));
  double sum = 0;
  for (int k = -200; k <= 200; ++k) {
    const double c = std::pow(rho, std::abs(k));
    sum += std::exp(a * a * c) * (c + a * a * c * c);
  }
  const double exact = std::sqrt(sum / static_cast<double>(steps));
  const auto found = weighted_blocking(y, weights);
  EXPECT_TRUE(found.plateau);
  EXPECT_NEAR(found.mean, a, five_sigma * exact);
  EXPECT_NEAR(found.std_err / exact, 1, 0.03 + five_sigma / std::sqrt(2.0 * static_cast<double>(steps / found.block)));
}

}  // namespace
}  // namespace kato
