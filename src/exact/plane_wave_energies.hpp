// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/pair_transform.hpp"
#include "system/matter.hpp"

namespace kato::exact {

/// The energy of the determinant of the lowest plane waves of each species; of bosons in the wave k = 0.
struct PlaneWaveEnergies {
  double kinetic = 0;
  double direct = 0;    ///< of the uniform density
  double exchange = 0;  ///< of fermions of one species
  double self = 0;      ///< of particles in their own images
  double uncertainty = 0;

  double interaction() const { return direct + exchange + self; }
  double energy() const { return kinetic + interaction(); }
};

/// With v(0) of like pairs and of unlike ones and the filled waves k of each species s,
///     kinetic   hbar^2/(2 m) sum_s sum_k k^2
///     direct    (1/L^d) [ sum_s N_s (N_s - 1)/2 v_ss(0) + sum_{s<t} N_s N_t v_st(0) ]
///     exchange  -(1/(2 L^d)) sum_s sum_{k != k'} v_ss(|k - k'|)
/// For closed shells this determinant solves Hartree and Fock's equations, so that its energy is that of first order in
/// the interaction and an upper bound. Throws `Error` if fermions do not close their shells: which waves of the last
/// shell are filled is open then.
PlaneWaveEnergies plane_wave_energies(const Matter& matter, const PairTransform& interaction);

}  // namespace kato::exact
