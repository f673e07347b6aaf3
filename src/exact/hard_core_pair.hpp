// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kato::exact {

/// The energy of two hard spheres in a trap, the centre of mass included, and the error of the elements.
struct HardCorePair {
  double energy = 0, uncertainty = 0;
};

/// The lowest state of two bosons, or two different particles, of mass 1 in the trap omega^2 |x|^2/2 of d dimensions
/// that come no closer than `radius` > 0. The centre of mass takes d omega/2; the relative motion
///     -1/r^(d-1) d/dr r^(d-1) d/dr + omega^2 r^2/4,  psi(radius) = 0,
/// is that of finite elements (sturm_levels.hpp), which become shorter towards the core.
HardCorePair hard_core_pair(int dimensions, double omega, double radius);

}  // namespace kato::exact
