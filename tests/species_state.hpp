// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <numbers>
#include <vector>

#include "graph/build.hpp"
#include "system/system.hpp"

namespace kato {

/// Two species in the trap.
inline System spin_trap(int up, int down) {
  System system;
  system.particles = up + down;
  system.species = {{"up", up}, {"down", down}};
  return system;
}

/// The ground state of two species that do not interact: a determinant of 1, x, x^2 .. times exp(-x^2/2) for each.
inline Graph species_ground_state(int up, int down) {
  Graph graph(up + down, 1);
  const Node x = graph.coordinates(), exponent = scale(square(x), -0.5);
  const auto determinant = [&](ParticleRange range) {
    const Node one = scale(x, 0, 1);
    return slogdet(range.count == 1 ? one : concat({one, powers(x, range.count - 1)}), range);
  };
  graph.output("amplitude", signed_product({determinant({0, up}), determinant({up, down}), sum(exponent)}));
  return graph;
}

/// Two particles that attract one another so strongly that E = 0, exactly:
///     psi = exp(-(x1^2 + x2^2)/2 + r^2/2) erfc(r/sqrt 2),  g = -2 sqrt(2/pi),  dE/dg = -1/(g ln 2),
/// the case nu = -1 of Busch et al., Found. Phys. 28, 549 (1998). In the words of the graph, erfc(r/sqrt 2) is
/// 2 (1 - gelu(r)/r), which the softening keeps finite at r = 0.
inline const double dimer_strength = -2 * std::sqrt(2 / std::numbers::pi);
inline Graph exact_dimer() {
  Graph graph(2, 1);
  const Node x = graph.coordinates();
  const Node r = distance(pair_difference(x), 1e-9);
  const Node tail = log(scale(gelu(r) * reciprocal(r), -1, 1)) + scale(square(r), 0.5);
  const Node pair = sum(sum(tail, {1, 1}), {0, 1});
  const Node norm = slogdet(scale(x, 0, 1), ParticleRange{0, 1});
  graph.output("amplitude", signed_product({norm, pair, sum(scale(square(x), -0.5))}));
  return graph;
}

}  // namespace kato
