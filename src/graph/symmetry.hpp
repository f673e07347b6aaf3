// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "graph/graph.hpp"

namespace kato {

/// Whether the wave function changes its sign when two particles are exchanged: it has determinants or Pfaffians.
bool antisymmetric(const Graph& graph);

}  // namespace kato
