// SPDX-License-Identifier: Apache-2.0
#include "exec/factors.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "base/random.hpp"
#include "exec/executor.hpp"
#include "graph/build.hpp"

namespace kato {
namespace {

constexpr std::size_t walkers = 70;

std::vector<double> positions(const Graph& graph) {
  std::vector<double> x(walkers * static_cast<std::size_t>(graph.coordinates_count()));
  fill_normal({.seed = 12, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, x);
  return x;
}

// Layers on particles (with a mean beside them and without) and on pairs, an envelope, two determinants.
Graph network(int particles, int dimensions) {
  Graph graph(particles, dimensions);
  const Node x = graph.coordinates();
  const Node pairs = tanh(linear("pairs", {pair_difference(x)}, 3));
  Node h = tanh(linear("layer1", {x, mean(x), mean_of_others(pairs)}, 8));
  h = tanh(linear("layer2", {h, mean(h)}, 8)) + h;
  const Node matrices = linear("orbitals", {h}, 2 * particles, false);
  const Node log_envelope = gaussian_envelope("envelope", x, 2 * particles, std::sqrt(0.5));
  graph.output("amplitude", log_sum_exp(slogdet(matrices * exp(log_envelope))));
  return graph;
}

struct Case {
  const char* name;
  int particles, dimensions;
  int tile;
  std::vector<std::string> frozen;
};

void PrintTo(const Case& made, std::ostream* out) { *out << made.name; }

class Factors : public testing::TestWithParam<Case> {
 protected:
  Factors() {
    graph.freeze(
        [&](const Parameter& p) { return std::ranges::find(GetParam().frozen, p.name) != GetParam().frozen.end(); });
  }
  template <class T>
  Executor<T> executor(int threads = 2) {
    Executor<T> psi(graph, {.threads = threads, .tile = {.walkers = GetParam().tile}});
    psi.set_parameters(graph.initial_parameters(4));
    return psi;
  }
  Graph graph = network(GetParam().particles, GetParam().dimensions);
  std::vector<double> x = positions(graph);
};

TEST_P(Factors, written_out_they_are_the_jacobian) {
  auto psi = executor<double>();
  std::vector<double> rows(walkers * graph.trainable_count());
  psi.jacobian(x, rows);
  const auto expanded = psi.jacobian_factors(x).matrix.expanded(2);
  ASSERT_EQ(expanded.size(), rows.size());
  for (std::size_t n = 0; n < rows.size(); ++n) ASSERT_NEAR(expanded[n], rows[n], 1e-11 * (1 + std::abs(rows[n]))) << n;
}

TEST_P(Factors, of_the_mixed_derivatives_written_out_are_the_pullbacks_of_each_gradient) {
  auto psi = executor<double>();
  const std::size_t p = graph.trainable_count(), directions = x.size() / walkers;
  const auto expanded = psi.mixed_factors(x).matrix.expanded(2);
  ASSERT_EQ(expanded.size(), x.size() * p);
  const std::vector<double> none(walkers);
  std::vector<double> seed(x.size()), row(p);
  for (const std::size_t n : {std::size_t{0}, directions + 1, x.size() / 2 + 1, x.size() - 1}) {
    std::ranges::fill(seed, 0.0);
    seed[n] = 1;
    psi.gradient_pullback(x, none, seed, row);
    for (std::size_t i = 0; i < p; ++i) ASSERT_NEAR(expanded[n * p + i], row[i], 1e-10 * (1 + std::abs(row[i]))) << i;
  }
}

TEST_P(Factors, in_float_agree_with_those_in_double_to_rounding) {
  auto narrow = executor<float>();
  auto wide = executor<double>();
  const auto a = narrow.jacobian_factors(x).matrix.expanded(1), b = wide.jacobian_factors(x).matrix.expanded(1);
  double difference = 0, size = 0;
  for (std::size_t n = 0; n < a.size(); ++n) {
    difference += std::abs(a[n] - b[n]);
    size += std::abs(b[n]);
  }
  EXPECT_LT(difference, 1e-3 * size);
  EXPECT_GT(difference, 0);
}

TEST_P(Factors, do_not_depend_on_the_number_of_threads) {
  auto one = executor<double>(1), three = executor<double>(3);
  EXPECT_EQ(one.jacobian_factors(x).matrix.expanded(1), three.jacobian_factors(x).matrix.expanded(1));
  EXPECT_EQ(one.mixed_factors(x).matrix.expanded(1), three.mixed_factors(x).matrix.expanded(1));
}

INSTANTIATE_TEST_SUITE_P(
    networks, Factors,
    testing::Values(Case{"one_dimension", 3, 1, 0, {}}, Case{"two_dimensions", 2, 2, 0, {}},
                    Case{"small_tiles", 3, 1, 5, {}},
                    Case{"frozen_weights", 3, 1, 0, {"layer1.weight", "pairs.weight", "pairs.bias"}},
                    Case{"frozen_but_the_envelope",
                         3,
                         1,
                         0,
                         {"layer1.weight", "layer1.bias", "layer2.weight", "layer2.bias", "pairs.weight", "pairs.bias",
                          "orbitals.weight"}}),
    [](const auto& made) { return made.param.name; });

// Weights that two layers share are no layer's own: their derivatives are written out.
TEST(JacobianFactors, of_shared_weights_are_the_jacobian_too) {
  Graph graph(3, 1);
  const int weight = graph.parameter("shared", {4, 4}, {.spread = 0.5});
  Node h = tanh(linear("first", {graph.coordinates()}, 4));
  h = tanh(linear({h}, 4, weight));
  h = tanh(linear({h}, 4, weight)) + h;
  graph.output("amplitude", slogdet(linear("orbitals", {h, mean(h)}, 3)));
  Executor<double> psi(graph);
  psi.set_parameters(graph.initial_parameters(4));
  const auto x = positions(graph);
  std::vector<double> rows(walkers * graph.trainable_count());
  psi.jacobian(x, rows);
  const auto factors = psi.jacobian_factors(x).matrix;
  const auto expanded = factors.expanded(2);
  std::vector<double> gram(walkers * walkers);
  factors.gram(gram, 2);
  for (std::size_t n = 0; n < rows.size(); ++n) ASSERT_NEAR(expanded[n], rows[n], 1e-10 * (1 + std::abs(rows[n]))) << n;
  double sum = 0;
  for (std::size_t p = 0; p < graph.trainable_count(); ++p) sum += rows[p] * rows[graph.trainable_count() + p];
  EXPECT_NEAR(gram[walkers], sum, 1e-9 * (1 + std::abs(sum)));
}

TEST(LayerFactors, name_the_weights_and_the_bias_that_they_belong_to) {
  const Graph graph = network(3, 1);
  Executor<double> psi(graph);
  psi.set_parameters(graph.initial_parameters(4));
  const auto factors = psi.jacobian_factors(positions(graph));
  ASSERT_EQ(factors.layers.size(), 4u);
  for (const auto& layer : factors.layers) {
    const auto weights = std::ranges::find(graph.parameters(), layer.name, &Parameter::name);
    ASSERT_NE(weights, graph.parameters().end()) << layer.name;
    EXPECT_EQ(layer.weights, weights->offset);
    EXPECT_EQ(layer.bias == Plan::none, layer.name == "orbitals.weight");
    EXPECT_EQ(layer.rows, layer.name == "pairs.weight" ? 9 : 3);
    EXPECT_EQ(layer.outputs, weights->shape[1]);
  }
}

}  // namespace
}  // namespace kato
