// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "system/matter.hpp"

namespace kato {

/// The ground-state energy of particles in a periodic box without interactions, at the Gamma point: fermions fill the
/// lowest plane waves of each species, hbar^2/(2 m) (2 pi/L)^2 sum n^2 (where a shell is open the ground state is
/// degenerate, and this is its energy); bosons have none.
double free_gas_energy(const Matter& matter);

/// E_FG, the energy per particle of the infinite free gas of fermions of the same density n in g components, as many as
/// there are species with particles: d/(d + 2) hbar^2 k_F^2/(2 m), with k_F = pi n/g, sqrt(4 pi n/g),
/// (6 pi^2 n/g)^(1/3) in one, two, three dimensions.
double fermi_gas_energy(const Matter& matter);

/// The Fermi wave number k_F of that gas.
double fermi_wave_number(const Matter& matter);

}  // namespace kato
