// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "graph/graph.hpp"

namespace kato {

/// Whether the wave function has determinants or Pfaffians, as one for fermions of one kind does. Such a one changes
/// its sign when two of them are exchanged, unless its other parts tell them apart (untied weights of a machine).
bool has_determinants(const Graph& graph);

}  // namespace kato
