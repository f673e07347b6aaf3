// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ansatz/ansatz.hpp"
#include "input/input.hpp"
#include "system/system.hpp"

namespace kato {

/// The system that the input names. Its interaction is called "interaction" in the records; of several, each
/// "interaction.0", "interaction.1", ... Throws `Error` for a space that does not work yet.
System system_from_input(const Input& input, const Registry& kinds = registry());

/// What an ansatz is told of the system.
Particles particles_of(const System& system);

}  // namespace kato
