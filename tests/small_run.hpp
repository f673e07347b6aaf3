// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kato {

/// An input but for [train], [evaluate] and [reference], for tests of what becomes of a run: a step takes no time.
inline constexpr const char* small_run = R"(seed = 5
[run]
threads = 1
checkpoint_steps = 5
[system]
particles = 2
[[system.interaction]]
kind = "gaussian"
strength = 10.0
[ansatz]
hidden = 4
[pretrain]
steps = 2
[sampler]
walkers = 16
)";

}  // namespace kato
