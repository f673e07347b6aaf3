// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "system/matter.hpp"

namespace kato {

/// The ground-state energy of particles in a periodic box without interactions, at the Gamma point: fermions fill the
/// lowest plane waves of each species, hbar^2/(2 m) (2 pi/L)^2 sum n^2 (where a shell is open the ground state is
/// degenerate, and this is its energy); bosons have none.
double filled_waves_energy(const Matter& matter);

/// Whether each species of fermions fills whole shells of plane waves; so do bosons.
bool closes_shells(const Matter& matter);

}  // namespace kato
