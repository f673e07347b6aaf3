// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace kato {

/// Two particles that repel one another in the trap, on one thread, with checkpoints every five steps.
inline const std::string two_particles = R"([run]
threads = 1
checkpoint_steps = 5
[system]
particles = 2
[[system.interaction]]
kind = "gaussian"
strength = 10.0
)";

/// An input but for [train], [evaluate] and [reference], for tests of what becomes of a run: a step takes no time.
inline const std::string small_run = "seed = 5\n" + two_particles + R"([ansatz]
hidden = 4
[pretrain]
steps = 2
[sampler]
walkers = 16
)";

}  // namespace kato
