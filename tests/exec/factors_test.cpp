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

// The same weights and bias twice, and a third time without the bias; each time with other inputs: all rows at once, in
// parts that are cut elsewhere, one of them a mean.
Graph shared(int particles, int dimensions) {
  Graph graph(particles, dimensions);
  const Node x = graph.coordinates();
  const int weight = graph.parameter("shared.weight", {8, 5}, {.spread = 0.4}),
            bias = graph.parameter("shared.bias", {5}, {.spread = 0.4});
  const Node h = tanh(linear("first", {x, mean(x)}, 3)), other = tanh(linear("other", {x}, 5));
  const Node one = tanh(linear({h, mean(other)}, 5, weight, bias));
  const Node two = tanh(linear({one, h}, 5, weight, bias)) + one;
  const Node three = linear({tanh(linear("eight", {two}, 8))}, 5, weight);
  graph.output("amplitude", slogdet(linear("orbitals", {two, mean(three), tanh(three)}, particles)));
  return graph;
}

// Weights of pairs, particles and walkers; a bias that several weights share.
Graph shared_by_all_kinds_of_rows(int particles, int dimensions) {
  Graph graph(particles, dimensions);
  const Node x = graph.coordinates();
  const int weight = graph.parameter("shared.weight", {12, 12}, {.spread = 0.3}),
            own = graph.parameter("own.weight", {12, 12}, {.spread = 0.3}),
            bias = graph.parameter("shared.bias", {12}, {.spread = 0.3});
  const Node pairs = tanh(linear("pairs", {pair_difference(x)}, 12)), h = tanh(linear("first", {x}, 12));
  const Node seen = mean_of_others(tanh(linear({pairs}, 12, weight, bias)));
  const Node walker = tanh(linear({mean(h)}, 12, own, bias));
  const Node all = tanh(linear({h + seen}, 12, weight)) + tanh(linear({walker}, 12, weight, bias));
  graph.output("amplitude", slogdet(linear("orbitals", {all}, particles)));
  return graph;
}

// Of one row each: the Gram matrix comes from the factors.
Graph shared_by_means(int particles, int dimensions) {
  Graph graph(particles, dimensions);
  const Node x = graph.coordinates();
  const int weight = graph.parameter("shared.weight", {16, 12}, {.spread = 0.3});
  const Node h = tanh(linear("first", {x}, 16));
  const Node one = tanh(linear({mean(h)}, 12, weight)), two = tanh(linear({mean(square(h))}, 12, weight));
  graph.output("amplitude", slogdet(linear("orbitals", {h, one * two}, particles)));
  return graph;
}

// Used in ways that have no common factors: as matrices of other widths, as a bias, by another op.
Graph shared_without_factors(int particles, int dimensions) {
  Graph graph(particles, dimensions);
  const Node x = graph.coordinates();
  const int reshaped = graph.parameter("reshaped", {4, 6}, {.spread = 0.4}),
            either = graph.parameter("either", {1, 6}, {.spread = 0.4}),
            width = graph.parameter("width", {1, 4}, {.spread = 0.1, .shift = 0.5}),
            twice = graph.parameter("twice", {1, 3}, {.spread = 0.4});
  const Node first = tanh(linear("first", {x}, 4)), square_norm = sum_features(square(x));
  const Node second = tanh(linear({first}, 6, reshaped)), third = tanh(linear({second}, 4, reshaped, width));
  const Node fourth = linear({square_norm}, 6, either) + linear("biased", {third}, 6, false);
  const Node fifth =
      tanh(linear({fourth}, 4, reshaped)) * exp(graph.add(envelope_op, {square_norm}, {.count = 4}, {width}));
  const Node sixth = linear("weighted", {tanh(linear({fifth}, 6, reshaped, either))}, particles);
  graph.output("amplitude", slogdet(sixth + linear("last", {tanh(linear({square_norm}, 3, twice, twice))}, particles)));
  return graph;
}

