// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/pair_transform.hpp"
#include "system/matter.hpp"

namespace kato::exact {

/// The ground state of two particles in a periodic box that have no node.
struct PairInABox {
  double energy = 0;
  double uncertainty = 0;  ///< what waves beyond the last are estimated to change; infinite if that cannot be told
  double kinetic = 0, interaction = 0;
  int waves = 0;  ///< of each coordinate and sign, in the largest basis
};

/// Two bosons, or two particles of different kinds, at the Gamma point with total momentum zero. The relative motion
///     (hbar^2/m) k^2 delta_kk' + v(|k - k'|)/L^d,   k = 2 pi n/L,
/// is diagonalised in all k with |n_c| < m, even in each coordinate: an upper bound that falls with m. It is followed
/// in steps of about 3/2 in m until it settles; what is left is taken from the ratio of the last two changes, which a
/// power of m makes constant (Aitken). The potential is applied on a grid with four times as many points a side as
/// there are waves, where products of plane waves are exact, and the lowest state found by Davidson's method.
PairInABox pair_in_a_box(const Matter& matter, const TransformUpTo& interaction);

}  // namespace kato::exact
