// SPDX-License-Identifier: Apache-2.0
#include "stats/weighted.hpp"

#include <cmath>
#include <cstddef>

namespace kato {

double effective_sample_size(std::span<const double> weights) noexcept {
  double sum = 0, squares = 0;
  for (const double w : weights) sum += w, squares += w * w;
  return squares > 0 ? sum * sum / squares : 0;
}

WeightedMean weighted_mean(std::span<const double> x, std::span<const double> weights) noexcept {
  WeightedMean result{.effective = effective_sample_size(weights)};
  if (x.empty()) return result;
  double sum = 0, shifted = 0, squares = 0;
  for (std::size_t n = 0; n < x.size(); ++n) sum += weights[n], shifted += weights[n] * (x[n] - x[0]);
  shifted /= sum;
  for (std::size_t n = 0; n < x.size(); ++n) {
    const double difference = (x[n] - x[0]) - shifted;
    squares += weights[n] * difference * difference;
  }
  result.mean = x[0] + shifted;
  if (result.effective > 1) result.variance = squares / sum * result.effective / (result.effective - 1);
  result.std_err = std::sqrt(result.variance / result.effective);
  return result;
}

}  // namespace kato
