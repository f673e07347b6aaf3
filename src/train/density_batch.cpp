// SPDX-License-Identifier: Apache-2.0
#include "train/density_batch.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kato {

WeightedRows with_density(const WalkerView& walkers, std::span<const double> weights, std::span<const double> local,
                          const DensityRows& density) {
  const double share = std::min(0.25, static_cast<double>(density.energy.size()) / static_cast<double>(local.size()));
  double mean = std::inner_product(weights.begin(), weights.end(), local.begin(), 0.0), size = 0;
  std::vector<double> parts(density.energy.size());
  for (std::size_t n = 0; n < parts.size(); ++n) {
    parts[n] = weights[density.walker[n]] * density.energy[n];
    mean += parts[n];
    size += std::abs(parts[n]);
  }
  WeightedRows rows{.walkers = {.particles = walkers.particles, .dimensions = walkers.dimensions, .x = {}},
                    .weights = {},
                    .energies = {}};
  rows.walkers.append(walkers);
  if (size == 0) {  // all weights of places are too small for a number: they have no say
    rows.weights.assign(weights.begin(), weights.end());
    rows.energies.assign(local.begin(), local.end());
    return rows;
  }
  rows.walkers.append(density.places);
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
