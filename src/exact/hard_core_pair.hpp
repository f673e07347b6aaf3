// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kato::exact {

/// The energy of two hard spheres in a trap, the centre of mass included, and the error of the steps it is found by.
struct HardCorePair {
  double energy = 0, uncertainty = 0;
};

/// The lowest state of two bosons, or two different particles, of mass 1 in the trap omega^2 |x|^2/2 of d dimensions
/// that come no closer than `radius` > 0. The centre of mass takes d omega/2; u = r^((d-1)/2) psi of the relative
/// motion,
///     -u'' + ( (d-1)(d-3)/(4 r^2) + omega^2 r^2/4 ) u = E u,   u(radius) = 0,
/// is followed outwards by Numerov's rule for the largest E without a node. In two dimensions the error grows where the
/// radius is short.
HardCorePair hard_core_pair(int dimensions, double omega, double radius);

}  // namespace kato::exact
