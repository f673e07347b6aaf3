// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "run/input.hpp"

namespace kato {

/// Throws `Error` if a run of the input takes more memory than the machine has: better than to be ended in its midst.
void check_memory(const Input& input);

}  // namespace kato
