// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <numbers>
#include <set>
#include <vector>

#include "ansatz/periodic.hpp"
#include "box_of.hpp"
#include "graph/build.hpp"
#include "system/plane_waves.hpp"
#include "system/system.hpp"

namespace kato {

/// Particles in a periodic box of side 2.5 that do not interact, in the lowest plane waves: exact for closed shells.
inline System plane_wave_system(int dimensions, int up, int down) {
  return {box_of(dimensions, {{"up", up}, {"down", down}}, 2.5)};
}

inline Graph plane_wave_state(const System& system) {
  Graph graph(system.particles, system.dimensions);
  const Node x = scale(graph.coordinates(), 2 * std::numbers::pi / system.space.side);
  std::vector<Node> factors;
  for (const auto& range : system.ranges()) factors.push_back(slogdet(plane_wave_orbitals(x, range.count), range));
  graph.output("amplitude", signed_product(factors));
  return graph;
}

/// The waves n of the box with 0 < n^2 <= most, by n^2.
inline std::vector<std::vector<std::vector<int>>> waves_by_length(int dimensions, int most) {
  std::vector<std::vector<std::vector<int>>> shells;
  int last = 0;
  for (const auto& wave : plane_waves_within(dimensions, most)) {
    if (const int square = squared_length(wave); square != last) shells.emplace_back(), last = square;
    if (last > 0) shells.back().push_back(wave);
  }
  return shells;
}

}  // namespace kato
