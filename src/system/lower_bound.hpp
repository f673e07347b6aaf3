// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "system/system.hpp"

namespace kato {

/// Why the energy has no lower bound, empty if it has one: the potential energy falls without end as the particles go
/// away from the centre in one or two clusters, along one of the axes. Every way to divide the species is tried where
/// particles interact; at distances up to 1e8 lengths of the trap.
std::string fall_without_end(const System& system);

/// Throws `Error` with the reason if there is one.
void require_lower_bound(const System& system);

}  // namespace kato
