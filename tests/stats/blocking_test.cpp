// SPDX-License-Identifier: Apache-2.0
#include "stats/blocking.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "stats/chains.hpp"

namespace kato {
namespace {

// Blocks of length B see the error sqrt(B/n) error(B), a little off the true one; n/B of them read it to 1/sqrt(2 (n/B
// - 1)).
void expect_error_of_the_mean(double rho, std::size_t steps, std::uint64_t seed) {
  const auto result = blocking(ar1_table(rho, steps, 1, seed));
  const double count = static_cast<double>(steps), block = static_cast<double>(result.block);
  const double noise = five_sigma / std::sqrt(2 * (count / block - 1));
  const double expected = std::sqrt(block / count) * ar1_error(rho, block);
  EXPECT_TRUE(result.plateau);
  ASSERT_LT(noise, 0.45) << "this check could not fail";
  EXPECT_NEAR(expected / ar1_error(rho, count), 1, 0.1);
  EXPECT_NEAR(result.std_err / expected, 1, noise);
  EXPECT_LT(std::abs(result.mean), five_sigma * ar1_error(rho, count));
}

TEST(Blocking, white_noise_has_the_error_of_independent_numbers) { expect_error_of_the_mean(0, 1 << 16, 21); }

TEST(Blocking, a_correlated_series_has_the_error_of_its_autocorrelation_time) {
  expect_error_of_the_mean(0.9, 1 << 18, 22);
  expect_error_of_the_mean(0.99, 1 << 20, 23);
}

TEST(Blocking, an_alternating_series_has_a_smaller_error_than_independent_numbers) {
  expect_error_of_the_mean(-0.8, 1 << 16, 24);
  const auto table = ar1_table(-0.8, 1 << 16, 1, 24);
  EXPECT_LT(blocking(table).std_err, 0.5 / 256);
}

TEST(Blocking, a_series_shorter_than_its_correlations_is_said_to_have_no_plateau) {
  std::vector<double> ramp(64);
  for (std::size_t t = 0; t < ramp.size(); ++t) ramp[t] = static_cast<double>(t);
  const auto result = blocking(ramp);
  EXPECT_FALSE(result.plateau);
  // Two halves 32 apart differ by as much: s/sqrt(2) with s = 32/sqrt(2) is the largest error to be found.
  EXPECT_DOUBLE_EQ(result.std_err, 16);
}

TEST(Blocking, equal_numbers_have_no_error_and_a_single_one_has_an_unknown_one) {
  const auto equal = blocking(std::vector<double>(100, 0.1));
  EXPECT_EQ(equal.std_err, 0);
  EXPECT_EQ(equal.mean, 0.1);
  EXPECT_TRUE(std::isinf(blocking(std::vector<double>{1.0}).std_err));
}

}  // namespace
}  // namespace kato
