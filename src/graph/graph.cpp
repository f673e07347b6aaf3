// SPDX-License-Identifier: Apache-2.0
#include "graph/graph.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/random.hpp"

namespace kato {

const Shape& Node::shape() const { return graph->nodes()[static_cast<std::size_t>(id)].shape; }

Graph::Graph(int particles, int dimensions) : particles_(particles), dimensions_(dimensions) {
  constexpr int most_particles = 1 << 14, most_dimensions = 1 << 10;  // so that pairs can be counted
  require(particles > 0, fmt::format("graph: needs at least one particle, got {}", particles));
  require(dimensions > 0, fmt::format("graph: needs at least one dimension, got {}", dimensions));
  require(particles <= most_particles && dimensions <= most_dimensions,
          fmt::format("graph: {} particles in {} dimensions are too many; at most {} and {} will do", particles,
                      dimensions, most_particles, most_dimensions));
}

Node Graph::coordinates() { return add(coordinates_op, {}); }

Node Graph::labels(int count) { return add(labels_op, {}, {.count = count}); }

Node Graph::labels(std::vector<double> constants) {
  const int count = static_cast<int>(constants.size()) / particles_;
  require(!constants.empty(), "labels: got no constants; give some for each particle, or sample labels");
  return add(labels_op, {}, {.count = count}, {}, std::move(constants));
}

int Graph::sampled_labels() const {
  if (labels_ < 0) return 0;
  const auto& leaf = nodes_[static_cast<std::size_t>(labels_)];
  return leaf.constants.empty() ? leaf.attributes.count : 0;
}

int Graph::parameter(std::string name, std::vector<int> shape, Initial initial) {
  for (const auto& other : parameters_)
    require(other.name != name, fmt::format("graph: two parameters are named '{}'; give each its own name", name));
  constexpr double most = 1e12;
  double numbers = 1;
  for (const int extent : shape) numbers = extent > 0 ? numbers * extent : 0;
  require(numbers > 0 && numbers < most,
          fmt::format("graph: the parameter '{}' cannot have the shape {}", name, fmt::join(shape, "x")));
  const auto size = static_cast<std::size_t>(numbers);
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
    require(made.attributes.count == attributes.count && made.constants == constants,
            fmt::format("graph: has other {} already; a graph has them once, ask for the same again", op.name));
    return {this, *leaf};
  }
  const int count = static_cast<int>(inputs.size());
  require(count <= op.inputs.most,
          fmt::format("{}: takes at most {} inputs, got {}; join some with concat", op.name, op.inputs.most, count));
  require(count >= op.inputs.fewest,
          fmt::format("{}: needs at least {} inputs, got {}", op.name, op.inputs.fewest, count));
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
    check_parameters(nodes_.back(), query(id, shapes));
  } catch (...) {
    nodes_.pop_back();
    throw;
  }
  if (leaf != nullptr) *leaf = id;
  return {this, id};
}

Node Graph::add(std::string_view op, const std::vector<Node>& inputs, const NamedAttributes& attributes,
                const std::vector<int>& parameters, std::vector<double> constants) {
  const OpInfo& found = find_op(op);
  return add(found, inputs, attributes_from(found, attributes), parameters, std::move(constants));
}

void Graph::check_parameters(const NodeRecord& node, const NodeQuery& asked) const {
  std::vector<std::size_t> sizes;
  if (node.op->parameters != nullptr) sizes = node.op->parameters(asked, node.shape);
  const std::size_t count = node.parameters.size();
  require(count == sizes.size() || (node.op->optional_parameter && count + 1 == sizes.size()),
          fmt::format("{}: got {} parameters, it takes {}", node.op->name, count, sizes.size()));
  for (std::size_t p = 0; p < count; ++p) {
    const int index = node.parameters[p];
    require(index >= 0 && static_cast<std::size_t>(index) < parameters_.size(),
            fmt::format("{}: there is no parameter number {} among {}", node.op->name, index, parameters_.size()));
    const auto& parameter = parameters_[static_cast<std::size_t>(index)];
    require(parameter.size == sizes[p], fmt::format("{}: the parameter '{}' has {} numbers, and the node needs {}",
                                                    node.op->name, parameter.name, parameter.size, sizes[p]));
  }
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

std::vector<bool> Graph::needed_by(int node) const {
  std::vector<bool> needed(nodes_.size());
  needed.at(static_cast<std::size_t>(node)) = true;
  for (std::size_t n = nodes_.size(); n-- > 0;)
    for (const int input : nodes_[n].inputs)
      if (needed[n]) needed[static_cast<std::size_t>(input)] = true;
  return needed;
}

std::vector<bool> Graph::parameters_of(int node) const {
  const auto needed = needed_by(node);
  std::vector<bool> found(parameters_.size());
  for (std::size_t n = 0; n < nodes_.size(); ++n)
    for (const int p : nodes_[n].parameters)
      if (needed[n]) found[static_cast<std::size_t>(p)] = true;
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
