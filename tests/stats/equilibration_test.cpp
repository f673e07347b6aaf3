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

// 3000 series of 100 tau or more in equilibrium: fewer than one in a thousand drifts by more than five errors, so that
// more than 10 do with probability below 3e-4, and below 1e-8 at the rate found (1 in 3000).
TEST(Equilibration, a_long_series_in_equilibrium_is_rarely_said_to_drift) {
  int drifting = 0;
  for (const auto& [rho, steps] : {std::pair{0.0, 128}, std::pair{0.5, 400}, std::pair{0.8, 1000}})
    for (std::uint64_t seed = 1; seed <= 1000; ++seed)
      drifting += equilibration(ar1_table(rho, static_cast<std::size_t>(steps), 1, 7000 + seed)).drift > 5;
  EXPECT_LE(drifting, 10);
}

TEST(Equilibration, a_constant_or_very_short_series_is_kept_whole) {
  EXPECT_EQ(equilibration(std::vector<double>(100, 0.1)).start, 0u);
  EXPECT_EQ(equilibration(std::vector<double>{9, 1, 1, 1}).start, 0u);
  EXPECT_EQ(equilibration(std::vector<double>(100, 0.1)).drift, 0);
}

}  // namespace
}  // namespace kato
