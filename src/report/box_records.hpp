// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "input/input.hpp"
#include "system/box_numbers.hpp"

namespace kato {

/// What a page says of a run in a periodic box, that of its last stage; energies are of all particles.
struct BoxRecords {
  int dimensions = 0, particles = 0;
  bool fermions = true;
  std::string counts = {};  ///< "7 up + 7 down"
  BoxNumbers numbers = {};
  bool interacting = false;
  double free_gas = 0;                     ///< of the same particles without interactions
  std::optional<double> first_order = {};  ///< of the plane-wave determinant; none if a shell is open

  /// An energy of all particles as that of one, in the unit that records have it in.
  double of_a_particle(double energy) const { return energy / (particles * numbers.particle_unit); }
};

/// Those of an input, nothing if it is of another space.
std::optional<BoxRecords> box_records(const Input& input);

}  // namespace kato
