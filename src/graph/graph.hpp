// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "op/catalogue.hpp"
#include "op/info.hpp"
#include "op/ops.hpp"

namespace kato {

/// How a parameter starts: `spread` times a normal number, plus `shift`.
struct Initial {
  double spread = 0;
  double shift = 0;
};

/// A named array of parameters; its numbers are `offset` .. `offset + size - 1` of the vector of all parameters [P],
/// and, unless it is frozen, `trainable_offset` .. of the vector of the trainable ones [P_t].
struct Parameter {
  std::string name;
  std::vector<int> shape;
  std::size_t offset = 0;
  std::size_t size = 0;
  Initial initial;
  bool trainable = true;
  std::size_t trainable_offset = 0;
};

/// A node as the graph keeps it.
struct NodeRecord {
  const OpInfo* op = nullptr;
  std::vector<int> inputs;
  std::vector<int> parameters;
  Attributes attributes;
  std::vector<double> constants;  ///< more of them than `attributes` has room for; kernels get a pointer to them
  Shape shape;
};

class Graph;

/// A handle of a node, to build others from.
struct Node {
  Graph* graph = nullptr;
  int id = -1;
  const Shape& shape() const;
};

/// A wave function written as a graph of batched operations over the particles of a walker. Nodes are in the order of
/// evaluation; the functions in `build.hpp` add them.
class Graph {
 public:
  Graph(int particles, int dimensions);

  int particles() const { return particles_; }
  int dimensions() const { return dimensions_; }
  int coordinates_count() const { return particles_ * dimensions_; }

  /// The leaves: x [A, d], and labels [A, L], what is known of a particle beside its place, with no derivatives. They
  /// are sampled, small integers that come with each walker, or constants [A, L], so that one wave function serves
  /// both. Each is the same node whenever asked for. Throws `Error` if other labels were asked for before.
  Node coordinates();
  Node labels(int count);
  Node labels(std::vector<double> constants);
  /// L, or 0 where no labels are sampled.
  int sampled_labels() const;

  /// Adds a parameter; names are unique.
  int parameter(std::string name, std::vector<int> shape, Initial initial);

  /// Adds a node. Throws `Error` if the inputs do not fit the op.
  Node add(const OpInfo& op, std::initializer_list<Node> inputs, Attributes attributes = {},
           std::initializer_list<int> parameters = {}, std::vector<double> constants = {});
  Node add(const OpInfo& op, std::span<const Node> inputs, Attributes attributes, std::span<const int> parameters,
           std::vector<double> constants = {});
  /// The same with the op and its attributes by their names. Throws `Error` also if there are none of these names.
  Node add(std::string_view op, const std::vector<Node>& inputs, const NamedAttributes& attributes = {},
           const std::vector<int>& parameters = {}, std::vector<double> constants = {});

  /// Names a node whose numbers are read from outside. "amplitude" [1, 2] is the wave function: ln|psi| and its sign;
  /// "orbitals" [A, n], where there are such, is what pretraining fits. Where |psi|^2 is the density of a Boltzmann
  /// machine, "visible" [1, 1] is the logarithm of its Gaussian part, a sum of functions of one coordinate each, and
  /// the outputs "hidden..." [R, n] are fields f linear in x: ln|psi|^2 = visible + sum of ln(1 + e^f), where fields
  /// that do not depend on x may be left out.
  void output(std::string name, Node node);
  /// The node of an output, or -1.
  int output(const std::string& name) const;
  const std::map<std::string, int>& outputs() const { return outputs_; }

  const std::vector<NodeRecord>& nodes() const { return nodes_; }
  const std::vector<Parameter>& parameters() const { return parameters_; }
  std::size_t parameter_count() const;

  /// Leaves those parameters, and no others, out of every derivative: pullbacks skip them and all that only they need.
  void freeze(const std::function<bool(const Parameter&)>& frozen);
  std::size_t trainable_count() const;
  /// Whether a node is computed from each node of the graph, itself included.
  std::vector<bool> needed_by(int node) const;
  /// Whether a node depends on each parameter.
  std::vector<bool> parameters_of(int node) const;
  /// Whether each node is computed from one of these ops' nodes, or is one.
  std::vector<bool> computed_from(std::initializer_list<const OpInfo*> ops) const;

  /// Random starting values of all parameters; a function of the seed alone.
  std::vector<double> initial_parameters(std::uint64_t seed) const;

  /// What the op of a node is asked with.
  NodeQuery query(int node, std::vector<Shape>& inputs) const;

 private:
  void check_parameters(const NodeRecord& node, const NodeQuery& asked) const;

  int particles_, dimensions_;
  int coordinates_ = -1, labels_ = -1;
  std::vector<NodeRecord> nodes_;
  std::vector<Parameter> parameters_;
  std::map<std::string, int> outputs_;
};

}  // namespace kato
