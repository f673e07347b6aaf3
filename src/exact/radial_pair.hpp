// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/pair_potential.hpp"

namespace kato::exact {

/// What two particles in a trap have together, the centre of mass included; in units with hbar = m = 1.
struct RadialPair {
  double energy = 0;
  double uncertainty = 0;  ///< of the energy: its last change with the size of the basis, and rounding
  double kinetic = 0, trap = 0, interaction = 0;
  int functions = 0;
};

/// The lowest state of two particles in the trap omega^2 |x|^2/2 of d dimensions with the pair potential V(r), whose
/// relative motion has the angular momentum l: 0 for an up and a down or two bosons, 1 for two fermions of one kind.
/// The centre of mass takes d omega/2; the relative motion
///     -1/r^(d-1) d/dr r^(d-1) d/dr + l (l + d - 2)/r^2 + omega^2 r^2/4 + V(r)
/// is diagonalised in psi = r^l P(r) exp(-omega r^2/4), P all polynomials up to some degree, odd ones too, so that a
/// cusp at r = 0 costs nothing. V may be singular there, as 1/r in two dimensions and more; exponentially convergent
/// where V is smooth on the scale of the trap.
RadialPair radial_pair(const RadialPotential& potential, int dimensions, double omega, int l = 0);

}  // namespace kato::exact
