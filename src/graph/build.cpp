// SPDX-License-Identifier: Apache-2.0
#include "graph/build.hpp"

#include <cmath>

#include "base/error.hpp"

namespace kato {

Node linear(const std::string& name, const std::vector<Node>& inputs, int width, bool bias) {
  require(!inputs.empty(), "linear '" + name + "': has no inputs");
  Graph& graph = *inputs.front().graph;
  int features = 0;
  for (const auto& input : inputs) features += input.shape().features;
  std::vector<int> parameters{graph.parameter(name + ".weight", {features, width}, {.spread = 1 / std::sqrt(features)})};
  if (bias) parameters.push_back(graph.parameter(name + ".bias", {width}, {}));
  return graph.add(linear_op, inputs, {.count = width}, parameters);
}

Node pointwise(Node x, Pointwise function, double a, double b) {
  return x.graph->add(pointwise_op, {x}, {.kind = static_cast<int>(function), .a = a, .b = b});
}
Node tanh(Node x) { return pointwise(x, Pointwise::tanh); }
Node celu(Node x, double alpha) {
  require(alpha > 0, "celu: its width must be positive");
  return pointwise(x, Pointwise::celu, alpha);
}
Node gelu(Node x) { return pointwise(x, Pointwise::gelu); }
Node silu(Node x) { return pointwise(x, Pointwise::silu); }
Node softplus(Node x) { return pointwise(x, Pointwise::softplus); }
Node sigmoid(Node x) { return pointwise(x, Pointwise::sigmoid); }
Node exp(Node x) { return pointwise(x, Pointwise::exp); }
Node log(Node x) { return pointwise(x, Pointwise::log); }
Node sin(Node x) { return pointwise(x, Pointwise::sin); }
Node cos(Node x) { return pointwise(x, Pointwise::cos); }
Node square(Node x) { return pointwise(x, Pointwise::square); }
Node sqrt(Node x) { return pointwise(x, Pointwise::sqrt); }
Node reciprocal(Node x) { return pointwise(x, Pointwise::reciprocal); }
Node power(Node x, double exponent) { return pointwise(x, Pointwise::power, exponent); }
Node scale(Node x, double factor, double shift) { return pointwise(x, Pointwise::affine, factor, shift); }

Node operator+(Node a, Node b) { return a.graph->add(add_op, {a, b}, {.a = 1, .b = 1}); }
Node operator-(Node a, Node b) { return a.graph->add(add_op, {a, b}, {.a = 1, .b = -1}); }
Node operator*(Node a, Node b) { return a.graph->add(multiply_op, {a, b}); }

Node sum(Node x) { return x.graph->add(reduce_op, {x}, {.a = 1}); }
Node mean(Node x) { return x.graph->add(reduce_op, {x}, {.a = 1.0 / x.graph->particles()}); }

Node gaussian_envelope(const std::string& name, Node x, int orbitals, double width) {
  require(x.shape().features == 1, "gaussian_envelope '" + name + "': takes one coordinate a particle");
  const int parameter = x.graph->parameter(name + ".width", {orbitals}, {.shift = width});
  return x.graph->add(envelope_op, {square(x)}, {.count = orbitals}, {parameter});
}

Node peak(Node x) { return x.graph->add(peak_op, {x}); }

Node slogdet(Node matrices) { return matrices.graph->add(slogdet_op, {matrices}); }
Node slogdet(Node matrices, Node row_logarithms) { return matrices.graph->add(slogdet_op, {matrices, row_logarithms}); }

Node log_sum_exp(Node terms) {
  if (terms.shape().features == 2) return terms;
  return terms.graph->add(log_sum_exp_op, {terms});
}

}  // namespace kato
