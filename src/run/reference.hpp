// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "run/input.hpp"
#include "run/summary.hpp"

namespace kato {

/// The energy of the reference solver for the input's system; empty where there is no solver for it.
std::optional<Summary::Reference> exact_energy(const Input& input);

/// What [reference] asks for: a number that it gives, the exact energy if there is one, or nothing.
std::optional<Summary::Reference> reference_of(const Input& input);

}  // namespace kato
