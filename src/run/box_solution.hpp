// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "input/method.hpp"
#include "system/system.hpp"

namespace kato {

/// What is known of a system in a periodic box: the energy of the ground state where there is a solver, that of the
/// plane-wave determinant (first order in the interaction, for fermions Hartree and Fock's) where shells are closed,
/// and that without interactions; each with its parts.
ExactSolution box_solution(const System& system);

}  // namespace kato
