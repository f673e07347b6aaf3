// SPDX-License-Identifier: Apache-2.0
#include "stats/equilibration.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/accumulator.hpp"
#include "stats/autocorrelation.hpp"

namespace kato {
namespace {

// Means of `block` neighbours each; the last ones, that make no whole block, are left out.
std::vector<double> averaged(std::span<const double> series, std::size_t block) {
  std::vector<double> means(series.size() / block);
  for (std::size_t b = 0; b < means.size(); ++b) means[b] = mean_variance(series.subspan(b * block, block)).mean;
  return means;
}

// (mean before - mean after)/error, the numbers before taken to be as noisy and as correlated as those after.
double drift_at(std::span<const double> series, std::size_t start, double tau) {
  if (start == 0) return 0;
  const auto before = mean_variance(series.first(start)), after = mean_variance(series.subspan(start));
  const auto error = [&](const MeanVariance& part) {
    return after.variance() * std::min(1.0, tau / static_cast<double>(part.count));
  };
  const double squared = error(before) + error(after);
  return squared > 0 ? std::abs(before.mean - after.mean) / std::sqrt(squared) : 0;
}

}  // namespace

Equilibration equilibration(std::span<const double> series) {
  constexpr std::size_t most = 1024, candidates = 32;
  const std::size_t block = (series.size() + most - 1) / most;
  Equilibration best;
  if (series.size() < 8) return {.start = 0, .effective = static_cast<double>(series.size()), .drift = 0};
  const auto y = averaged(series, block);
  for (std::size_t c = 0; c <= candidates; ++c) {
    const std::size_t start = c * (y.size() / 2) / candidates;
    const std::span rest = std::span(y).subspan(start);
    const double tau = std::max(1.0, autocorrelation_time(rest));
    const double effective = static_cast<double>(rest.size()) / tau;
    if (c == 0 || effective > best.effective)
      best = {.start = start * block, .effective = effective, .drift = drift_at(y, start, tau)};
  }
  return best;
}

}  // namespace kato
