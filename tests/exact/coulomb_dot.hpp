// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/registry.hpp"
#include "system/system.hpp"

namespace kato::exact {

/// Particles of two species in a harmonic trap with these frequencies, one for each dimension, that repel each other
/// with 1/r.
inline System coulomb_dot(const std::vector<double>& omega, int up, int down) {
  System dot;
  dot.dimensions = static_cast<int>(omega.size());
  dot.particles = up + down;
  dot.species = {{"up", up}, {"down", down}};
  dot.potential = registry().factory<Potential>("harmonic")(dot, Settings({{"frequency", omega}}));
  dot.interactions.push_back(
      {"interaction", registry().factory<Interaction>("coulomb")(
                          dot, Settings({{"strength", 1.0}, {"softening", 0.0}, {"range", 1.0}}))});
  return dot;
}

}  // namespace kato::exact
