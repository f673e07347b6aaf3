// SPDX-License-Identifier: Apache-2.0
#include "graph/symmetry.hpp"

#include <algorithm>

namespace kato {

bool has_determinants(const Graph& graph) {
  return std::ranges::any_of(graph.nodes(),
                             [](const NodeRecord& node) { return node.op == &slogdet_op || node.op == &slogpf_op; });
}

}  // namespace kato
