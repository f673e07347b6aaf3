// SPDX-License-Identifier: Apache-2.0
#include "graph/print.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "op/catalogue.hpp"

namespace kato {
namespace {

std::string op_text(const NodeRecord& node) {
  if (node.op != &pointwise_op) return node.op->name;
  return std::get<std::string>(named_attributes(*node.op, node.attributes).at("function"));
}

std::string rows_text(Rows rows) { return rows == Rows::one ? "1" : rows == Rows::particles ? "A" : "A*A"; }

std::string pattern_text(Pattern pattern, bool reads_labels) {
  switch (pattern) {
    case Pattern::none: return reads_labels ? "labels" : "nothing";
    case Pattern::particle: return "own particle";
    case Pattern::pair: return "own pair";
    case Pattern::all: break;
  }
  return "all";
}

Tile all_lanes(const Graph& graph) {
  return {.walkers = 1,
          .particles = graph.particles(),
          .dimensions = graph.dimensions(),
          .first_particle = 0,
          .block_particles = graph.particles(),
          .laplacian = true};
}

double flops(const Graph& graph, int node) {
  std::vector<Shape> inputs;
  const auto& record = graph.nodes()[static_cast<std::size_t>(node)];
  return record.op->flops(graph.query(node, inputs), record.shape);
}

std::string extents(const std::vector<int>& shape) { return fmt::format("{}", fmt::join(shape, "x")); }

}  // namespace

GraphCost cost_of(const Graph& graph) {
  GraphCost cost;
  for (int n = 0; n < static_cast<int>(graph.nodes().size()); ++n) {
    const double value = flops(graph, n);
    cost.value += value;
    cost.laplacian += value * all_lanes(graph).lanes(graph.nodes()[static_cast<std::size_t>(n)].shape.pattern);
    cost.pullback += 3 * value;  // forwards, and backwards to the inputs and to the parameters
  }
  return cost;
}

std::string graph_table(const Graph& graph) {
  const std::string line = "{:>4}  {:<14} {:<14} {:>10}  {:<13} {:>5} {:>10} {:>12}  {}\n";
  std::string table = fmt::format(fmt::runtime(line), "node", "op", "inputs", "shape", "depends on", "lanes",
                                  "flop value", "flop lanes", "");
  const auto of_labels = graph.computed_from({&labels_op});
  const bool sampled = graph.sampled_labels() > 0;
  for (int n = 0; n < static_cast<int>(graph.nodes().size()); ++n) {
    const auto& node = graph.nodes()[static_cast<std::size_t>(n)];
    const int lanes = all_lanes(graph).lanes(node.shape.pattern);
    std::string notes;
    for (const int p : node.parameters) notes += graph.parameters()[static_cast<std::size_t>(p)].name + " ";
    for (const auto& [name, output] : graph.outputs())
      if (output == n) notes += "-> " + name + " ";
    if (!notes.empty()) notes.pop_back();
    table += fmt::format(fmt::runtime(line), n, op_text(node), fmt::format("{}", fmt::join(node.inputs, ", ")),
                         fmt::format("{} x {}", rows_text(node.shape.rows), node.shape.features),
                         pattern_text(node.shape.pattern, sampled && of_labels[static_cast<std::size_t>(n)]), lanes,
                         flops(graph, n), flops(graph, n) * lanes, notes);
  }
  table += "\nparameters\n";
  for (const auto& parameter : graph.parameters())
    table += fmt::format("  {:<20} {:>10} {:>10}\n", parameter.name, extents(parameter.shape), parameter.size);
  const auto cost = cost_of(graph);
  table += fmt::format(
      "  {:<20} {:>10} {:>10}\n\nA = {}; for a walker: value {:.3g}, Laplacian {:.3g}, pullback {:.3g} flop\n", "all",
      "", graph.parameter_count(), graph.particles(), cost.value, cost.laplacian, cost.pullback);
  return table;
}

}  // namespace kato
