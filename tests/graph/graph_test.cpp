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

TEST(Graph, takes_ops_by_their_names) {
  Graph graph(3, 2), other(3, 2);
  const Node x = graph.add("coordinates", {});
  const int weight = graph.parameter("w", {2, 4}, {.spread = 1});
  const Node y = graph.add("linear", {x}, {{"width", 4.0}}, {weight});
  const Node z = graph.add("pointwise", {y}, {{"function", "celu"}, {"a", 0.5}});
  graph.add("labels", {}, {{"count", 1.0}}, {}, {1, 1, -1});
  EXPECT_EQ(graph.coordinates().id, x.id);
  EXPECT_EQ(graph.sampled_labels(), 0);
  const Node same = celu(linear({other.coordinates()}, 4, other.parameter("w", {2, 4}, {.spread = 1})), 0.5);
  for (const auto& [a, b] : {std::pair{y.id, same.id - 1}, {z.id, same.id}}) {
    const auto &one = graph.nodes()[static_cast<std::size_t>(a)], &two = other.nodes()[static_cast<std::size_t>(b)];
    EXPECT_EQ(one.op, two.op);
    EXPECT_EQ(one.attributes.count, two.attributes.count);
    EXPECT_EQ(one.attributes.kind, two.attributes.kind);
    EXPECT_EQ(one.attributes.a, two.attributes.a);
    EXPECT_EQ(one.parameters, two.parameters);
  }
  EXPECT_TRUE(has(message_of([&] { graph.add("linaer", {x}); }), "did you mean 'linear'?"));
  EXPECT_TRUE(has(message_of([&] { graph.add("distance", {x}, {{"softning", 1.0}}); }), "did you mean 'softening'?"));
}

TEST(Graph, inputs_and_parameters_that_an_op_does_not_take_are_an_error) {
  Graph graph(3, 2);
  const Node x = graph.coordinates();
  const int weight = graph.parameter("w", {2, 4}, {}), bias = graph.parameter("b", {4}, {});
  const auto nodes = graph.nodes().size();
  EXPECT_TRUE(has(message_of([&] { graph.add("add", {x}); }), "add: needs at least 2 inputs, got 1"));
  EXPECT_TRUE(has(message_of([&] { graph.add("peak", {x, x}); }), "peak: takes at most 1 inputs, got 2"));
  EXPECT_TRUE(has(message_of([&] { graph.add("linear", {x}, {{"width", 4.0}}); }), "linear: got 0 parameters"));
  EXPECT_TRUE(has(message_of([&] {
                    graph.add("linear", {x}, {{"width", 4.0}}, {bias});
                  }),
                  "'b' has 4 numbers", "needs 8"));
  EXPECT_TRUE(has(message_of([&] {
                    graph.add("linear", {x}, {{"width", 4.0}}, {weight, 2});
                  }),
                  "no parameter number 2 among 2"));
  EXPECT_TRUE(has(message_of([&] { graph.add("peak", {x}, {}, {weight}); }), "peak: got 1 parameters, it takes 0"));
  EXPECT_TRUE(has(message_of([&] {
                    graph.add("powers", {x}, {{"count", 1e7}, {"scale", 1.0}});
                  }),
                  "20000000 features"));
  EXPECT_EQ(graph.nodes().size(), nodes);
  EXPECT_EQ(graph.add("linear", {x}, {{"width", 4.0}}, {weight, bias}).shape().features, 4);
}

TEST(Graph, sizes_that_nobody_means_are_an_error) {
  EXPECT_TRUE(has(message_of([] { Graph(100000, 1); }), "100000 particles in 1 dimensions are too many"));
  Graph graph(2, 1);
  EXPECT_TRUE(has(message_of([&] { graph.parameter("none", {3, 0}, {}); }), "'none' cannot have the shape 3x0"));
  EXPECT_TRUE(has(message_of([&] { graph.parameter("big", {2000000000, 2000000000}, {}); }), "'big' cannot have"));
  EXPECT_TRUE(graph.parameters().empty());
}

TEST(Graph, knows_what_a_node_needs) {
  Graph graph(2, 1);
  const Node x = graph.coordinates(), y = tanh(x), z = square(x), all = y + y;
  EXPECT_EQ(graph.needed_by(all.id), (std::vector<bool>{true, true, false, true}));
  EXPECT_EQ(graph.needed_by(z.id), (std::vector<bool>{true, false, true, false}));
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
