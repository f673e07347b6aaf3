// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>
#include <vector>

#include "system/matter.hpp"

namespace kato {

/// Particles in a periodic box of this side.
inline Matter box_of(int dimensions, std::vector<Species> species, double side) {
  Matter matter{.space = {.kind = Space::box, .side = side}, .dimensions = dimensions};
  for (const auto& kind : species) matter.particles += kind.count;
  matter.species = std::move(species);
  return matter;
}

}  // namespace kato
