// SPDX-License-Identifier: Apache-2.0
#include "graph/one_particle.hpp"

#include <gtest/gtest.h>

#include "graph/build.hpp"

namespace kato {
namespace {

constexpr int particles = 3;

// Determinants of a network of each particle; `change` may alter the matrices before they are taken.
template <class Change>
Graph determinants(Change change) {
  Graph graph(particles, 2);
  const Node x = graph.coordinates();
  const Node h = tanh(linear("hidden", {x}, 5));
  const Node envelope = gaussian_envelope("envelope", x, 2 * particles, 0.5), largest = peak(envelope);
  const Node matrices = change(linear("orbitals", {h}, 2 * particles) * exp(envelope - largest));
  graph.output("amplitude", log_sum_exp(slogdet(matrices, largest)));
  return graph;
}

TEST(OneParticle, has_the_rows_and_the_parameters_of_a_wave_function_without_backflow) {
  const Graph graph = determinants([](Node matrices) { return matrices; });
  const auto one = one_particle(graph);
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->determinants, 2);
  EXPECT_EQ(one->graph.particles(), 1);
  EXPECT_EQ(one->graph.dimensions(), 2);
  ASSERT_EQ(one->graph.parameters().size(), graph.parameters().size());
  for (std::size_t p = 0; p < graph.parameters().size(); ++p) {
    EXPECT_EQ(one->graph.parameters()[p].name, graph.parameters()[p].name);
    EXPECT_EQ(one->graph.parameters()[p].offset, graph.parameters()[p].offset);
  }
  const auto& row = one->graph.nodes()[static_cast<std::size_t>(one->graph.output("row"))];
  EXPECT_EQ(row.shape.features, 2 * particles + 1);  // and the logarithm that was taken out
}

TEST(OneParticle, rows_may_come_without_a_factor_taken_out) {
  Graph graph(particles, 1);
  graph.output("amplitude", slogdet(linear("orbitals", {graph.coordinates()}, particles)));
  const auto one = one_particle(graph);
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->determinants, 1);
  EXPECT_EQ(one->graph.nodes()[static_cast<std::size_t>(one->graph.output("row"))].shape.features, particles);
}

TEST(OneParticle, rows_keep_the_constants_of_their_ops) {
  Graph graph(2, 1);
  graph.output("amplitude", slogdet(hermite_products(graph.coordinates(), {{0}, {1}}, {0.5})));
  const auto one = one_particle(graph);
  ASSERT_TRUE(one.has_value());
  const auto& row = one->graph.nodes()[static_cast<std::size_t>(one->graph.output("row"))];
  EXPECT_EQ(row.constants, (std::vector<double>{0.5, 0, 1}));
}

TEST(OneParticle, there_is_none_where_rows_see_other_particles) {
  EXPECT_FALSE(one_particle(determinants([](Node m) { return m + mean(m); })));
  EXPECT_FALSE(one_particle(determinants([](Node m) {
    const Node x = m.graph->coordinates();
    return m * scale(sum_of_others(distance(pair_difference(x), 1)), 0.1, 1);
  })));
}

// The patterns alone would let this pass: a number that is held fixed depends on nothing, they say.
TEST(OneParticle, there_is_none_where_rows_see_others_through_numbers_that_are_held_fixed) {
  const Graph graph = determinants([](Node m) { return m + mean(peak(m)); });
  ASSERT_EQ(graph.nodes()[graph.nodes().size() - 3].shape.pattern, Pattern::particle);
  EXPECT_FALSE(one_particle(graph));
}

// Sampled or constants: a row would no longer know whose labels it has.
TEST(OneParticle, there_is_none_where_rows_see_labels) {
  EXPECT_FALSE(one_particle(determinants([](Node m) { return m * scale(m.graph->labels(1), 0.5, 2); })));
  EXPECT_FALSE(one_particle(determinants([](Node m) { return m * scale(m.graph->labels({1, 2, 3}), 0.5, 2); })));
  EXPECT_TRUE(one_particle(determinants([](Node m) { return m.graph->labels(1), m; })));
}

TEST(OneParticle, there_is_none_with_other_factors) {
  Graph graph(particles, 1);
  const Node x = graph.coordinates();
  const Node det = slogdet(linear("orbitals", {x}, particles)), jastrow = sum(scale(square(x), -1));
  graph.output("amplitude", signed_product({det, jastrow}));
  EXPECT_FALSE(one_particle(graph));
  graph.output("amplitude", jastrow);
  EXPECT_FALSE(one_particle(graph));
  EXPECT_FALSE(one_particle(Graph(2, 1)));
}

}  // namespace
}  // namespace kato
