// SPDX-License-Identifier: Apache-2.0
#include "stats/weighted.hpp"

#include <cmath>
#include <cstddef>
#include <vector>

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

Blocked weighted_blocking(std::span<const double> x, std::span<const double> weights) {
  const auto whole = weighted_mean(x, weights);
  double sum = 0;
  for (const double w : weights) sum += w;
  std::vector<double> linear(x.size());
  for (std::size_t n = 0; n < x.size(); ++n)
    linear[n] = static_cast<double>(x.size()) * weights[n] * (x[n] - whole.mean) / sum;
  auto result = blocking(linear);
  result.mean = whole.mean;
  return result;
}

}  // namespace kato
