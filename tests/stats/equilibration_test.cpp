// SPDX-License-Identifier: Apache-2.0
#include "stats/equilibration.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "stats/chains.hpp"

namespace kato {
namespace {

std::vector<double> decaying(double height, double time, std::size_t steps, double rho, std::uint64_t seed) {
  auto series = ar1_table(rho, steps, 1, seed);
  for (std::size_t t = 0; t < steps; ++t) series[t] += height * std::exp(-static_cast<double>(t) / time);
  return series;
}

TEST(Equilibration, a_start_that_is_far_off_is_found_and_left_out) {
  for (const std::uint64_t seed : {71, 72, 73}) {
    const auto found = equilibration(decaying(20, 10, 600, 0.3, seed));
    EXPECT_GT(found.drift, significant_drift);
    EXPECT_GT(found.start, 15u);   // 20 exp(-1.5) = 4.5 is still seen
    EXPECT_LT(found.start, 150u);  // 20 exp(-15) = 6e-6 is not
    EXPECT_GT(found.effective, 100);
  }
}

TEST(Equilibration, long_series_are_no_other) {
  const auto found = equilibration(decaying(20, 500, 30'000, 0.5, 74));
  EXPECT_GT(found.drift, significant_drift);
  EXPECT_GT(found.start, 750u);
  EXPECT_LT(found.start, 7500u);
}

// 3000 series in equilibrium: the drift exceeds its bound with probability below 1/1000 each, so that more than 14 of
// the 3000 happen with probability below 1e-5 if the rate were 1/1000 and below 1e-9 at the rates found (see
// docs/statistics.md).
TEST(Equilibration, a_series_in_equilibrium_is_rarely_said_to_drift) {
  int drifting = 0;
  for (const double rho : {0.0, 0.5, 0.9})
    for (const std::size_t steps : {32, 128, 500})
      for (std::uint64_t seed = 1; seed <= 333; ++seed)
        drifting += equilibration(ar1_table(rho, steps, 1, 1000 * steps + seed)).drift > significant_drift;
  RecordProperty("drifting", drifting);
  EXPECT_LE(drifting, 14);
}

TEST(Equilibration, a_constant_or_very_short_series_is_kept_whole) {
  EXPECT_EQ(equilibration(std::vector<double>(100, 0.1)).start, 0u);
  EXPECT_EQ(equilibration(std::vector<double>{9, 1, 1, 1}).start, 0u);
  EXPECT_EQ(equilibration(std::vector<double>(100, 0.1)).drift, 0);
}

}  // namespace
}  // namespace kato
