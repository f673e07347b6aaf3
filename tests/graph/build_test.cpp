// SPDX-License-Identifier: Apache-2.0
#include "graph/build.hpp"

#include <cmath>

#include "message.hpp"

namespace kato {
namespace {

constexpr int particles = 4;

class Build : public testing::Test {
 protected:
  static testing::AssertionResult is(Node node, Rows rows, int features, Pattern pattern) {
    const Shape& shape = node.shape();
    if (shape.rows == rows && shape.features == features && shape.pattern == pattern)
      return testing::AssertionSuccess();
    return testing::AssertionFailure() << "rows " << static_cast<int>(shape.rows) << ", features " << shape.features
                                       << ", pattern " << static_cast<int>(shape.pattern);
  }
  Graph graph{particles, 1};
  Node x = graph.coordinates();
};

TEST_F(Build, coordinates_depend_on_their_own_particle) { EXPECT_TRUE(is(x, Rows::particles, 1, Pattern::particle)); }

TEST_F(Build, a_linear_map_changes_the_features_and_joins_patterns) {
  EXPECT_TRUE(is(linear("own", {x}, 7), Rows::particles, 7, Pattern::particle));
  EXPECT_TRUE(is(linear("both", {x, mean(x)}, 7), Rows::particles, 7, Pattern::all));
  EXPECT_TRUE(is(linear("pooled", {mean(x)}, 7), Rows::one, 7, Pattern::all));
  EXPECT_EQ(graph.parameters()[2].name, "both.weight");
  EXPECT_EQ(graph.parameters()[2].shape, (std::vector{2, 7}));
  EXPECT_EQ(graph.parameters()[3].name, "both.bias");
  EXPECT_EQ(graph.parameters()[3].shape, (std::vector{7}));
  EXPECT_DOUBLE_EQ(graph.parameters()[2].initial.spread, 1 / std::sqrt(2.0));
  EXPECT_EQ(graph.parameters()[3].initial.spread, 0);
}

TEST_F(Build, a_linear_map_may_have_no_bias_but_must_have_inputs_and_width) {
  linear("plain", {x}, 3, false);
  EXPECT_EQ(graph.parameters().size(), 1u);
  EXPECT_TRUE(has(message_of([] { linear("none", {}, 3); }), "linear 'none': has no inputs"));
  EXPECT_TRUE(has(message_of([&] { linear("narrow", {x}, 0); }), "at least one output feature, got 0"));
}

TEST_F(Build, pointwise_functions_keep_the_shape) {
  const Node h = linear("h", {x}, 5);
  for (const Node y : {tanh(h), celu(h), gelu(h), silu(h), softplus(h), sigmoid(h), exp(h), log(h), sin(h), cos(h),
                       square(h), sqrt(h), reciprocal(h), power(h, 3), scale(h, 2)})
    EXPECT_TRUE(is(y, Rows::particles, 5, Pattern::particle));
  EXPECT_TRUE(has(message_of([&] { celu(h, 0); }), "celu", "positive"));
}

TEST_F(Build, rows_and_features_are_broadcast) {
  const Node h = linear("h", {x}, 5), pooled = mean(h);
  EXPECT_TRUE(is(h + pooled, Rows::particles, 5, Pattern::all));
  EXPECT_TRUE(is(pooled - h, Rows::particles, 5, Pattern::all));
  EXPECT_TRUE(is(x * h, Rows::particles, 5, Pattern::particle));
  EXPECT_TRUE(has(message_of([&] { h* linear("k", {x}, 4); }), "cannot join 5 with 4 features"));
}

TEST_F(Build, sums_and_means_pool_the_particles) {
  const Node h = linear("h", {x}, 5);
  EXPECT_TRUE(is(sum(h), Rows::one, 5, Pattern::all));
  EXPECT_TRUE(is(mean(h), Rows::one, 5, Pattern::all));
  EXPECT_EQ(graph.nodes()[static_cast<std::size_t>(sum(h).id)].attributes.a, 1);
  EXPECT_EQ(graph.nodes()[static_cast<std::size_t>(mean(h).id)].attributes.a, 0.25);
}

TEST_F(Build, an_envelope_has_a_width_for_every_orbital) {
  const Node e = gaussian_envelope("envelope", x, 6, 0.7);
  EXPECT_TRUE(is(e, Rows::particles, 6, Pattern::particle));
  EXPECT_EQ(graph.parameters()[0].name, "envelope.width");
  EXPECT_EQ(graph.initial_parameters(1), std::vector<double>(6, 0.7));
  EXPECT_TRUE(has(message_of([&] { gaussian_envelope("wide", linear("h", {x}, 2), 6, 0.7); }),
                  "gaussian_envelope 'wide': takes one coordinate a particle"));
}

TEST_F(Build, a_peak_has_no_derivatives) {
  EXPECT_TRUE(is(peak(linear("h", {x}, 5)), Rows::particles, 1, Pattern::none));
}

TEST_F(Build, determinants_give_a_logarithm_and_a_sign_each) {
  const Node one = slogdet(linear("one", {x}, particles)), three = slogdet(linear("three", {x}, 3 * particles));
  EXPECT_TRUE(is(one, Rows::one, 2, Pattern::all));
  EXPECT_TRUE(is(three, Rows::one, 6, Pattern::all));
  EXPECT_TRUE(is(log_sum_exp(three), Rows::one, 2, Pattern::all));
  EXPECT_EQ(log_sum_exp(one).id, one.id);
}

TEST_F(Build, a_matrix_that_is_not_square_is_an_error_with_its_sizes) {
  EXPECT_TRUE(has(message_of([&] { slogdet(linear("h", {x}, 3)); }), "slogdet", "4x3"));
  EXPECT_TRUE(has(message_of([&] { slogdet(mean(linear("k", {x}, 4))); }), "slogdet"));
}

}  // namespace
}  // namespace kato
