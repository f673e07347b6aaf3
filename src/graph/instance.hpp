// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "graph/graph.hpp"

namespace kato {

/// The node `inner` once more, computed from other places x [A, d] and labels [A, L] in the place of the graph's own,
/// with the same parameters: psi(-x) of psi(x), or psi with the labels of two particles exchanged. All that `inner`
/// needs and that depends on what is replaced is added again; labels that are not given stay. Throws `Error` if x or
/// the labels have another shape than the leaf, or if an op of `inner` cannot do with what they depend on.
Node instance(Node inner, Node x, std::optional<Node> labels = std::nullopt);

}  // namespace kato
