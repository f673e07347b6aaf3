// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "system/matter.hpp"

namespace kato {

/// The ground-state energy of particles in a periodic box without interactions, at the Gamma point: fermions fill the
/// lowest plane waves of each species, hbar^2/(2 m) (2 pi/L)^2 sum n^2 (where a shell is open the ground state is
/// degenerate, and this is its energy); bosons have none.
double filled_waves_energy(const Matter& matter);

/// The energy of a particle of the same free gas in infinite space, each species with its own Fermi sea:
/// d/(d + 2) (hbar^2/2m) sum_s (N_s/N) k_s^2, k_s that of the density N_s/L^d; E_FG where species are of equal numbers.
double infinite_gas_energy(const Matter& matter);

/// Whether each species of fermions fills whole shells of plane waves; so do bosons.
bool closes_shells(const Matter& matter);

}  // namespace kato
