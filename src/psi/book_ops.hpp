// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/timers.hpp"
#include "psi/wave_function.hpp"

namespace kato {

/// Books what the wave function's ops cost since the last call, under names "op.PHASE.DIRECTION.KIND"; the numbers
/// count for their shares only.
void book_ops(WaveFunction& psi, Timers& timers);

}  // namespace kato
