// SPDX-License-Identifier: Apache-2.0
#include "graph/instance.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/error.hpp"

namespace kato {
namespace {

void require_shape_of_leaf(const OpInfo& leaf, const Shape& own, const Shape& other) {
  require(other.rows == own.rows && other.features == own.features,
          fmt::format("instance: the {} are {} numbers of each particle; what replaces them must be as many, of each "
                      "particle, and has {}",
                      leaf.name, own.features, other.features));
}

}  // namespace

// For every node what stands in its place: itself, unless it is computed from something that is replaced.
Node instance(Node inner, Node x, std::optional<Node> labels) {
  Graph& graph = *inner.graph;
  const auto needed = graph.needed_by(inner.id);
  std::vector<int> copy(graph.nodes().size());
  for (int n = 0; n <= inner.id; ++n) {
    const auto index = static_cast<std::size_t>(n);
    copy[index] = n;
    if (!needed[index]) continue;
    const NodeRecord node = graph.nodes()[index];  // not a reference: nodes are added
    const auto other = node.op == &coordinates_op ? x : node.op == &labels_op ? labels : std::nullopt;
    if (other) {
      require_shape_of_leaf(*node.op, node.shape, other->shape());
      copy[index] = other->id;
    }
    std::vector<Node> inputs;
    bool same = true;
    for (const int input : node.inputs) {
      inputs.push_back({&graph, copy[static_cast<std::size_t>(input)]});
      same = same && inputs.back().id == input;
    }
    if (!same) copy[index] = graph.add(*node.op, inputs, node.attributes, node.parameters, node.constants).id;
  }
  return {&graph, copy[static_cast<std::size_t>(inner.id)]};
}

}  // namespace kato
