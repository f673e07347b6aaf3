// SPDX-License-Identifier: Apache-2.0
#include "train/displaced_rows.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kato {

DisplacedRows with_displaced(std::span<const double> x, std::span<const double> weights, std::span<const double> local,
                             const DisplacedEnergy& displaced) {
  const double share = std::min(0.25, static_cast<double>(displaced.energy.size()) / static_cast<double>(local.size()));
  double mean = std::inner_product(weights.begin(), weights.end(), local.begin(), 0.0), size = 0;
  std::vector<double> parts(displaced.energy.size());
  for (std::size_t n = 0; n < parts.size(); ++n) {
    parts[n] = weights[displaced.walker[n]] * displaced.energy[n];
    mean += parts[n];
    size += std::abs(parts[n]);
  }
  // All weights of places are too small for a number: they have no say.
  if (size == 0) return {{x.begin(), x.end()}, {weights.begin(), weights.end()}, {local.begin(), local.end()}};
  DisplacedRows rows{.x = {x.begin(), x.end()}, .weights = {}, .energies = {}};
  rows.x.insert(rows.x.end(), displaced.x.begin(), displaced.x.end());
  for (std::size_t b = 0; b < weights.size(); ++b) {
    rows.weights.push_back((1 - share) * weights[b]);
    rows.energies.push_back((local[b] - mean) / (1 - share));
  }
  for (const double part : parts) {
    rows.weights.push_back(share * std::abs(part) / size);
    rows.energies.push_back(std::copysign(size / share, part));
  }
  return rows;
}

}  // namespace kato
