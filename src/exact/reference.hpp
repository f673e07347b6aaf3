// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "system/system.hpp"

namespace kato {

/// A ground-state energy from a solver that does not sample.
struct Reference {
  double energy = 0, uncertainty = 0;  ///< in the system's unit of energy
  std::string method;                  ///< one line on how it was found, with the size of the basis or grid
};

/// The ground-state energy of `system` where a solver exists, nothing otherwise:
/// trapped particles without interactions in any number of dimensions (closed form); with any interaction that is a sum
/// over pairs of V(|x_i - x_j|): two particles in an isotropic trap (relative motion), three to six fermions in the
/// unit trap of one dimension (configuration interaction, where V(0) is finite); two hard spheres; in a periodic box
/// what exact/box_reference.hpp has. The same bits for any number of threads.
std::optional<Reference> reference_energy(const System& system, int threads);

}  // namespace kato
