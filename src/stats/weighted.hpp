// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "stats/blocking.hpp"

namespace kato {

/// How many equal weights would give as small an error: (sum w)^2 / sum w^2 (Kish 1965). 0 without weights.
double effective_sample_size(std::span<const double> weights) noexcept;

/// The mean of weighted numbers and its error.
struct WeightedMean {
  double mean = 0;       ///< sum w x / sum w
  double variance = 0;   ///< sum w (x - mean)^2 / sum w, times n/(n - 1) with n = effective; of a single number
  double effective = 0;  ///< the effective sample size
  double std_err = 0;    ///< sqrt(variance / effective): of independent numbers
};

/// Of numbers x with weights w of any sum; for equal weights the usual mean and unbiased variance.
WeightedMean weighted_mean(std::span<const double> x, std::span<const double> weights) noexcept;

/// The weighted mean of a series that is correlated in time, and its error by blocking of the linearised numbers
/// n w (x - mean)/sum w, in which correlations of the weights count as well.
Blocked weighted_blocking(std::span<const double> x, std::span<const double> weights);

}  // namespace kato
