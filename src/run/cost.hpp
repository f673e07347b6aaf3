// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "input/input.hpp"

namespace kato {

/// Throws `Error` if the walkers of a run, and what the optimiser keeps of each or of each pair of them, take more
/// memory than the machine has: better than to be ended in its midst.
void check_memory(const Input& input);

}  // namespace kato
