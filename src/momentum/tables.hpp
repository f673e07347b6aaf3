// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "input/tables.hpp"

namespace kato {

/// The tables of an input with system.space = "momentum", which has no walkers: other settings of the usual names.
std::vector<InputTable> momentum_tables();

}  // namespace kato
