// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "psi/wave_function.hpp"
#include "run/stage.hpp"

namespace kato {

/// Throws `Error` if the walkers of a stage, and what the optimiser keeps of each or of each pair of them, take more
/// memory than the machine has: better than to be ended in its midst.
void check_memory(const Stage& stage);

/// The number of parameters, the memory of a run, and the cost of a step of the stage.
std::string cost_text(const Stage& stage, const WaveFunction& psi);

}  // namespace kato
