// SPDX-License-Identifier: Apache-2.0
#include "stats/blocking.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "stats/accumulator.hpp"

namespace kato {

Blocked blocking(std::span<const double> series) {
  const auto whole = mean_variance(series);
  Blocked result{.mean = whole.mean, .std_err = std::numeric_limits<double>::infinity()};
  if (series.size() < 2) return result;

  const double count = static_cast<double>(series.size());
  const double naive = whole.variance() / count;  // squared error of independent numbers
  double largest = -1;
  std::vector<double> blocks(series.begin(), series.end());
  for (std::size_t block = 1; blocks.size() >= 2; block *= 2) {
    const double squared = mean_variance(blocks).variance() / static_cast<double>(blocks.size());
    const double ratio = std::max(1.0, naive > 0 ? squared / naive : 0);
    result.plateau = std::pow(static_cast<double>(block), 3) > 2 * count * ratio * ratio;
    if (result.plateau || squared > largest) {
      largest = squared;
      result.block = block;
      result.std_err = std::sqrt(squared);
    }
    if (result.plateau) break;
    for (std::size_t b = 0; b < blocks.size() / 2; ++b) blocks[b] = 0.5 * (blocks[2 * b] + blocks[2 * b + 1]);
    blocks.resize(blocks.size() / 2);
  }
  return result;
}

}  // namespace kato
