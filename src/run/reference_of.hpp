// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "exact/reference.hpp"
#include "run/input.hpp"

namespace kato {

/// What [reference] asks for: a number that it gives, the energy of the reference solver if there is one for the
/// system, or nothing.
std::optional<Reference> reference_of(const Input& input);

}  // namespace kato
