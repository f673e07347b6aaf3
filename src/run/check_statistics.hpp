// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "graph/graph.hpp"
#include "system/system.hpp"

namespace kato {

/// Throws `Error` if the system has particles to exchange and the wave function, of this kind of ansatz, does something
/// else then than their statistics want.
void check_statistics(const Graph& graph, const System& system, const std::string& ansatz);

}  // namespace kato
