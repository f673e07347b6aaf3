// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "graph/graph.hpp"

namespace kato {

/// Operations for one walker, counted from the graph: additions and multiplications, an elementary function as 20.
struct GraphCost {
  double value = 0;      ///< one value
  double laplacian = 0;  ///< value, gradient and Laplacian
  double pullback = 0;   ///< value and parameter gradient
};
GraphCost cost_of(const Graph& graph);

/// The graph as a table: a line a node with its inputs, shape, dependency pattern, lanes and cost, then the parameters.
std::string graph_table(const Graph& graph);

}  // namespace kato
