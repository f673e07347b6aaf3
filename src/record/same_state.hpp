// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "input/input.hpp"
#include "record/checkpoint.hpp"

namespace kato {

/// What a state is used for: the training goes on with it, in the stage under way, or it is measured, as one of the
/// last stage.
enum class Use { train, measure };

/// The first setting of [system] or [ansatz] in which the input differs from that which the checkpoint was written
/// with, as "system.interaction.0.strength is 40.0 in the checkpoint and 4.0 in the input"; empty if there is none.
/// `changes` of the command line are made to both: they are on purpose. A checkpoint that holds no input fits any.
std::string state_difference(const Checkpoint& checkpoint, const Input& input, const std::vector<std::string>& changes,
                             Use use);

/// Throws `Error` with that difference, if there is one.
void check_same_state(const Checkpoint& checkpoint, const Input& input, const std::vector<std::string>& changes,
                      Use use);

/// All settings that the numbers of a measurement depend on, and those that what comes before the first step does, a
/// line each.
std::string measurement_settings(const Input& input);
std::string beginning_settings(const Input& input);

/// A mark of the state that a measurement is of: the same for the same parameters, system and wave function.
std::string state_mark(const Checkpoint& checkpoint, const Input& input);

}  // namespace kato
