// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kato::exact {

/// An APPROXIMATE energy of `up` fermions and one other particle in a one-dimensional trap with contact interaction g
/// (hbar omega a_ho), centre of mass included: McGuire's impurity in the homogeneous gas (J. Math. Phys. 6, 432 (1965);
/// 7, 123 (1966)) at the density in the middle of the trap. With gamma = pi g / sqrt(2 N), N = up,
///     E = (N^2 + 1)/2 + N gamma/pi^2 [1 - gamma/4 + (gamma/(2 pi) + 2 pi/gamma) arctan(gamma/(2 pi))]
/// (Astrakharchik and Brouzos, Phys. Rev. A 88, 021602 (2013)). It is right without interaction, at g = infinity, and
/// in the leading order -g^2/4 of strong attraction. Repulsive, it lies above the energy: at g = 2 by 0.0505, 0.0490,
/// 0.0454 for N = 1, 2, 3. Even its slope at g = 0 is that of the local density, sqrt(2 N)/pi, not that of
/// perturbation theory. Throws `Error` for up < 1 and if g is not finite.
double modified_mcguire(int up, double g);

}  // namespace kato::exact
