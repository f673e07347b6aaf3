// SPDX-License-Identifier: Apache-2.0
#include "stats/autocorrelation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "stats/chains.hpp"

namespace kato {
namespace {

// The relative error of tau summed over M lags of n numbers is sqrt(2 (2 M + 1)/n) (Madras and Sokal, J. Stat. Phys.
// 50, 109 (1988), Eq. (3.19)). The positive sequence ends after a few tau; 8 times the exponential time is taken for
// it.
double tolerance(double rho, std::size_t numbers) {
  const double lags = 4 + 8 / -std::log(std::abs(rho));
  return five_sigma * std::sqrt(2 * (2 * lags + 1) / static_cast<double>(numbers));
}

TEST(Autocorrelation, an_autoregressive_chain_has_tau_of_its_closed_form) {
  for (const double rho : {0.3, 0.8, 0.95}) {
    const std::size_t steps = 1 << 19;
    const double bound = tolerance(rho, steps);
    ASSERT_LT(bound, 0.3);
    EXPECT_NEAR(autocorrelation_time(ar1_table(rho, steps, 1, 31)) / ar1_tau(rho), 1, bound) << rho;
  }
}

TEST(Autocorrelation, chains_share_their_correlations) {
  const double bound = tolerance(0.8, 256 * 512);
  ASSERT_LT(bound, 0.3);
  EXPECT_NEAR(autocorrelation_time(ar1_table(0.8, 256, 512, 32), 512) / ar1_tau(0.8), 1, bound);
}

TEST(Autocorrelation, times_far_beyond_the_lags_that_are_summed_are_found) {
  const double bound = tolerance(0.995, 16 << 16);
  ASSERT_LT(bound, 0.45);  // 128 lags alone would give half of tau = 399
  EXPECT_NEAR(autocorrelation_time(ar1_table(0.995, 1 << 16, 16, 33), 16) / ar1_tau(0.995), 1, bound);
}

TEST(Autocorrelation, white_noise_has_tau_one_and_an_alternating_chain_less) {
  const std::size_t steps = 1 << 18;
  EXPECT_NEAR(autocorrelation_time(ar1_table(0, steps, 1, 34)), 1, five_sigma * std::sqrt(2 * 17.0 / steps));
  EXPECT_NEAR(autocorrelation_time(ar1_table(-0.5, steps, 1, 35)), 1.0 / 3, five_sigma * std::sqrt(2 * 17.0 / steps));
}

TEST(Autocorrelation, chains_of_different_means_show_as_a_long_time) {
  auto table = ar1_table(0, 128, 64, 36);
  for (std::size_t n = 0; n < table.size(); ++n) table[n] += n % 2 == 0 ? 3 : -3;
  // rho_k = 9/10 at every lag, and 64 of them are summed.
  EXPECT_GT(autocorrelation_time(table, 64), 50);
}

TEST(Autocorrelation, a_constant_chain_has_tau_one) {
  EXPECT_EQ(autocorrelation_time(std::vector<double>(1000, 0.1), 10), 1);
}

}  // namespace
}  // namespace kato
