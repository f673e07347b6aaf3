// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/matrix.hpp"
#include "exact/pair_potential.hpp"

namespace kato::exact {

/// The share of one pair in the internal Hamiltonian of A trapped particles,
///     w = (2/A) (p^2 + q^2)/2 + V(sqrt(2) q),   q = (x_1 - x_2)/sqrt(2),
/// so that H - H_cm = sum of w over pairs, as <n|w|n'> [quanta + 1, quanta + 1] in the oscillator states of frequency
/// `frequency`, hbar omega. Only odd n, n' are filled in: fermions have no others. V by Gauss-Legendre panels on
/// q > 0, narrower where V is (panels.hpp).
Matrix pair_matrix(const RadialPotential& potential, int particles, double frequency, int quanta);

}  // namespace kato::exact
