// SPDX-License-Identifier: Apache-2.0
#include "graph/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"

namespace kato {

Node linear(const std::string& name, const std::vector<Node>& inputs, int width, bool bias) {
  require(!inputs.empty(), "linear '" + name + "': has no inputs");
  require(width > 0, fmt::format("linear '{}': needs at least one output feature, got {}", name, width));
  Graph& graph = *inputs.front().graph;
  int features = 0;
  for (const auto& input : inputs) features += input.shape().features;
  std::vector<int> parameters{
      graph.parameter(name + ".weight", {features, width}, {.spread = 1 / std::sqrt(features)})};
  if (bias) parameters.push_back(graph.parameter(name + ".bias", {width}, {.spread = 1 / std::sqrt(features)}));
  return graph.add(linear_op, inputs, {.count = width}, parameters);
}

Node linear(const std::vector<Node>& inputs, int width, int weight, int bias) {
  require(!inputs.empty(), "linear: has no inputs");
  Graph& graph = *inputs.front().graph;
  int features = 0;
  for (const auto& input : inputs) features += input.shape().features;
  const auto has = [&](int parameter, std::size_t size) {
    return graph.parameters().at(static_cast<std::size_t>(parameter)).size == size;
  };
  require(has(weight, static_cast<std::size_t>(features) * width) && (bias < 0 || has(bias, width)),
          fmt::format("linear: the parameters do not fit {} features and a width of {}", features, width));
  std::vector<int> parameters{weight};
  if (bias >= 0) parameters.push_back(bias);
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
Node operator/(Node a, Node b) { return a * reciprocal(b); }

Node concat(const std::vector<Node>& inputs) {
  require(!inputs.empty(), "concat: has no inputs");
  if (inputs.size() <= max_inputs) return inputs.front().graph->add(concat_op, inputs, {}, {});
  std::vector<Node> joined;
  for (std::size_t n = 0; n < inputs.size(); n += max_inputs)
    joined.push_back(concat({inputs.begin() + static_cast<std::ptrdiff_t>(n),
                             inputs.begin() + static_cast<std::ptrdiff_t>(std::min(n + max_inputs, inputs.size()))}));
  return concat(joined);
}
Node broadcast(Node x, Rows rows) {
  require(x.shape().rows == Rows::one, "broadcast: needs one row a walker; gather rows of particles to pairs");
  return x.graph->add(concat_op, {x}, {.kind = static_cast<int>(rows)});
}
Node sum_features(Node x) { return x.graph->add(sum_features_op, {x}); }

Node flatten(Node x) { return x.graph->add(flatten_op, {x}); }

Node sum(Node x) { return x.graph->add(reduce_op, {x}, {.a = 1}); }
Node mean(Node x) { return x.graph->add(reduce_op, {x}, {.a = 1.0 / x.graph->particles()}); }

namespace {
Node reduce_others(Node x, double factor, ParticleRange over = {}) {
  require(x.shape().rows == Rows::pairs, "sum over others: needs one row a pair");
  return x.graph->add(reduce_op, {x}, {.kind = 1, .a = factor, .first = over.first, .rows = over.count});
}
Node reduce_range(Node x, double factor, ParticleRange over) {
  require(over.count > 0, "sum over some particles: there are none");
  return x.graph->add(reduce_op, {x}, {.a = factor, .first = over.first, .rows = over.count});
}
}  // namespace
Node sum(Node x, ParticleRange over) { return reduce_range(x, 1, over); }
Node mean(Node x, ParticleRange over) { return reduce_range(x, 1.0 / std::max(1, over.count), over); }
Node sum_of_others(Node x, ParticleRange over) {
  require(over.count > 0, "sum over some particles: there are none");
  return reduce_others(x, 1, over);
}
Node mean_of_others_by_species(Node x, const std::vector<int>& counts) {
  return x.graph->add(pool_others_op, {x}, {.count = static_cast<int>(counts.size())}, {},
                      std::vector<double>(counts.begin(), counts.end()));
}
Node by_species(const std::vector<Node>& parts, const std::vector<int>& counts) {
  require(!parts.empty() && parts.size() == counts.size(),
          fmt::format("by_species: got {} parts and {} counts; give one count a part", parts.size(), counts.size()));
  Node rows = parts.front();
  int first = 0;
  for (std::size_t n = 1; n < parts.size(); ++n) {
    first += counts[n - 1];
    rows = rows.graph->add(stack_op, {rows, parts[n]}, {.first = first});
  }
  return rows;
}
Node exchange_rows(Node x, int i, int j) {
  const int first = std::min(i, j), second = std::max(i, j), all = x.graph->particles();
  require(first >= 0 && second < all && x.shape().rows == Rows::particles,
          fmt::format("exchange_rows: there are no rows {} and {} of particles among {}", i, j, all));
  if (i == j) return x;
  const Node to_first = sum(x, {second, 1}), to_second = sum(x, {first, 1});
  std::vector<Node> parts;
  std::vector<int> counts;
  const auto put = [&](Node part, int count) {
    if (count > 0) parts.push_back(part), counts.push_back(count);
  };
  put(x, first), put(to_first, 1), put(x, second - first - 1), put(to_second, 1), put(x, all - second - 1);
  return by_species(parts, counts);
}
Node sum_of_others(Node x) { return reduce_others(x, 1); }
Node mean_of_others(Node x) { return reduce_others(x, 1.0 / std::max(1, x.graph->particles() - 1)); }

Node first_of_pair(Node x) { return x.graph->add(to_pairs_op, {x}, {.a = 1}); }
Node second_of_pair(Node x) { return x.graph->add(to_pairs_op, {x}, {.b = 1}); }
Node pair_difference(Node x) { return x.graph->add(to_pairs_op, {x}, {.a = 1, .b = -1}); }
Node distance(Node v, double softening) { return v.graph->add(distance_op, {v}, {.a = softening}); }

Node pair_geometry(Node x, double range, bool kinks) {
  return x.graph->add(pair_geometry_op, {x}, {.kind = kinks, .a = range});
}

Node softmax(Node scores, bool skip_self) { return scores.graph->add(softmax_op, {scores}, {.kind = skip_self}); }
Node weighted_sum(Node weights, Node values) { return weights.graph->add(weighted_sum_op, {weights, values}); }
Node pair_product(Node q, Node k) { return q.graph->add(pair_product_op, {q, k}); }

Node powers(Node x, int count, double scale, int first) {
  return x.graph->add(powers_op, {x}, {.count = count, .a = scale, .first = first - 1});
}
Node power_sums(Node x, int count, double scale) { return sum(powers(x, count, scale)); }
Node power_sums_of_others(Node x, int count, double scale) {
  const Node own = powers(x, count, scale);
  return sum(own) - own;
}
Node power_sums(Node x, int count, double scale, ParticleRange over) { return sum(powers(x, count, scale), over); }
Node power_sums_of_others(Node x, int count, double scale, ParticleRange over) {
  const Node own = powers(x, count, scale);
  return sum(own, over) - own;
}

Node hermite_products(Node x, const std::vector<std::vector<int>>& levels, const std::vector<double>& scales) {
  std::vector<double> constants(scales);
  for (const auto& level : levels) {
    require(level.size() == scales.size(),
            fmt::format("hermite_products: a level has {} quantum numbers, but there are "
                        "{} scales; give one of each for every feature",
                        level.size(), scales.size()));
    constants.insert(constants.end(), level.begin(), level.end());
  }
  return x.graph->add(hermite_products_op, {x}, {.count = static_cast<int>(levels.size())}, {}, std::move(constants));
}

Node fixed_linear(Node x, const std::vector<std::vector<double>>& matrix) {
  std::vector<double> constants;
  for (const auto& row : matrix) constants.insert(constants.end(), row.begin(), row.end());
  return x.graph->add(fixed_linear_op, {x}, {.count = static_cast<int>(matrix.size())}, {}, std::move(constants));
}

namespace {
Node envelope(const std::string& name, Node radius, int orbitals, double width) {
  const int parameter = radius.graph->parameter(name + ".width", {orbitals}, {.shift = width});
  return radius.graph->add(envelope_op, {radius}, {.count = orbitals}, {parameter});
}
Node square_norm(Node x) { return x.shape().features == 1 ? square(x) : sum_features(square(x)); }
}  // namespace
Node gaussian_envelope(const std::string& name, Node x, int orbitals, double width) {
  return envelope(name, square_norm(x), orbitals, width);
}
Node exponential_envelope(const std::string& name, Node x, int orbitals, double width) {
  return envelope(name, distance(x, 1), orbitals, width);
}

namespace {
Node pair_jastrow(Node x, PairForm form, const PairClasses& classes, const std::vector<double>& slopes, int parameter,
                  double range = 0) {
  std::vector<double> constants(slopes);
  constants.insert(constants.end(), classes.of_pair.begin(), classes.of_pair.end());
  return x.graph->add(pair_jastrow_op, {x}, {.kind = static_cast<int>(form), .count = classes.count, .a = range},
                      {parameter}, std::move(constants));
}
void require_slopes(const char* word, const PairClasses& classes, const std::vector<double>& slopes) {
  require(slopes.size() == static_cast<std::size_t>(classes.count),
          fmt::format("{}: {} slopes for {} classes of pairs; give one for each", word, slopes.size(), classes.count));
}
}  // namespace
Node pade_pairs(const std::string& name, Node x, const PairClasses& classes, const std::vector<double>& slopes,
                double root) {
  require_slopes("pade_pairs", classes, slopes);
  return pair_jastrow(x, PairForm::pade, classes, slopes, x.graph->parameter(name, {classes.count}, {.shift = root}));
}
Node linear_pairs(const std::string& name, Node x, const PairClasses& classes) {
  return pair_jastrow(x, PairForm::straight, classes, {}, x.graph->parameter(name, {classes.count}, {}));
}
Node levelled_pairs(const std::string& name, Node x, const PairClasses& classes, const std::vector<double>& slopes,
                    double range) {
  constexpr int terms = 5;
  require_slopes("levelled_pairs", classes, slopes);
  return pair_jastrow(x, PairForm::levelled, classes, slopes, x.graph->parameter(name, {terms, classes.count}, {}),
                      range);
}

Node peak(Node x) { return x.graph->add(peak_op, {x}); }

Node slogdet(Node matrices) { return matrices.graph->add(slogdet_op, {matrices}); }
Node slogdet(Node matrices, Node row_logarithms) { return matrices.graph->add(slogdet_op, {matrices, row_logarithms}); }
Node slogdet(Node matrices, ParticleRange rows) {
  require(rows.count > 0, "slogdet: a range of no particles");
  return matrices.graph->add(slogdet_op, {matrices}, {.first = rows.first, .rows = rows.count});
}
Node slogdet(Node matrices, Node row_logarithms, ParticleRange rows) {
  require(rows.count > 0, "slogdet: a range of no particles");
  return matrices.graph->add(slogdet_op, {matrices, row_logarithms}, {.first = rows.first, .rows = rows.count});
}

Node slogpf(Node pairs) { return pairs.graph->add(slogpf_op, {pairs}); }

Node signed_product(const std::vector<Node>& factors) {
  require(!factors.empty(), "signed_product: has no factors");
  if (factors.size() <= max_inputs) return factors.front().graph->add(signed_product_op, factors, {}, {});
  const auto end = factors.begin() + static_cast<std::ptrdiff_t>(max_inputs);
  std::vector<Node> joined{signed_product({factors.begin(), end})};
  joined.insert(joined.end(), end, factors.end());
  return signed_product(joined);
}

Node log_sum_exp(Node terms) {
  if (terms.shape().features == 2) return terms;
  return terms.graph->add(log_sum_exp_op, {terms});
}

Node signed_sum(const std::vector<Node>& parts, const std::vector<double>& factors) {
  require(!parts.empty() && parts.size() == factors.size(),
          fmt::format("signed_sum: got {} parts and {} factors; give one for each", parts.size(), factors.size()));
  Graph& graph = *parts.front().graph;
  if (parts.size() <= max_inputs) return graph.add(log_sum_exp_op, parts, {}, {}, factors);
  const auto cut = static_cast<std::ptrdiff_t>(max_inputs);
  std::vector<Node> joined{signed_sum({parts.begin(), parts.begin() + cut}, {factors.begin(), factors.begin() + cut})};
  joined.insert(joined.end(), parts.begin() + cut, parts.end());
  std::vector<double> rest{1};
  rest.insert(rest.end(), factors.begin() + cut, factors.end());
  return signed_sum(joined, rest);
}

}  // namespace kato
