// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "input/method.hpp"

namespace kato {

/// What methods that sample walkers share: the spaces they take, the usual tables, and the check of [system]. It makes
/// no sessions: whoever does fills that in.
Method walker_inputs();

}  // namespace kato
