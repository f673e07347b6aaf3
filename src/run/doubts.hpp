// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "input/input.hpp"
#include "system/system.hpp"

namespace kato {

/// What makes the energy of a run doubtful before its first step, in sentences: the energy has no lower bound, or the
/// interaction is too narrow for the walkers to meet it.
std::vector<std::string> doubts(const Input& input, const System& system);

}  // namespace kato
