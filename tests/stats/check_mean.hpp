// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cmath>

#include "stats/estimate.hpp"

namespace kato {

/// The number of standard deviations that a normal number exceeds, on either side, with probability `alpha`.
inline double two_sided_quantile(double alpha) {
  double low = 0, high = 40;
  while (high - low > 1e-12) {
    const double middle = 0.5 * (low + high);
    (std::erfc(middle / std::sqrt(2.0)) > alpha ? low : high) = middle;
  }
  return high;
}

/// Passes if the mean agrees with `exact` within the error bar that a correct program exceeds with probability `alpha`
/// (errors taken as normal: use a hundred walkers or more), and the error bar is at most `max_std_err`, so that it can
/// fail:
///     EXPECT_TRUE(check_mean(energy, 10.8914219, 1e-6, 1e-3));
inline ::testing::AssertionResult check_mean(const Estimate& estimate, double exact, double alpha, double max_std_err) {
  const double bound = two_sided_quantile(alpha) * estimate.std_err;
  const double off = std::abs(estimate.mean - exact);
  if (!(estimate.std_err > 0 && estimate.std_err <= max_std_err))
    return ::testing::AssertionFailure() << "the error bar is " << estimate.std_err << ", not in (0, " << max_std_err
                                         << "]: the check could not fail";
  if (!(off <= bound))
    return ::testing::AssertionFailure() << "the mean " << estimate.mean << " is " << off / estimate.std_err
                                         << " error bars from " << exact << " (allowed: " << bound / estimate.std_err
                                         << ")";
  return ::testing::AssertionSuccess() << "the mean " << estimate.mean << " is " << off / estimate.std_err
                                       << " error bars from " << exact;
}

}  // namespace kato
