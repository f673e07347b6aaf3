// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "exact/reference.hpp"
#include "system/system.hpp"

namespace kato::exact {

/// An energy of a system in a box and what it is made of.
struct BoxEnergy {
  Reference energy;
  std::vector<std::pair<std::string, double>> components;  ///< kinetic, interaction ..; they add up to the energy
};

/// The ground-state energy of a system in a periodic box at the Gamma point where a solver exists, nothing otherwise:
/// particles without interactions (plane waves, open shells too); a contact alone on a ring (Bethe's equations: bosons,
/// repulsive, and two species with odd numbers; two particles with any strength); two bosons, or two particles of
/// different species, with any pair potential, contact or charges.
std::optional<BoxEnergy> box_ground_state(const System& system);
/// Whether there is such a solver; it may still find that its waves do not settle.
bool has_box_ground_state(const System& system);

/// The energy of the plane-wave determinant (of bosons: of all at rest): Hartree and Fock's, of first order in the
/// interaction, and an upper bound. Throws `Error` if a shell is open, or an interaction has no Fourier coefficients.
BoxEnergy box_first_order(const System& system);

/// The energy of the same particles without interactions.
BoxEnergy box_without_interactions(const System& system);

}  // namespace kato::exact
