// SPDX-License-Identifier: Apache-2.0
#include "observe/cloud.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace kato {

std::vector<Part> parts_of(const System& system) {
  std::vector<Part> parts{{"", {0, system.particles}}};
  const auto ranges = system.ranges();
  for (std::size_t n = 0; ranges.size() > 1 && n < ranges.size(); ++n)
    parts.push_back({system.species[n].name, ranges[n]});
  return parts;
}

std::vector<PartPair> pairs_of(const System& system) {
  std::vector<PartPair> pairs;
  const auto ranges = system.ranges();
  for (std::size_t a = 0; a < ranges.size(); ++a)
    for (std::size_t b = a; b < ranges.size(); ++b) {
      if (a == b && ranges[a].count < 2) continue;
      const auto name = system.species.empty() ? "" : system.species[a].name + "-" + system.species[b].name;
      pairs.push_back({name, ranges[a], ranges[b]});
    }
  return pairs;
}

double ball_volume(int dimensions, double r) {
  return std::pow(std::numbers::pi, 0.5 * dimensions) / std::tgamma(0.5 * dimensions + 1) * std::pow(r, dimensions);
}

void centre_of(std::span<const double> x, bool mass, std::span<double> centre) {
  std::ranges::fill(centre, 0.0);
  if (!mass) return;
  const std::size_t count = x.size() / centre.size();
  for (std::size_t k = 0; k < x.size(); ++k) centre[k % centre.size()] += x[k] / static_cast<double>(count);
}

}  // namespace kato
