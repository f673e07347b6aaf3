// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/pair_potential.hpp"

namespace kato::exact {

/// What two particles in a trap have together, the centre of mass included; in units with hbar = m = 1.
struct RadialPair {
  double energy = 0;
  double uncertainty = 0;  ///< of the energy: degree and width of the elements, what they miss of V, and rounding
  int panels = 0;
  double reach = 0;  ///< the distance at which the relative motion ends
};

/// What there is beside V(r).
struct RadialSettings {
  int dimensions = 1;
  double omega = 1;    ///< of the trap omega^2 |x|^2/2
  int momentum = 0;    ///< l: 0 for an up and a down or two bosons, 1 for two fermions of one kind
  double contact = 0;  ///< g of g delta(x), in one dimension
};

/// The lowest state of two particles in an isotropic trap with the pair potential V(r). The centre of mass takes
/// d omega/2; the relative motion
///     -1/r^(d-1) d/dr r^(d-1) d/dr + l (l + d - 2)/r^2 + omega^2 r^2/4 + V(r)
/// is that of psi = r^(l + s) u(r) in finite elements (sturm_levels.hpp): s takes a/r^2 out of V, and is 1 on a line
/// where V is as singular as 1/r. The panels are halved until they resolve V, whatever its range, and reach beyond
/// every distance where V + omega^2 r^2/4 is below the energy; wells are seen that are wider than a thousandth of
/// their place, and than a five-hundredth of the trap's length / 100 elsewhere.
/// Throws `Error` where there is no lowest state: V falls faster than the trap rises, or is too attractive at contact.
RadialPair radial_pair(const RadialPotential& potential, const RadialSettings& settings);

}  // namespace kato::exact
