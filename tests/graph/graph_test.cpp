// SPDX-License-Identifier: Apache-2.0
#include "graph/graph.hpp"

#include <cmath>
#include <numeric>

#include "graph/build.hpp"
#include "message.hpp"

namespace kato {
namespace {

TEST(Graph, needs_particles_and_dimensions) {
  EXPECT_TRUE(has(message_of([] { Graph(0, 1); }), "at least one particle, got 0"));
  EXPECT_TRUE(has(message_of([] { Graph(3, -1); }), "at least one dimension, got -1"));
  EXPECT_EQ(Graph(3, 2).coordinates_count(), 6);
}

TEST(Graph, coordinates_are_one_node) {
  Graph graph(3, 2);
  EXPECT_EQ(graph.coordinates().id, graph.coordinates().id);
  EXPECT_EQ(graph.nodes().size(), 1u);
  EXPECT_EQ(graph.coordinates().shape().features, 2);
}

TEST(Graph, labels_are_one_node_that_depends_on_no_coordinate) {
  Graph graph(3, 2), fixed(3, 2);
  EXPECT_EQ(graph.sampled_labels(), 0);
  EXPECT_EQ(graph.labels(2).id, graph.labels(2).id);
  EXPECT_EQ(fixed.labels({1, 1, -1}).id, fixed.labels({1, 1, -1}).id);
  EXPECT_EQ(graph.nodes().size(), 1u);
  EXPECT_EQ(fixed.nodes().size(), 1u);
  EXPECT_EQ(graph.sampled_labels(), 2);
  EXPECT_EQ(fixed.sampled_labels(), 0);
  for (const auto& [labels, features] : {std::pair{graph.labels(2), 2}, {fixed.labels({1, 1, -1}), 1}}) {
    EXPECT_EQ(labels.shape().rows, Rows::particles);
    EXPECT_EQ(labels.shape().features, features);
    EXPECT_EQ(labels.shape().pattern, Pattern::none);
  }
}

TEST(Graph, has_labels_of_one_kind) {
  Graph graph(3, 1), fixed(3, 1);
  EXPECT_TRUE(has(message_of([&] { graph.labels(0); }), "labels: needs at least one of each particle, got 0"));
  EXPECT_TRUE(has(message_of([&] { fixed.labels({1, 2, 3, 4}); }), "1 of each of 3 particles are 3 constants, got 4"));
  graph.labels(1), fixed.labels({1, 1, -1});
  EXPECT_TRUE(has(message_of([&] { graph.labels(2); }), "has other labels already", "ask for the same again"));
  EXPECT_TRUE(has(message_of([&] { graph.labels({1, 1, -1}); }), "has other labels already"));
  EXPECT_TRUE(has(message_of([&] { fixed.labels({1, -1, -1}); }), "has other labels already"));
}

TEST(Graph, knows_what_is_computed_from_a_leaf) {
  Graph graph(2, 1);
  const Node x = graph.coordinates(), s = graph.labels(1), both = x * s, other = tanh(x);
  const auto of_labels = graph.computed_from({&labels_op}), of_any = graph.computed_from({&labels_op, &coordinates_op});
  EXPECT_EQ(of_labels, (std::vector<bool>{false, true, true, false}));
  EXPECT_EQ(of_any, std::vector<bool>(4, true));
  EXPECT_LT(both.id, other.id);
}

TEST(Graph, two_parameters_of_one_name_are_an_error) {
  Graph graph(2, 1);
  linear("layer", {graph.coordinates()}, 3);
  EXPECT_TRUE(has(message_of([&] { linear("layer", {graph.coordinates()}, 3); }),
                  "two parameters are named 'layer.weight'", "give each its own name"));
  EXPECT_EQ(graph.parameters().size(), 2u);
}

TEST(Graph, parameters_lie_one_after_the_other) {
  Graph graph(2, 1);
  graph.parameter("a", {2, 3}, {});
  graph.parameter("b", {4}, {});
  graph.parameter("c", {1}, {});
  EXPECT_EQ(graph.parameters()[1].offset, 6u);
  EXPECT_EQ(graph.parameters()[2].offset, 10u);
  EXPECT_EQ(graph.parameter_count(), 11u);
}

TEST(Graph, frozen_parameters_leave_the_others_one_after_the_other) {
  Graph graph(2, 1);
  graph.parameter("a", {2, 3}, {});
  graph.parameter("b", {4}, {});
  graph.parameter("c", {1}, {});
  EXPECT_EQ(graph.trainable_count(), 11u);
  graph.freeze([](const Parameter& parameter) { return parameter.name == "b"; });
  EXPECT_EQ(graph.parameter_count(), 11u);
  EXPECT_EQ(graph.trainable_count(), 7u);
  EXPECT_FALSE(graph.parameters()[1].trainable);
  EXPECT_EQ(graph.parameters()[2].offset, 10u);
  EXPECT_EQ(graph.parameters()[2].trainable_offset, 6u);
  graph.freeze([](const Parameter& parameter) { return parameter.name == "a"; });
  EXPECT_TRUE(graph.parameters()[1].trainable);
  EXPECT_EQ(graph.parameters()[1].trainable_offset, 0u);
  EXPECT_EQ(graph.trainable_count(), 5u);
}

TEST(Graph, knows_which_parameters_a_node_depends_on) {
  Graph graph(2, 1);
  const Node one = linear("one", {graph.coordinates()}, 3), two = linear("two", {graph.coordinates()}, 3);
  EXPECT_EQ(graph.parameters_of(one.id), (std::vector<bool>{true, true, false, false}));
  EXPECT_EQ(graph.parameters_of((one + two).id), (std::vector<bool>{true, true, true, true}));
  EXPECT_EQ(graph.parameters_of(graph.coordinates().id), std::vector<bool>(4));
}

TEST(Graph, nodes_of_two_graphs_do_not_mix) {
  Graph one(2, 1), other(2, 1);
  const Node a = one.coordinates(), b = other.coordinates();
  EXPECT_TRUE(has(message_of([&] { a + b; }), "add: an input belongs to another graph"));
  EXPECT_TRUE(has(message_of([&] { one.output("amplitude", b); }), "output 'amplitude'", "another graph"));
  EXPECT_EQ(one.nodes().size(), 1u);
}

TEST(Graph, an_error_in_a_shape_leaves_the_graph_as_it_was) {
  Graph graph(3, 2);
  const Node x = graph.coordinates();
  const Node wide = linear("wide", {x}, 5), pooled = sum(x);
  const auto nodes = graph.nodes().size();
  EXPECT_TRUE(has(message_of([&] { x + wide; }), "cannot join 2 with 5 features"));
  EXPECT_TRUE(has(message_of([&] { slogdet(wide); }), "slogdet"));
  EXPECT_TRUE(has(message_of([&] { sum(pooled); }), "one row a walker already"));
  EXPECT_EQ(graph.nodes().size(), nodes);
  EXPECT_EQ((x + x).id, static_cast<int>(nodes));
}

TEST(Graph, an_op_takes_four_inputs_at_most) {
  Graph graph(3, 1);
  const Node x = graph.coordinates();
  EXPECT_TRUE(has(message_of([&] { linear("many", {x, x, x, x, x}, 2); }), "at most 4 inputs, got 5"));
}

TEST(Graph, outputs_are_found_by_name) {
  Graph graph(3, 1);
  const Node x = graph.coordinates(), y = tanh(x);
  graph.output("first", x);
  graph.output("first", y);
  EXPECT_EQ(graph.output("first"), y.id);
  EXPECT_EQ(graph.output("second"), -1);
}

TEST(Graph, starting_values_are_a_function_of_the_seed_with_the_spread_they_name) {
  Graph graph(3, 1);
  graph.parameter("wide", {100, 100}, {.spread = 0.5, .shift = 2});
  graph.parameter("fixed", {3}, {.shift = -1});
  const auto theta = graph.initial_parameters(7);
  EXPECT_EQ(theta, graph.initial_parameters(7));
  EXPECT_NE(theta, graph.initial_parameters(8));
  const double mean = std::accumulate(theta.begin(), theta.begin() + 10000, 0.0) / 10000;
  double variance = 0;
  for (std::size_t p = 0; p < 10000; ++p) variance += std::pow(theta[p] - 2, 2) / 10000;
  EXPECT_NEAR(mean, 2, 0.03);  // six standard errors
  EXPECT_NEAR(variance, 0.25, 0.0215);
  for (std::size_t p = 10000; p < 10003; ++p) EXPECT_EQ(theta[p], -1);
}

TEST(Graph, the_values_of_two_parameters_differ) {
  Graph graph(3, 1);
  graph.parameter("a", {5}, {.spread = 1});
  graph.parameter("b", {5}, {.spread = 1});
  const auto theta = graph.initial_parameters(7);
  for (std::size_t p = 0; p < 5; ++p) EXPECT_NE(theta[p], theta[5 + p]);
}

}  // namespace
}  // namespace kato
