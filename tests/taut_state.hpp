// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "graph/build.hpp"
#include "settings.hpp"
#include "system/system.hpp"

namespace kato {

/// Two electrons in a dot, one of either spin.
inline System two_electrons(int dimensions, double omega) {
  System system;
  system.dimensions = dimensions;
  system.particles = 2;
  system.species = {{"up", 1}, {"down", 1}};
  system.potential = registry().factory<Potential>("harmonic")(
      system, default_settings("potential", "harmonic", Settings({{"frequency", std::vector{omega}}})));
  system.interactions.push_back(
      {"interaction", registry().factory<Interaction>("coulomb")(system, default_settings("interaction", "coulomb"))});
  return system;
}

/// Taut, Phys. Rev. A 48, 3561 (1993): (1 + a r) exp(-omega (x_1^2 + x_2^2)/2), exact with a = 1, omega = 1 in the
/// plane, E = 3, and with a = 1/2, omega = 1/2 in space, E = 2.
inline Graph taut_state(int dimensions, double slope, double omega) {
  Graph graph(2, dimensions);
  const Node x = graph.coordinates();
  const Node pair = sum(sum(log(scale(distance(pair_difference(x)), slope, 1)), {1, 1}), {0, 1});
  const Node norm = slogdet(scale(sum_features(x), 0, 1), ParticleRange{0, 1});
  graph.output("amplitude", signed_product({norm, pair, sum(sum_features(scale(square(x), -0.5 * omega)))}));
  return graph;
}

}  // namespace kato
