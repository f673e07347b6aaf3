// SPDX-License-Identifier: Apache-2.0
// Walkers with labels, through every evaluation.
#include "exec/batch.hpp"

#include <cmath>
#include <vector>

#include "base/random.hpp"
#include "evaluated.hpp"
#include "graph/build.hpp"
#include "message.hpp"

namespace kato {
namespace {

constexpr int particles = 4, dimensions = 2, coordinates = particles * dimensions;
constexpr std::size_t walkers = 37;
using Labels = std::vector<std::int8_t>;

// Orbitals, pairs and a sum that all see the labels [A, 2].
Graph network(Graph graph, Node labels) {
  labels.graph = &graph;
  const Node x = graph.coordinates();
  const Node pairs = concat({pair_difference(x), first_of_pair(labels), second_of_pair(labels)});
  const Node h = tanh(linear("layer", {x, labels, mean_of_others(tanh(linear("pairs", {pairs}, 5)))}, 7));
  const Node factor = scale(sum(softplus(linear("factor", {h * linear("gate", {labels}, 7)}, 1))), 0.1);
  const Node orbitals = linear("orbitals", {h}, 2 * particles) * exp(scale(sum_features(square(x)), -0.3));
  graph.output("orbitals", orbitals);
  graph.output("amplitude", log_sum_exp(signed_product({slogdet(orbitals), factor})));
  return graph;
}
Graph sampled() {
  Graph graph(particles, dimensions);
  const Node labels = graph.labels(2);
  return network(graph, labels);
}
Graph with_constants(std::vector<double> constants) {
  Graph graph(particles, dimensions);
  const Node labels = graph.labels(std::move(constants));
  return network(graph, labels);
}

std::vector<double> normal(std::size_t count, std::uint32_t stream) {
  std::vector<double> z(count);
  fill_normal({.seed = 7, .stage = 0, .step = 0, .purpose = Purpose::test}, stream, 0, z);
  return z;
}

// Both signs, for every walker others.
Labels some_labels(std::size_t count) {
  Labels labels;
  for (const double z : normal(count * particles * 2, 3)) labels.push_back(z > 0 ? 1 : -1);
  return labels;
}

template <class T>
std::vector<std::vector<double>> all_evaluations(const Graph& graph, const ExecutorOptions& options,
                                                 const Batch& batch) {
  Executor<T> psi(graph, options);
  psi.set_parameters(graph.initial_parameters(3));
  const std::size_t count = walkers_in(psi, batch), parameters = graph.parameter_count();
  const auto seed = normal(count, 5), gradient_seed = normal(batch.x.size(), 6),
             orbital_seed = normal(count * particles * 2 * particles, 7);
  const auto derivatives = derivatives_at(psi, batch);
  std::vector<double> pulled(parameters), gradient_pulled(parameters), orbital_pulled(parameters),
      rows(count * parameters), orbitals(orbital_seed.size());
  psi.pullback(batch, seed, pulled);
  psi.gradient_pullback(batch, seed, gradient_seed, gradient_pulled);
  psi.jacobian(batch, rows);
  psi.output("orbitals", batch, orbitals);
  psi.output_pullback("orbitals", batch, orbital_seed, orbital_pulled);
  EXPECT_FALSE(psi.find_nonfinite(batch));
  return {values_at(psi, batch).log_abs,
          derivatives.log_abs,
          derivatives.sign,
          derivatives.gradient,
          derivatives.laplacian,
          pulled,
          gradient_pulled,
          rows,
          orbitals,
          orbital_pulled,
          psi.jacobian_factors(batch).matrix.expanded(1),
          psi.mixed_factors(batch).matrix.expanded(1)};
}

template <class T>
void expect_the_bits_of_constants() {
  const auto x = normal(walkers * coordinates, 1);
  const std::vector<double> constants{1, -1, -1, 1, 1, 1, -1, -1};
  Labels labels;
  for (std::size_t w = 0; w < walkers; ++w) labels.insert(labels.end(), constants.begin(), constants.end());
  for (const auto& options :
       {ExecutorOptions{}, ExecutorOptions{.threads = 3, .tile = {.walkers = 5, .block_particles = 3}}})
    EXPECT_EQ(all_evaluations<T>(sampled(), options, {x, labels}),
              all_evaluations<T>(with_constants(constants), options, x));
}

TEST(Batch, sampled_labels_that_never_change_give_the_bits_of_constants) {
  expect_the_bits_of_constants<double>();
  expect_the_bits_of_constants<float>();
}

TEST(Batch, every_walker_has_its_own_labels) {
  const auto x = normal(walkers * coordinates, 1);
  const auto labels = some_labels(walkers);
  const Graph graph = sampled();
  Executor<double> psi(graph, {.threads = 2, .tile = {.walkers = 8}});
  psi.set_parameters(graph.initial_parameters(3));
  const auto all = derivatives_at(psi, {x, labels});
  for (std::size_t w = 0; w < walkers; ++w) {
    const auto own = std::span(labels).subspan(w * particles * 2, particles * 2);
    Executor<double> one(with_constants({own.begin(), own.end()}));
    one.set_parameters(graph.initial_parameters(3));
    const auto found = derivatives_at(one, std::span(x).subspan(w * coordinates, coordinates));
    EXPECT_NEAR(all.log_abs[w], found.log_abs[0], 1e-12 * (1 + std::abs(found.log_abs[0])));
    EXPECT_EQ(all.sign[w], found.sign[0]);
    EXPECT_NEAR(all.laplacian[w], found.laplacian[0], 1e-9 * (1 + std::abs(found.laplacian[0])));
  }
}

TEST(Batch, tiles_of_values_and_gradients_take_labels) {
  const auto x = normal(4 * coordinates, 1);
  const auto labels = some_labels(4);
  const Graph graph = sampled();
  Executor<double> psi(graph);
  psi.set_parameters(graph.initial_parameters(3));
  const auto expected = derivatives_at(psi, {x, labels});
  std::vector<LogPsi> values(4), with_gradient(4);
  std::vector<double> gradient(x.size());
  psi.value_tile(0, {x, labels}, values);
  psi.gradient_tile(0, {x, labels}, with_gradient, gradient);
  for (std::size_t w = 0; w < 4; ++w) {
    EXPECT_NEAR(values[w].log_abs, expected.log_abs[w], 1e-12);
    EXPECT_EQ(with_gradient[w].sign, expected.sign[w]);
  }
  for (std::size_t k = 0; k < x.size(); ++k) EXPECT_NEAR(gradient[k], expected.gradient[k], 1e-10);
}

TEST(Batch, exchanging_two_particles_with_their_labels_flips_the_sign_and_without_them_does_more) {
  auto x = normal(walkers * coordinates, 1);
  auto labels = some_labels(walkers);
  const Graph graph = sampled();
  Executor<double> psi(graph);
  psi.set_parameters(graph.initial_parameters(3));
  const auto before = values_at(psi, {x, labels});
  for (std::size_t w = 0; w < walkers; ++w)
    for (std::size_t c = 0; c < dimensions; ++c) std::swap(x[w * coordinates + c], x[w * coordinates + 4 + c]);
  const auto places_alone = values_at(psi, {x, labels});
  for (std::size_t w = 0; w < walkers; ++w)
    for (std::size_t c = 0; c < 2; ++c) std::swap(labels[w * particles * 2 + c], labels[w * particles * 2 + 4 + c]);
  const auto after = values_at(psi, {x, labels});
  std::size_t changed = 0;
  for (std::size_t w = 0; w < walkers; ++w) {
    EXPECT_EQ(after.sign[w], -before.sign[w]);
    EXPECT_NEAR(after.log_abs[w], before.log_abs[w], 1e-9);
    changed += std::abs(places_alone.log_abs[w] - before.log_abs[w]) > 1e-3;
  }
  EXPECT_GT(changed, walkers / 2);
}

TEST(Batch, labels_that_the_graph_does_not_ask_for_are_an_error_and_so_are_missing_ones) {
  const auto x = normal(2 * coordinates, 1);
  const Graph graph = sampled(), fixed = with_constants(std::vector<double>(8, 1.0));
  Executor<double> psi(graph), of_constants(fixed);
  psi.set_parameters(graph.initial_parameters(3));
  of_constants.set_parameters(fixed.initial_parameters(3));
  const Labels enough(16), few(8);
  EXPECT_TRUE(has(message_of([&] { values_at(psi, x); }), "samples 2 labels of each particle", "16 for 2 walkers",
                  "got 0", "Graph::labels"));
  EXPECT_TRUE(has(message_of([&] { derivatives_at(psi, {x, few}); }), "got 8"));
  EXPECT_TRUE(has(message_of([&] { psi.jacobian_factors({x, few}); }), "got 8"));
  EXPECT_TRUE(has(message_of([&] { psi.find_nonfinite({x, few}); }), "got 8"));
  EXPECT_TRUE(has(message_of([&] { values_at(of_constants, {x, enough}); }), "samples 0 labels", "got 16"));
}

// ln psi = c tanh(s_1 + s_2): there is nothing to differentiate by.
TEST(Batch, a_function_of_labels_alone_has_no_derivatives_by_coordinates) {
  Graph graph(2, 1);
  const Node seen = tanh(sum(graph.labels(1)));
  graph.output("amplitude", concat({linear({seen}, 1, graph.parameter("c", {1, 1}, {.shift = 2})), scale(seen, 0, 1)}));
  Executor<double> psi(graph);
  psi.set_parameters(graph.initial_parameters(1));
  const std::vector<double> x{0.1, 0.2, 0.3, 0.4};
  const Labels labels{1, 1, 1, -1};
  const auto found = derivatives_at(psi, {x, labels});
  EXPECT_NEAR(found.log_abs[0], 2 * std::tanh(2), 1e-14);
  EXPECT_EQ(found.log_abs[1], 0);
  EXPECT_EQ(found.gradient, std::vector<double>(4));
  EXPECT_EQ(found.laplacian, std::vector<double>(2));
  std::vector<LogPsi> values(2);
  std::vector<double> gradient(4, 1.0), bar(1);
  psi.gradient_tile(0, {x, labels}, values, gradient);
  EXPECT_EQ(gradient, std::vector<double>(4));
  psi.gradient_pullback({x, labels}, std::vector<double>{1, 1}, std::vector<double>(4, 1.0), bar);
  EXPECT_NEAR(bar[0], std::tanh(2), 1e-14);
  EXPECT_EQ(psi.mixed_factors({x, labels}).matrix.expanded(1), std::vector<double>(4));
}

TEST(Batch, a_walker_whose_labels_make_no_number_is_found) {
  Graph graph(2, 1);
  const Node root = sum(sqrt(graph.labels(1))) + sum(graph.coordinates());
  graph.output("amplitude", concat({root, scale(root, 0, 1)}));
  Executor<double> psi(graph);
  psi.set_parameters({});
  const std::vector<double> x{0.1, 0.2, 0.3, 0.4};
  const auto found = psi.find_nonfinite({x, Labels{1, 1, 1, -1}});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->walker, 1u);
  EXPECT_EQ(found->op, "pointwise");
}

}  // namespace
}  // namespace kato
