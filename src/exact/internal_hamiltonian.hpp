// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/jacobi_basis.hpp"
#include "exact/pair_potential.hpp"

namespace kato::exact {

/// The internal Hamiltonian H - H_cm of trapped fermions in the states of `basis` with at most `quanta` quanta, for
/// oscillator states of frequency `frequency`: [n, n], hbar omega, n = basis.states().first[quanta + 1]. Between
/// antisymmetric states it is A(A-1)/2 times the share w of the first pair (pair_matrix.hpp), which is known between
/// oscillator states of xi_1 and taken to more particles one by one: w_{k+1} = sum over n in xi_k of C^T w_k C, with
/// the expansions C of the states. Leading blocks are the Hamiltonians of fewer quanta.
Matrix internal_hamiltonian(const JacobiBasis& basis, const RadialPotential& potential, double frequency, int quanta,
                            int threads);

}  // namespace kato::exact
