// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "exact/reference.hpp"
#include "input/input.hpp"
#include "system/system.hpp"

namespace kato {

/// What [reference] asks for: a number that it gives, the energy of the reference solver if there is one for the
/// system, an approximation (whose uncertainty is not a number), or nothing. Of fermions in a box that no solver knows
/// it is the determinant of plane waves, where the shells are closed and the interaction has Fourier coefficients.
std::optional<Reference> reference_of(const Input& input, const System& system);

/// Whether there is any: a number that is given, a solver for what is asked for, or that determinant.
bool has_reference(const Input& input, const System& system);

/// Throws `Error` if the reference that the input names is not one of its system.
void check_reference(const Input& input, const System& system);

/// Whether it is the energy of the best determinant: what an energy lies below it is then the correlation energy.
bool is_hartree_fock(const Reference& reference);

}  // namespace kato
