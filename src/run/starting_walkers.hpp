// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "input/input.hpp"
#include "record/checkpoint.hpp"
#include "system/system.hpp"

namespace kato {

/// Where the walkers of a run begin, as initial.walkers says. Throws `Error` if the system has no such places.
Walkers starting_walkers(const Input& input, const System& system);

/// The space that a checkpoint's walkers are in, as its own input says; that of a trap where it has none.
Space space_of(const Checkpoint& checkpoint);

/// Takes walkers from one box to another as the sides are to each other; nothing elsewhere.
void scale_with_box(Walkers& walkers, const Space& from, const Space& to);

}  // namespace kato