struct Case {
  const char* name;
  int particles, dimensions;
  int tile;
  std::vector<std::string> frozen;
  Graph (*graph)(int particles, int dimensions) = network;
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
  Graph graph = GetParam().graph(GetParam().particles, GetParam().dimensions);
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

TEST_P(Factors, give_the_gram_matrix_and_products_of_the_jacobian) {
  auto psi = executor<double>();
  const std::size_t p = graph.trainable_count();
  std::vector<double> rows(walkers * p), gram(walkers * walkers), v(p), product(walkers), back(p);
  psi.jacobian(x, rows);
  fill_normal({.seed = 12, .stage = 0, .step = 0, .purpose = Purpose::test}, 1, 0, v);
  const auto factors = psi.jacobian_factors(x).matrix;
  factors.gram(gram, 2);
  factors.multiply(v, product, 2);
  factors.multiply_transposed(product, back, 2);
  std::vector<double> expected(p);
  for (std::size_t a = 0; a < walkers; ++a) {
    double along = 0;
    for (std::size_t i = 0; i < p; ++i) along += rows[a * p + i] * v[i];
    ASSERT_NEAR(product[a], along, 1e-10 * (1 + std::abs(along)));
    for (std::size_t i = 0; i < p; ++i) expected[i] += along * rows[a * p + i];
    for (std::size_t b = 0; b <= a; ++b) {
      double sum = 0, size = 1;
      for (std::size_t i = 0; i < p; ++i) {
        sum += rows[a * p + i] * rows[b * p + i];
        size += std::abs(rows[a * p + i] * rows[b * p + i]);
      }
      ASSERT_NEAR(gram[a * walkers + b], sum, 1e-12 * size) << a << " " << b;
    }
  }
  double size = 1;
  for (const double each : expected) size = std::max(size, std::abs(each));
  for (std::size_t i = 0; i < p; ++i) ASSERT_NEAR(back[i], expected[i], 1e-11 * size) << i;
}

// Only what is no linear layer's weights is written out.
TEST_P(Factors, leave_no_more_columns_dense_than_there_are_parameters_that_are_no_weights) {
  std::size_t dense = 0;
  for (const auto& p : graph.parameters())
    if (p.trainable && !p.name.ends_with(".weight")) dense += p.size;
  EXPECT_EQ(executor<double>().jacobian_factors(x).matrix.dense_columns.size(), dense);
  EXPECT_EQ(executor<double>().mixed_factors(x).matrix.dense_columns.size(), dense);
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
                          "orbitals.weight"}},
                    Case{"shared", 3, 1, 0, {}, shared}, Case{"shared_in_two_dimensions", 2, 2, 4, {}, shared},
                    Case{"shared_but_frozen", 3, 1, 0, {"shared.weight", "other.bias"}, shared},
                    Case{"shared_bias_frozen", 3, 1, 0, {"shared.bias", "first.weight"}, shared},
                    Case{"all_kinds_of_rows", 3, 1, 0, {}, shared_by_all_kinds_of_rows},
                    Case{"means", 3, 2, 0, {}, shared_by_means},
                    Case{"without_factors", 3, 1, 0, {}, shared_without_factors},
                    Case{"without_factors_and_frozen", 3, 1, 0, {"width", "twice"}, shared_without_factors}),
    [](const auto& made) { return made.param.name; });

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
    ASSERT_EQ(layer.uses.size(), 1u);
    EXPECT_EQ(layer.uses[0].rows, layer.rows);
  }
}

// The mean of the first use, 5 of 8 inputs, lies across where the second divides them.
TEST(LayerFactors, of_shared_weights_hold_the_rows_of_all_uses) {
  const Graph graph = shared(3, 1);
  Executor<double> psi(graph);
  psi.set_parameters(graph.initial_parameters(4));
  const auto factors = psi.jacobian_factors(positions(graph));
  const auto layer = std::ranges::find(factors.layers, "shared.weight", &LayerFactors::name);
  ASSERT_NE(layer, factors.layers.end());
  EXPECT_EQ(std::ranges::count(factors.layers, "shared.weight", &LayerFactors::name), 1);
  EXPECT_EQ(layer->rows, 9);
  ASSERT_EQ(layer->uses.size(), 3u);
  EXPECT_EQ(layer->uses[0].terms, (std::vector{3, 1, 1}));  // rows 0..2, 3..4 and 5..7 of the weights
  EXPECT_EQ(layer->uses[1].terms, (std::vector{3, 3, 3}));
  EXPECT_EQ(layer->uses[2].terms, (std::vector{3, 3, 3}));
  ASSERT_EQ(layer->blocks.size(), 3u);
  std::size_t offset = layer->weights;
  for (const auto& [n, depth, terms] : {std::tuple{0u, 3, 9}, {1u, 2, 7}, {2u, 3, 7}}) {
    const auto& block = factors.matrix.blocks[layer->blocks[n]];
    EXPECT_EQ(block.offset, offset);
    EXPECT_EQ(block.depth, depth);
    EXPECT_EQ(block.terms, terms);
    offset += static_cast<std::size_t>(depth * layer->outputs);
  }
}

// Its third use has no bias, so that the bias is no part of the layer.
TEST(LayerFactors, have_the_bias_that_belongs_to_all_uses_and_to_no_other_weights) {
  const auto bias_of = [](const Graph& graph, const std::string& name) {
    Executor<double> psi(graph);
    psi.set_parameters(graph.initial_parameters(4));
    const auto layers = psi.jacobian_factors(positions(graph)).layers;
    return std::ranges::find(layers, name, &LayerFactors::name)->bias;
  };
  EXPECT_EQ(bias_of(shared(3, 1), "shared.weight"), Plan::none);
  EXPECT_EQ(bias_of(shared_by_all_kinds_of_rows(3, 1), "own.weight"), Plan::none);
  Graph graph(3, 1);
  const int weight = graph.parameter("shared.weight", {4, 4}, {.spread = 0.5}),
            bias = graph.parameter("shared.bias", {4}, {.spread = 0.5});
  const Node h = tanh(linear({tanh(linear("first", {graph.coordinates()}, 4))}, 4, weight, bias));
  graph.output("amplitude", slogdet(linear("orbitals", {tanh(linear({h}, 4, weight, bias))}, 3)));
  EXPECT_EQ(bias_of(graph, "shared.weight"), graph.parameters()[static_cast<std::size_t>(bias)].offset);
}

}  // namespace
}  // namespace kato
