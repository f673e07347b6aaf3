// SPDX-License-Identifier: Apache-2.0
#include "stats/line.hpp"

#include "stats/accumulator.hpp"

namespace kato {

// slope = sum (t - t_mean) y / sum (t - t_mean)^2, the latter n (n^2 - 1)/12.
Line least_squares_line(std::span<const double> series) noexcept {
  const double count = static_cast<double>(series.size()), middle = 0.5 * (count - 1);
  Line line{.mean = mean_variance(series).mean};
  if (series.size() < 2) return line;
  double moment = 0;
  for (std::size_t t = 0; t < series.size(); ++t) moment += (static_cast<double>(t) - middle) * (series[t] - line.mean);
  line.slope = 12 * moment / (count * (count * count - 1));
  return line;
}

std::vector<double> residuals_from_line(std::span<const double> series) {
  const auto line = least_squares_line(series);
  const double middle = 0.5 * (static_cast<double>(series.size()) - 1);
  std::vector<double> residuals(series.begin(), series.end());
  for (std::size_t t = 0; t < residuals.size(); ++t)
    residuals[t] -= line.mean + line.slope * (static_cast<double>(t) - middle);
  return residuals;
}

}  // namespace kato
