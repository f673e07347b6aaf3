// SPDX-License-Identifier: Apache-2.0
#include "graph/build.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "base/error.hpp"
#include "evaluated.hpp"
#include "message.hpp"

namespace kato {
namespace {

constexpr double x1 = 0.5, x2 = -1.25, x3 = 2.0;
using Numbers = std::vector<double>;

// What a node holds for three particles on a line at x1, x2, x3.
Numbers numbers_of(const std::function<Node(Node)>& build, double value = 1) {
  Graph graph(3, 1);
  const Node node = build(graph.coordinates());
  graph.output("node", node);
  Executor<double> executor(graph);
  executor.set_parameters(Numbers(graph.parameter_count(), value));
  const Tile tile{.particles = 3};
  Numbers numbers(static_cast<std::size_t>(tile.rows(node.shape().rows) * node.shape().features));
  executor.output("node", Numbers{x1, x2, x3}, numbers);
  return numbers;
}

void expect_numbers(const Numbers& got, const Numbers& expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (std::size_t n = 0; n < got.size(); ++n) EXPECT_NEAR(got[n], expected[n], 1e-13) << "number " << n;
}

void expect_shape(Node node, Rows rows, int features, Pattern pattern) {
  EXPECT_EQ(node.shape().rows, rows);
  EXPECT_EQ(node.shape().features, features);
  EXPECT_EQ(node.shape().pattern, pattern);
}

TEST(Build, own_dependence_lasts_until_rows_are_mixed) {
  Graph graph(4, 2);
  const Node x = graph.coordinates(), apart = pair_difference(x);
  expect_shape(apart, Rows::pairs, 2, Pattern::pair);
  expect_shape(distance(apart), Rows::pairs, 1, Pattern::pair);
  expect_shape(concat({first_of_pair(x), second_of_pair(x), apart}), Rows::pairs, 6, Pattern::pair);
  expect_shape(sum_features(square(x)), Rows::particles, 1, Pattern::particle);
  expect_shape(gaussian_envelope("e", x, 5, 1), Rows::particles, 5, Pattern::particle);
  expect_shape(concat({x, mean(x)}), Rows::particles, 4, Pattern::all);
  expect_shape(softmax(apart), Rows::pairs, 2, Pattern::all);
  expect_shape(weighted_sum(apart, x), Rows::particles, 2, Pattern::all);
  expect_shape(pair_product(apart, apart), Rows::pairs, 2, Pattern::all);
  expect_shape(mean_of_others(apart), Rows::particles, 2, Pattern::all);
  expect_shape(broadcast(mean(x), Rows::pairs), Rows::pairs, 2, Pattern::all);
  expect_shape(power_sums(x, 3), Rows::one, 6, Pattern::all);
  expect_shape(power_sums_of_others(x, 3), Rows::particles, 6, Pattern::all);
  expect_shape(slogpf(apart), Rows::one, 4, Pattern::all);
}

TEST(Build, quotient_divides) {
  expect_numbers(numbers_of([](Node x) { return x / sum(square(x)); }), {x1 / 5.8125, x2 / 5.8125, x3 / 5.8125});
}

TEST(Build, pairs_hold_the_first_particle_in_rows_and_the_second_in_columns) {
  expect_numbers(numbers_of(first_of_pair), {x1, x1, x1, x2, x2, x2, x3, x3, x3});
  expect_numbers(numbers_of(second_of_pair), {x1, x2, x3, x1, x2, x3, x1, x2, x3});
  expect_numbers(numbers_of([](Node x) { return distance(pair_difference(x)); }),
                 {0, 1.75, 1.5, 1.75, 0, 3.25, 1.5, 3.25, 0});
}

TEST(Build, ranges_of_particles_are_summed_apart) {
  const ParticleRange last{1, 2};
  expect_numbers(numbers_of([&](Node x) { return sum(x, last); }), {x2 + x3});
  expect_numbers(numbers_of([&](Node x) { return mean(x, last); }), {(x2 + x3) / 2});
  expect_numbers(numbers_of([&](Node x) { return sum(second_of_pair(x), last); }), Numbers(3, x2 + x3));
  expect_numbers(numbers_of([&](Node x) { return sum_of_others(second_of_pair(x), last); }), {x2 + x3, x3, x2});
  expect_numbers(numbers_of([&](Node x) { return power_sums(x, 2, 1, last); }), {x2 + x3, x2 * x2 + x3 * x3});
  expect_numbers(numbers_of([&](Node x) {
                   return by_species({sum(x), power_sums_of_others(x, 1, 1, last)}, {1, 2});
                 }),
                 {x1 + x2 + x3, x3, x2});
}

TEST(Build, a_determinant_of_some_particles_reads_their_rows_alone) {
  const auto found = numbers_of([](Node x) { return slogdet(concat({scale(x, 0, 1), x}), ParticleRange{1, 2}); });
  expect_numbers(found, {std::log(std::abs(x3 - x2)), 1});
}

TEST(Build, any_number_of_features_and_factors_are_joined) {
  expect_numbers(numbers_of([](Node x) {
                   return sum(concat({x, x, x, x, x, scale(x, 2)}));
                 }),
                 {1.25, 1.25, 1.25, 1.25, 1.25, 2.5});
  const auto product = numbers_of([](Node x) {
    const Node factor = slogdet(x, ParticleRange{1, 1});  // negative
    return signed_product({factor, factor, factor, factor, factor, sum(x)});
  });
  expect_numbers(product, {5 * std::log(-x2) + 1.25, -1});
}

TEST(Build, others_leave_the_particle_out) {
  expect_numbers(numbers_of([](Node x) { return sum_of_others(second_of_pair(x)); }), {x2 + x3, x1 + x3, x1 + x2});
  expect_numbers(numbers_of([](Node x) { return mean_of_others(second_of_pair(x)); }),
                 {(x2 + x3) / 2, (x1 + x3) / 2, (x1 + x2) / 2});
  expect_numbers(numbers_of([](Node x) { return sum(second_of_pair(x)); }), Numbers(3, x1 + x2 + x3));
  expect_numbers(numbers_of([](Node x) { return mean(second_of_pair(x)); }), Numbers(3, (x1 + x2 + x3) / 3));
}

TEST(Build, hermite_products_are_oscillator_functions_without_their_gaussian) {
  const double norm = std::pow(M_PI, -0.25);
  Numbers expected;
  for (const double x : {x1, x2, x3}) {
    const double u = 0.5 * x;
    expected.insert(expected.end(), {norm * (2 * u * u - 1) / std::sqrt(2.0), norm * std::sqrt(2.0) * u});
  }
  expect_numbers(numbers_of([](Node x) { return hermite_products(x, {{2}, {1}}, {0.5}); }), expected);
  EXPECT_TRUE(has(message_of([] {
                    Graph graph(2, 2);
                    hermite_products(graph.coordinates(), {{1}}, {1, 1});
                  }),
                  "hermite_products", "a level has 1"));
  EXPECT_TRUE(has(message_of([] {
                    Graph graph(2, 1);
                    hermite_products(graph.coordinates(), {{-1}}, {1});
                  }),
                  "hermite_products", "-1 is no quantum number"));
}

TEST(Build, factors_of_pairs_are_sums_over_the_distances_of_each_class) {
  const double r12 = x1 - x2, r13 = x3 - x1, r23 = x3 - x2, b = 0.25;  // p = 1/2
  const PairClasses classes{.of_pair = {0, 1, -1}, .count = 2};
  expect_numbers(numbers_of(
                     [&](Node x) {
                       return pade_pairs("p", x, classes, {2, -1}, 0);
                     },
                     0.5),
                 {2 * r12 / (1 + b * r12) - r13 / (1 + b * r13)});
  expect_numbers(numbers_of(
                     [&](Node x) {
                       return linear_pairs("p", x, {.of_pair = {0, 0, 0}, .count = 1});
                     },
                     0.5),
                 {0.5 * (r12 + r13 + r23)});
  const auto levelled = [](double r, double slope) {
    const double s = 2 * std::tanh(r / 2);
    double u = slope < 0 ? slope * s : std::log(1 + slope * s);
    for (int k = 2; k <= 6; ++k) u += 0.5 * std::pow(s, k);
    return u;
  };
  expect_numbers(numbers_of(
                     [&](Node x) {
                       return levelled_pairs("p", x, classes, {2, -1}, 2);
                     },
                     0.5),
                 {levelled(r12, 2) + levelled(r13, -1)});
  EXPECT_TRUE(has(message_of([&] {
                    Graph graph(3, 1);
                    pade_pairs("p", graph.coordinates(), classes, {1}, 0);
                  }),
                  "1 slopes for 2 classes"));
  EXPECT_TRUE(has(message_of([&] {
                    Graph graph(4, 1);
                    linear_pairs("p", graph.coordinates(), classes);
                  }),
                  "3 constants do not fit 0 slopes and 6 pairs"));
}

TEST(Build, flatten_puts_rows_side_by_side) {
  expect_numbers(numbers_of([](Node x) { return flatten(powers(x, 2)); }), {x1, x1 * x1, x2, x2 * x2, x3, x3 * x3});
}

TEST(Build, power_sums_are_sums_of_powers) {
  const auto powers = [](Numbers x) {
    Numbers sums(3);
    for (const double v : x) sums[0] += v / 2, sums[1] += v * v / 4, sums[2] += v * v * v / 8;
    return sums;
  };
  expect_numbers(numbers_of([](Node x) { return power_sums(x, 3, 2); }), powers({x1, x2, x3}));
  Numbers others;
  for (const Numbers& rest : {Numbers{x2, x3}, Numbers{x1, x3}, Numbers{x1, x2}})
    for (const double v : powers(rest)) others.push_back(v);
  expect_numbers(numbers_of([](Node x) { return power_sums_of_others(x, 3, 2); }), others);
}

TEST(Build, envelopes_fall_as_a_gaussian_and_as_an_exponential) {
  const double w = 0.75;
  expect_numbers(numbers_of([](Node x) { return gaussian_envelope("e", x, 1, 1); }, w),
                 {-w * w * x1 * x1, -w * w * x2 * x2, -w * w * x3 * x3});
  expect_numbers(numbers_of([](Node x) { return exponential_envelope("e", x, 1, 1); }, w),
                 {-w * w * std::hypot(1, x1), -w * w * std::hypot(1, x2), -w * w * std::hypot(1, x3)});
}

TEST(Build, rows_of_two_particles_are_exchanged_and_no_others) {
  expect_numbers(numbers_of([](Node x) { return exchange_rows(x, 0, 2); }), {x3, x2, x1});
  expect_numbers(numbers_of([](Node x) { return exchange_rows(x, 2, 1); }), {x1, x3, x2});
  expect_numbers(numbers_of([](Node x) { return exchange_rows(x, 0, 1); }), {x2, x1, x3});
  expect_numbers(numbers_of([](Node x) { return exchange_rows(x, 1, 1); }), {x1, x2, x3});
}

// Six terms are more than a node takes at once.
TEST(Build, signed_sums_add_what_is_given_by_logarithm_and_sign) {
  const auto log_of = [](Node x, int row) {
    const Node one = sum(x, {row, 1});
    return concat({log(sqrt(square(one))), scale(one, 0, row == 1 ? -1 : 1)});  // x2 alone is negative
  };
  const auto found = numbers_of([&](Node x) {
    return signed_sum({log_of(x, 0), log_of(x, 1), log_of(x, 2), log_of(x, 0), log_of(x, 1), log_of(x, 2)},
                      {1, -2, 3, 0.5, 0.25, -4});
  });
  expect_numbers(found, {std::log(1.5 * x1 - 1.75 * x2 - x3), 1});
  expect_numbers(numbers_of([&](Node x) {
                   return signed_sum({log_of(x, 0), log_of(x, 2)}, {1, -1});
                 }),
                 {std::log(x3 - x1), -1});
}

TEST(Build, softmax_of_large_scores_does_not_overflow) {
  const auto p = numbers_of([](Node x) { return softmax(scale(second_of_pair(x), 1000), true); });
  expect_numbers(p, {0, 0, 1, 0, 0, 1, 1, 0, 0});
}

TEST(Build, exact_distance_has_no_derivatives_where_it_vanishes) {
  Graph graph(2, 1);
  const Node r = sum(sum(distance(pair_difference(graph.coordinates()))));
  graph.output("amplitude", concat({r, scale(r, 0)}));
  Executor<double> executor(graph);
  executor.set_parameters({});
  const auto psi = derivatives_at(executor, Numbers{1, 1, 1, 3});
  expect_numbers(psi.log_abs, {0, 4});
  expect_numbers(psi.gradient, {0, 0, -2, 2});
  expect_numbers(psi.laplacian, {0, 0});
}

TEST(Build, shapes_that_do_not_fit_are_refused_with_a_reason) {
  Graph graph(3, 2);
  const Node x = graph.coordinates(), apart = pair_difference(x);
  const auto expect_refused = [](const std::function<void()>& build, const std::string& what) {
    try {
      build();
      ADD_FAILURE() << "accepted: " << what;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(what), std::string::npos) << error.what();
    }
  };
  expect_refused([&] { concat({x, apart}); }, "gather the particles' rows to pairs");
  expect_refused([&] { concat({}); }, "has no inputs");
  expect_refused([&] { first_of_pair(apart); }, "needs one row a particle");
  expect_refused([&] { softmax(x); }, "needs one row a pair");
  expect_refused([&] { weighted_sum(apart, linear("v", {x}, 3)); }, "2 weights do not divide 3 features");
  expect_refused([&] { pair_product(apart, x); }, "both inputs need one row a pair");
  expect_refused([&] { sum_of_others(x); }, "needs one row a pair");
  expect_refused([&] { power_sums(x, 0); }, "at least one power");
  expect_refused([&] { power_sums(x, 2, 0); }, "scale must be positive");
  expect_refused([&] { distance(x, -1); }, "must not be negative");
  expect_refused([&] { slogpf(apart); }, "even number of particles, got 3");
  expect_refused([&] { broadcast(x, Rows::pairs); }, "needs one row a walker");
}

constexpr int particles = 4;

class Shapes : public testing::Test {
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

TEST_F(Shapes, coordinates_depend_on_their_own_particle) { EXPECT_TRUE(is(x, Rows::particles, 1, Pattern::particle)); }

TEST_F(Shapes, a_linear_map_changes_the_features_and_joins_patterns) {
  EXPECT_TRUE(is(linear("own", {x}, 7), Rows::particles, 7, Pattern::particle));
  EXPECT_TRUE(is(linear("both", {x, mean(x)}, 7), Rows::particles, 7, Pattern::all));
  EXPECT_TRUE(is(linear("pooled", {mean(x)}, 7), Rows::one, 7, Pattern::all));
  EXPECT_EQ(graph.parameters()[2].name, "both.weight");
  EXPECT_EQ(graph.parameters()[2].shape, (std::vector{2, 7}));
  EXPECT_EQ(graph.parameters()[3].name, "both.bias");
  EXPECT_EQ(graph.parameters()[3].shape, (std::vector{7}));
  EXPECT_DOUBLE_EQ(graph.parameters()[2].initial.spread, 1 / std::sqrt(2.0));
  EXPECT_DOUBLE_EQ(graph.parameters()[3].initial.spread, 1 / std::sqrt(2.0));
}

TEST_F(Shapes, a_linear_map_may_have_no_bias_but_must_have_inputs_and_width) {
  linear("plain", {x}, 3, false);
  EXPECT_EQ(graph.parameters().size(), 1u);
  EXPECT_TRUE(has(message_of([] { linear("none", {}, 3); }), "linear 'none': has no inputs"));
  EXPECT_TRUE(has(message_of([&] { linear("narrow", {x}, 0); }), "at least one output feature, got 0"));
}

TEST_F(Shapes, pointwise_functions_keep_the_shape) {
  const Node h = linear("h", {x}, 5);
  for (const Node y : {tanh(h), celu(h), gelu(h), silu(h), softplus(h), sigmoid(h), exp(h), log(h), sin(h), cos(h),
                       square(h), sqrt(h), reciprocal(h), power(h, 3), scale(h, 2)})
    EXPECT_TRUE(is(y, Rows::particles, 5, Pattern::particle));
  EXPECT_TRUE(has(message_of([&] { celu(h, 0); }), "celu", "positive"));
}

TEST_F(Shapes, rows_and_features_are_broadcast) {
  const Node h = linear("h", {x}, 5), pooled = mean(h);
  EXPECT_TRUE(is(h + pooled, Rows::particles, 5, Pattern::all));
  EXPECT_TRUE(is(pooled - h, Rows::particles, 5, Pattern::all));
  EXPECT_TRUE(is(x * h, Rows::particles, 5, Pattern::particle));
  EXPECT_TRUE(has(message_of([&] { h* linear("k", {x}, 4); }), "cannot join 5 with 4 features"));
}

TEST_F(Shapes, sums_and_means_pool_the_particles) {
  const Node h = linear("h", {x}, 5);
  EXPECT_TRUE(is(sum(h), Rows::one, 5, Pattern::all));
  EXPECT_TRUE(is(mean(h), Rows::one, 5, Pattern::all));
  EXPECT_EQ(graph.nodes()[static_cast<std::size_t>(sum(h).id)].attributes.a, 1);
  EXPECT_EQ(graph.nodes()[static_cast<std::size_t>(mean(h).id)].attributes.a, 0.25);
}

TEST_F(Shapes, an_envelope_has_a_width_for_every_orbital) {
  const Node e = gaussian_envelope("envelope", x, 6, 0.7);
  EXPECT_TRUE(is(e, Rows::particles, 6, Pattern::particle));
  EXPECT_EQ(graph.parameters()[0].name, "envelope.width");
  EXPECT_EQ(graph.initial_parameters(1), std::vector<double>(6, 0.7));
}

TEST_F(Shapes, a_peak_has_no_derivatives) {
  EXPECT_TRUE(is(peak(linear("h", {x}, 5)), Rows::particles, 1, Pattern::none));
}

TEST_F(Shapes, determinants_give_a_logarithm_and_a_sign_each) {
  const Node one = slogdet(linear("one", {x}, particles)), three = slogdet(linear("three", {x}, 3 * particles));
  EXPECT_TRUE(is(one, Rows::one, 2, Pattern::all));
  EXPECT_TRUE(is(three, Rows::one, 6, Pattern::all));
  EXPECT_TRUE(is(log_sum_exp(three), Rows::one, 2, Pattern::all));
  EXPECT_EQ(log_sum_exp(one).id, one.id);
}

TEST_F(Shapes, a_matrix_that_is_not_square_is_an_error_with_its_sizes) {
  EXPECT_TRUE(has(message_of([&] { slogdet(linear("h", {x}, 3)); }), "slogdet", "4x3"));
  EXPECT_TRUE(has(message_of([&] { slogdet(mean(linear("k", {x}, 4))); }), "slogdet"));
}

}  // namespace
}  // namespace kato
