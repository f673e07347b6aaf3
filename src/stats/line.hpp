// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace kato {

/// The line through numbers at 0, 1, .., n - 1 that leaves the least squares: mean + slope (t - (n - 1)/2).
struct Line {
  double mean = 0;
  double slope = 0;  ///< a step; 0 for fewer than two numbers
};

Line least_squares_line(std::span<const double> series) noexcept;

/// What the line leaves of the series.
std::vector<double> residuals_from_line(std::span<const double> series);

}  // namespace kato
