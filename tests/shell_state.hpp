// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <numbers>
#include <vector>

#include "graph/build.hpp"
#include "system/system.hpp"

namespace kato {

/// Particles in two or three dimensions that do not interact, in the lowest shells: each species has the 1 or the d + 1
/// orbitals 1, x, y (, z) times exp(-r^2/2). Exact for 1 or d + 1 particles of a species.
inline Graph shell_state(const System& system) {
  Graph graph(system.particles, system.dimensions);
  const Node x = graph.coordinates();
  const Node one = scale(sum_features(x), 0, 1);
  std::vector<Node> factors;
  for (const auto& range : system.ranges())
    factors.push_back(slogdet(range.count == 1 ? one : concat({one, x}), ParticleRange{range.first, range.count}));
  factors.push_back(sum(scale(sum_features(square(x)), -0.5)));
  graph.output("amplitude", signed_product(factors));
  return graph;
}

inline System shell_system(int dimensions, int up, int down) {
  System system;
  system.dimensions = dimensions;
  system.particles = up + down;
  if (down > 0) system.species = {{"up", up}, {"down", down}};
  return system;
}

/// The mean of f(x, y) over a square with this centre, by Gauss-Legendre points (error of order width^6).
template <class F>
double cell_mean(F f, double x, double y, double width) {
  constexpr double places[] = {-0.774596669241483, 0, 0.774596669241483}, weights[] = {5.0 / 18, 8.0 / 18, 5.0 / 18};
  double mean = 0;
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b)
      mean += weights[a] * weights[b] * f(x + 0.5 * width * places[a], y + 0.5 * width * places[b]);
  return mean;
}

}  // namespace kato
