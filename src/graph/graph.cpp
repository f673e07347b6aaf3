// SPDX-License-Identifier: Apache-2.0
#include "graph/graph.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/random.hpp"

namespace kato {

const Shape& Node::shape() const { return graph->nodes()[static_cast<std::size_t>(id)].shape; }

Graph::Graph(int particles, int dimensions) : particles_(particles), dimensions_(dimensions) {
  require(particles > 0, fmt::format("graph: needs at least one particle, got {}", particles));
  require(dimensions > 0, fmt::format("graph: needs at least one dimension, got {}", dimensions));
}

Node Graph::coordinates() { return add(coordinates_op, {}); }

Node Graph::labels(int count) { return add(labels_op, {}, {.count = count}); }

Node Graph::labels(std::vector<double> constants) {
  const int count = static_cast<int>(constants.size()) / particles_;
  return add(labels_op, {}, {.kind = 1, .count = count}, {}, std::move(constants));
}

int Graph::sampled_labels() const {
  if (labels_ < 0) return 0;
  const auto& attributes = nodes_[static_cast<std::size_t>(labels_)].attributes;
  return attributes.kind == 0 ? attributes.count : 0;
}

int Graph::parameter(std::string name, std::vector<int> shape, Initial initial) {
  for (const auto& other : parameters_)
    require(other.name != name, fmt::format("graph: two parameters are named '{}'; give each its own name", name));
  std::size_t size = 1;
  for (const int extent : shape) size *= static_cast<std::size_t>(extent);
  parameters_.push_back({std::move(name), std::move(shape), parameter_count(), size, initial, true, trainable_count()});
  return static_cast<int>(parameters_.size()) - 1;
}

Node Graph::add(const OpInfo& op, std::initializer_list<Node> inputs, Attributes attributes,
                std::initializer_list<int> parameters, std::vector<double> constants) {
  return add(op, std::span(inputs.begin(), inputs.size()), attributes, std::span(parameters.begin(), parameters.size()),
             std::move(constants));
}

Node Graph::add(const OpInfo& op, std::span<const Node> inputs, Attributes attributes, std::span<const int> parameters,
                std::vector<double> constants) {
  int* leaf = &op == &coordinates_op ? &coordinates_ : &op == &labels_op ? &labels_ : nullptr;
  if (leaf != nullptr && *leaf >= 0) {
    const auto& made = nodes_[static_cast<std::size_t>(*leaf)];
    require(made.attributes.kind == attributes.kind && made.attributes.count == attributes.count &&
                made.constants == constants,
            fmt::format("graph: has other {} already; a graph has them once, ask for the same again", op.name));
    return {this, *leaf};
  }
  require(inputs.size() <= max_inputs, fmt::format("{}: takes at most {} inputs, got {}; join some with concat",
                                                   op.name, max_inputs, inputs.size()));
  NodeRecord record{.op = &op,
                    .inputs = {},
                    .parameters = {parameters.begin(), parameters.end()},
                    .attributes = attributes,
                    .constants = std::move(constants),
                    .shape = {}};
  for (const auto& input : inputs) {
    require(input.graph == this, fmt::format("{}: an input belongs to another graph", op.name));
    record.inputs.push_back(input.id);
  }
  nodes_.push_back(std::move(record));
  const int id = static_cast<int>(nodes_.size()) - 1;
  try {
    std::vector<Shape> shapes;
    nodes_.back().shape = op.shape(query(id, shapes));
  } catch (...) {
    nodes_.pop_back();
    throw;
  }
  if (leaf != nullptr) *leaf = id;
  return {this, id};
}

void Graph::output(std::string name, Node node) {
  require(node.graph == this, fmt::format("output '{}': the node belongs to another graph", name));
  outputs_.insert_or_assign(std::move(name), node.id);
}

int Graph::output(const std::string& name) const {
  const auto at = outputs_.find(name);
  return at == outputs_.end() ? -1 : at->second;
}

std::size_t Graph::parameter_count() const {
  return parameters_.empty() ? 0 : parameters_.back().offset + parameters_.back().size;
}

void Graph::freeze(const std::function<bool(const Parameter&)>& frozen) {
  std::size_t offset = 0;
  for (auto& parameter : parameters_) {
    parameter.trainable = !frozen(parameter);
    parameter.trainable_offset = offset;
    if (parameter.trainable) offset += parameter.size;
  }
}

std::size_t Graph::trainable_count() const {
  std::size_t count = 0;
  for (const auto& parameter : parameters_) count += parameter.trainable ? parameter.size : 0;
  return count;
}

std::vector<bool> Graph::parameters_of(int node) const {
  std::vector<bool> nodes(nodes_.size()), found(parameters_.size());
  nodes.at(static_cast<std::size_t>(node)) = true;
  for (std::size_t n = nodes_.size(); n-- > 0;) {
    if (!nodes[n]) continue;
    for (const int p : nodes_[n].parameters) found[static_cast<std::size_t>(p)] = true;
    for (const int input : nodes_[n].inputs) nodes[static_cast<std::size_t>(input)] = true;
  }
  return found;
}

std::vector<bool> Graph::computed_from(std::initializer_list<const OpInfo*> ops) const {
  std::vector<bool> found;
  for (const auto& node : nodes_)
    found.push_back(std::ranges::count(ops, node.op) > 0 || std::ranges::any_of(node.inputs, [&](int input) {
                      return found[static_cast<std::size_t>(input)];
                    }));
  return found;
}

std::vector<double> Graph::initial_parameters(std::uint64_t seed) const {
  std::vector<double> theta(parameter_count());
  const StreamKey key{.seed = seed, .stage = 0, .step = 0, .purpose = Purpose::parameters};
  for (std::size_t p = 0; p < parameters_.size(); ++p) {
    const auto& parameter = parameters_[p];
    const std::span<double> values(theta.data() + parameter.offset, parameter.size);
    fill_normal(key, static_cast<std::uint32_t>(p), 0, values);
    for (double& value : values) value = parameter.initial.shift + parameter.initial.spread * value;
  }
  return theta;
}

NodeQuery Graph::query(int node, std::vector<Shape>& inputs) const {
  const auto& record = nodes_[static_cast<std::size_t>(node)];
  inputs.clear();
  for (const int input : record.inputs) inputs.push_back(nodes_[static_cast<std::size_t>(input)].shape);
  return {.in = inputs,
          .attributes = record.attributes,
          .constants = record.constants,
          .particles = particles_,
          .dimensions = dimensions_};
}

}  // namespace kato
