// SPDX-License-Identifier: Apache-2.0
#include "graph/one_particle.hpp"

#include "graph/build.hpp"

namespace kato {
namespace {

const NodeRecord& record(const Graph& graph, int node) { return graph.nodes()[static_cast<std::size_t>(node)]; }

// The determinants that "amplitude" is, or is the sum of; -1 if it is something else.
int determinants_of(const Graph& graph) {
  int node = graph.output("amplitude");
  if (node >= 0 && record(graph, node).op == &log_sum_exp_op) node = record(graph, node).inputs.front();
  const bool of_all = node >= 0 && record(graph, node).op == &slogdet_op && record(graph, node).attributes.rows == 0;
  return of_all ? node : -1;
}

// Each row of such a node is computed from the same row of its inputs: what mixes rows has another number of rows, or
// depends on all. (The pattern of one node alone would not tell: numbers held fixed have the pattern `none`.)
bool row_by_row(const NodeRecord& node) {
  return node.shape.rows == Rows::particles &&
         (node.shape.pattern == Pattern::particle || node.shape.pattern == Pattern::none);
}

}  // namespace

std::optional<OneParticle> one_particle(const Graph& graph) {
  const int determinants = determinants_of(graph);
  if (determinants < 0) return std::nullopt;
  const auto& wanted = record(graph, determinants).inputs;
  std::vector<bool> needed(graph.nodes().size());
  for (const int input : wanted) needed[static_cast<std::size_t>(input)] = true;
  for (int n = determinants - 1; n >= 0; --n) {
    if (!needed[static_cast<std::size_t>(n)]) continue;
    if (!row_by_row(record(graph, n)) || record(graph, n).op == &labels_op) return std::nullopt;
    for (const int input : record(graph, n).inputs) needed[static_cast<std::size_t>(input)] = true;
  }

  OneParticle one{.graph = Graph(1, graph.dimensions()),
                  .determinants = record(graph, wanted.front()).shape.features / graph.particles()};
  for (const auto& parameter : graph.parameters())
    one.graph.parameter(parameter.name, parameter.shape, parameter.initial);
  std::vector<int> copy(graph.nodes().size(), -1);
  const auto copies = [&](const std::vector<int>& nodes) {
    std::vector<Node> all;
    for (const int n : nodes) all.push_back({&one.graph, copy[static_cast<std::size_t>(n)]});
    return all;
  };
  for (int n = 0; n < determinants; ++n) {
    if (!needed[static_cast<std::size_t>(n)]) continue;
    const auto& node = record(graph, n);
    copy[static_cast<std::size_t>(n)] =
        node.op == &coordinates_op
            ? one.graph.coordinates().id
            : one.graph.add(*node.op, copies(node.inputs), node.attributes, node.parameters, node.constants).id;
  }
  one.graph.output("row", wanted.size() == 1 ? copies(wanted).front() : concat(copies(wanted)));
  return one;
}

}  // namespace kato
