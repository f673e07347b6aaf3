// SPDX-License-Identifier: Apache-2.0
#include "stats/estimate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "base/error.hpp"
#include "stats/autocorrelation.hpp"
#include "stats/chains.hpp"
#include "stats/check_mean.hpp"
#include "stats/equilibration.hpp"
#include "stats/r_hat.hpp"

namespace kato {
namespace {

WalkerStatistics collect(std::span<const double> table, std::size_t walkers, std::size_t most_bins) {
  WalkerStatistics statistics(walkers, most_bins);
  for (std::size_t n = 0; n < table.size(); n += walkers) statistics.add(table.subspan(n, walkers));
  return statistics;
}

TEST(Estimate, correlated_walkers_have_the_mean_error_variance_and_tau_of_their_closed_form) {
  const double rho = 0.8;
  const std::size_t steps = 4096, walkers = 256;
  auto table = ar1_table(rho, steps, walkers, 51);
  for (double& v : table) v = 10 + 2 * v;
  const auto result = estimate(table, walkers);
  const double exact_error = 2 * ar1_error(rho, steps) / std::sqrt(walkers);
  EXPECT_EQ(result.samples, steps * walkers);
  EXPECT_TRUE(check_mean(result, 10, 1e-6, 1.3 * exact_error));
  // The spread of 256 means has the relative error 1/sqrt(510); the larger of two errors is not below it.
  EXPECT_GT(result.std_err / exact_error, 1 - five_sigma / std::sqrt(510.0));
  // The variance of the squares' mean: 2 (1 + rho^2)/(1 - rho^2) / samples.
  const double numbers = static_cast<double>(result.samples);
  EXPECT_NEAR(result.variance / 4, 1, five_sigma * std::sqrt(2 * (1 + rho * rho) / (1 - rho * rho) / numbers));
  EXPECT_NEAR(result.tau / ar1_tau(rho), 1, five_sigma * std::sqrt(2 * (2 * 128 + 1) / numbers));
  EXPECT_LT(result.r_hat, 1.01);
}

TEST(Estimate, short_chains_have_tau_and_r_hat_of_the_whole_table) {
  const auto table = ar1_table(0.6, 100, 32, 52);
  const auto result = estimate(table, 32);
  EXPECT_NEAR(result.tau, autocorrelation_time(table, 32), 1e-10);
  EXPECT_NEAR(result.r_hat, split_r_hat(table, 32), 1e-10);
}

TEST(Estimate, bins_that_were_merged_give_the_same_estimate) {
  const double rho = 0.9;
  const std::size_t steps = 3000, walkers = 256;
  const auto table = ar1_table(rho, steps, walkers, 53);
  const auto whole = collect(table, walkers, 4096).estimate(), merged = collect(table, walkers, 64).estimate();
  EXPECT_EQ(merged.mean, whole.mean);
  EXPECT_EQ(merged.variance, whole.variance);
  EXPECT_NEAR(merged.std_err / whole.std_err, 1, 1e-10);
  EXPECT_NEAR(merged.tau / ar1_tau(rho), 1, five_sigma * std::sqrt(2.0 * (2 * 128 + 1) / (steps * walkers)));
  EXPECT_NEAR(merged.r_hat, whole.r_hat, 1e-3);
}

TEST(Estimate, walkers_that_are_merged_give_the_estimate_of_one_stream) {
  const std::size_t steps = 300, walkers = 40;
  auto table = ar1_table(0.7, steps, walkers, 55);
  for (std::size_t n = 0; n < table.size(); ++n) table[n] += 3;
  std::vector<double> left, right;
  for (std::size_t n = 0; n < table.size(); ++n) (n % walkers < 16 ? left : right).push_back(table[n]);
  auto merged = collect(left, 16, 64);
  merged.merge(collect(right, 24, 64));
  const auto whole = collect(table, walkers, 64).estimate(), found = merged.estimate();
  EXPECT_EQ(found.samples, whole.samples);
  EXPECT_NEAR(found.mean, whole.mean, 1e-13);
  EXPECT_NEAR(found.variance, whole.variance, 1e-12);
  EXPECT_NEAR(found.std_err, whole.std_err, 1e-12);
  EXPECT_NEAR(found.tau, whole.tau, 1e-10);
  EXPECT_NEAR(found.r_hat, whole.r_hat, 1e-12);
  EXPECT_THROW(merged.merge(collect(std::span(left).first(16), 16, 64)), Error);
}

// The error squared is unbiased: the mean over 400 repetitions, each known to sqrt(2/63), is 1 to 1 %.
// 1000 tables of 64 walkers in equilibrium, over a few autocorrelation times only: two or more are beyond five errors
// with probability below 1e-5 (Student's t of 63 degrees of freedom, and the choice of the start).
TEST(Estimate, walkers_in_equilibrium_are_not_said_to_drift_and_others_are) {
  int drifting = 0;
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    const auto found = collect(ar1_table(0.9, 32, 64, 9000 + seed), 64, 256);
    drifting += found.drift(equilibration(found.step_means()).start) > significant_drift;
  }
  EXPECT_LE(drifting, 1);
  auto table = ar1_table(0.9, 200, 64, 57);
  for (std::size_t n = 0; n < table.size(); ++n) table[n] += 2 * std::exp(-static_cast<double>(n / 64) / 20);
  const auto found = collect(table, 64, 16);
  EXPECT_GT(found.drift(equilibration(found.step_means()).start), significant_drift);
  EXPECT_EQ(found.drift(0), 0);
  EXPECT_EQ(found.drift(200), 0);
  EXPECT_EQ(collect(ar1_table(0, 10, 15, 58), 15, 16).drift(5), 0);
}

TEST(Estimate, the_error_is_not_too_large_on_average_as_the_larger_of_two_would_be) {
  const double rho = 0.5;
  const std::size_t steps = 64, walkers = 64, repetitions = 400;
  double squares = 0;
  for (std::uint64_t seed = 1; seed <= repetitions; ++seed)
    squares += std::pow(estimate(ar1_table(rho, steps, walkers, 5500 + seed), walkers).std_err, 2) / repetitions;
  const double exact = std::pow(ar1_error(rho, steps), 2) / walkers;
  EXPECT_NEAR(squares / exact, 1, five_sigma * std::sqrt(2 / 63.0 / repetitions) + 0.01);  // 1 % for the 3 sigma rule
}

TEST(Estimate, effective_samples_of_a_correlated_series_are_its_numbers_over_tau) {
  const auto found = estimate(ar1_table(0.8, 2000, 256, 56), 256);
  EXPECT_NEAR(effective_samples(found) * ar1_tau(0.8) / (2000 * 256), 1, 2 * five_sigma / std::sqrt(510.0) + 0.01);
}

TEST(Estimate, walkers_that_never_forget_their_start_are_not_given_a_small_error) {
  // 64 walkers stuck at +-1, 1000 steps: the error is that of 64 numbers, and the steps' means show none of it.
  std::vector<double> table(64 * 1000);
  for (std::size_t n = 0; n < table.size(); ++n) table[n] = n % 64 < 32 ? 1 : -1;
  const auto result = estimate(table, 64);
  EXPECT_NEAR(result.std_err, std::sqrt(64.0 / 63) / 8, 1e-12);
  EXPECT_GT(result.r_hat, 10);
  EXPECT_GT(result.tau, 100);
}

TEST(Estimate, a_common_motion_of_all_walkers_is_not_missed) {
  // Every walker carries the same AR(1) series: the walkers' means agree, but the mean over them is no better than one.
  const double rho = 0.5;
  const std::size_t steps = 1 << 14, walkers = 16;
  const auto common = ar1_table(rho, steps, 1, 54);
  std::vector<double> table(steps * walkers);
  for (std::size_t n = 0; n < table.size(); ++n) table[n] = common[n / walkers];
  const auto result = estimate(table, walkers);
  // Blocks of 128 steps: 128 of them, so 4.9/sqrt(254) = 0.31, and 0.01 of bias.
  EXPECT_NEAR(result.std_err / ar1_error(rho, steps), 1, 0.32);
}

TEST(Estimate, equal_numbers_have_no_error) {
  const auto result = estimate(std::vector<double>(10 * 7, 0.1), 7);
  EXPECT_EQ(result.mean, 0.1);
  EXPECT_EQ(result.std_err, 0);
  EXPECT_EQ(result.variance, 0);
  EXPECT_EQ(result.tau, 1);
  EXPECT_EQ(result.r_hat, 1);
}

TEST(Estimate, one_step_gives_the_error_of_independent_walkers_and_one_number_none) {
  const auto step = estimate(std::vector<double>{1, 2, 3, 4}, 4);
  EXPECT_DOUBLE_EQ(step.std_err, std::sqrt(5.0 / 3 / 4));
  EXPECT_TRUE(std::isinf(estimate(std::vector<double>{1}, 1).std_err));
  EXPECT_THROW(WalkerStatistics(3).estimate(), Error);
}

TEST(Estimate, a_number_that_is_not_finite_is_refused) {
  WalkerStatistics statistics(2);
  EXPECT_THROW(statistics.add(std::vector<double>{1, std::numeric_limits<double>::quiet_NaN()}), std::runtime_error);
  EXPECT_THROW(statistics.add(std::vector<double>{std::numeric_limits<double>::infinity(), 1}), std::runtime_error);
  EXPECT_EQ(statistics.steps(), 0u);
}

// Before and after bins are merged, and between.
TEST(Estimate, statistics_go_on_from_their_state_to_the_same_bits) {
  const std::size_t walkers = 3, steps = 100;
  const auto table = ar1_table(0.7, steps, walkers, 52);
  const auto whole = collect(table, walkers, 8);
  for (std::size_t stop = 0; stop <= steps; ++stop) {
    const auto first = collect(std::span(table).first(stop * walkers), walkers, 8);
    WalkerStatistics again(walkers, 8);
    again.restore(first.state());
    EXPECT_EQ(again.state(), first.state()) << stop;
    for (std::size_t n = stop; n < steps; ++n) again.add(std::span(table).subspan(n * walkers, walkers));
    EXPECT_EQ(again.state(), whole.state()) << stop;
    EXPECT_EQ(again.estimate().std_err, whole.estimate().std_err) << stop;
    EXPECT_EQ(again.estimate().r_hat, whole.estimate().r_hat) << stop;
  }
  WalkerStatistics other(walkers + 1, 8);
  EXPECT_THROW(other.restore(whole.state()), Error);
  EXPECT_THROW(WalkerStatistics(walkers, 4).restore(whole.state()), Error);
  EXPECT_THROW(WalkerStatistics(walkers, 8).restore({}), Error);
}

TEST(Estimate, v_score_is_the_relative_variance_a_particle) {
  const Estimate energy{.mean = -3, .variance = 0.5};
  EXPECT_DOUBLE_EQ(v_score(energy, 4, 1), 4 * 0.5 / 16);
}

TEST(CheckMean, a_wrong_mean_and_a_wide_error_bar_both_fail) {
  EXPECT_NEAR(two_sided_quantile(1e-6), 4.8916, 1e-4);
  EXPECT_TRUE(check_mean({.mean = 1.04, .std_err = 0.01}, 1, 1e-6, 0.02));
  EXPECT_FALSE(check_mean({.mean = 1.05, .std_err = 0.01}, 1, 1e-6, 0.02));
  EXPECT_FALSE(check_mean({.mean = 0.95, .std_err = 0.01}, 1, 1e-6, 0.02));
  EXPECT_FALSE(check_mean({.mean = 1, .std_err = 0.03}, 1, 1e-6, 0.02));
  EXPECT_FALSE(check_mean({.mean = 1, .std_err = std::nan("")}, 1, 1e-6, 0.02));
}

}  // namespace
}  // namespace kato
