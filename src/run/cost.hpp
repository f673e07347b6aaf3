// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "psi/wave_function.hpp"
#include "run/stage.hpp"

namespace kato {

/// Throws `Error` if the walkers of a stage, and what the optimiser keeps of each or of each pair of them, take more
/// memory than the machine has: better than to be ended in its midst.
void check_memory(const Stage& stage);

/// evaluate.samples = "auto": as many local energies as half of the counted work of the training pays for, in whole
/// thousands, between 20,000 and 1,000,000. The work is counted from the graphs of the stages, never from a clock:
/// values for the sweeps, Laplacians and pullbacks, without the optimiser's own. With a target_error, which ends the
/// measurement, it is the upper bound.
std::int64_t samples_for(std::span<const Stage> stages);

/// The number of parameters, the memory of a run, and the cost of a step of the stage.
std::string cost_text(const Stage& stage, const WaveFunction& psi);

}  // namespace kato
