// SPDX-License-Identifier: Apache-2.0
#include "graph/instance.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "base/random.hpp"
#include "evaluated.hpp"
#include "graph/build.hpp"
#include "message.hpp"

namespace kato {
namespace {

constexpr int particles = 4, dimensions = 2, coordinates = particles * dimensions;
constexpr std::size_t walkers = 40;
using Numbers = std::vector<double>;
using Labels = std::vector<std::int8_t>;

Numbers normal(std::size_t count, std::uint32_t stream) {
  Numbers z(count);
  fill_normal({.seed = 7, .stage = 0, .step = 0, .purpose = Purpose::test}, stream, 0, z);
  return z;
}

// Two determinants of orbitals that see places, labels, the other particles and pairs, and a positive factor.
Node inner(Graph& graph) {
  const Node x = graph.coordinates(), labels = graph.labels(1);
  const Node pairs = concat({pair_difference(x), first_of_pair(labels), second_of_pair(labels)});
  const Node seen = mean_of_others(tanh(linear("pairs", {pairs}, 5)));
  const Node h = tanh(linear("layer", {x, labels, seen}, 7));
  const Node gate = linear("gate", {labels}, 7);  // of labels alone
  const Node factor = scale(sum(softplus(linear("factor", {h * gate}, 1))), 0.1);
  const Node orbitals = linear("orbitals", {h}, 2 * particles) * exp(scale(sum_features(square(x)), -0.3));
  return signed_product({slogdet(orbitals), factor});
}

// What takes the place of x and of the labels, in the graph and in walkers. Places are transformed by an orthogonal
// map, so that the Laplacian by either is the same.
struct Transformed {
  const char* name;
  Node (*x)(Graph&);
  Node (*labels)(Graph&);
  double (*place)(const double* x, int particle, int component);
  std::int8_t (*label)(const std::int8_t* labels, int particle);
  double factor;
};
void PrintTo(const Transformed& made, std::ostream* out) { *out << made.name; }

Node same_places(Graph& graph) { return graph.coordinates(); }
Node same_labels(Graph& graph) { return graph.labels(1); }
double place(const double* x, int i, int c) { return x[i * dimensions + c]; }
std::int8_t label(const std::int8_t* labels, int i) { return labels[i]; }
int exchanged(int i) { return i == 1 ? 3 : i == 3 ? 1 : i; }

class Instance : public testing::TestWithParam<Transformed> {
 protected:
  // psi + factor psi', psi' at what is transformed.
  Graph graph = [] {
    Graph made(particles, dimensions);
    const Node psi = inner(made);
    const Node other = instance(psi, GetParam().x(made), GetParam().labels(made));
    made.output("amplitude", signed_sum({psi, other}, {1, GetParam().factor}));
    return made;
  }();
  Graph alone = [] {
    Graph made(particles, dimensions);
    made.output("amplitude", log_sum_exp(inner(made)));
    return made;
  }();
  Numbers theta = graph.initial_parameters(3), x = normal(walkers * coordinates, 1), moved = x;
  Labels labels = [] {
    Labels some;
    for (const double z : normal(walkers * particles, 2)) some.push_back(z > 0 ? 1 : -1);
    return some;
  }();
  Labels other_labels = labels;
  Instance() {
    for (std::size_t w = 0; w < walkers; ++w)
      for (int i = 0; i < particles; ++i) {
        other_labels[w * particles + static_cast<std::size_t>(i)] = GetParam().label(&labels[w * particles], i);
        for (int c = 0; c < dimensions; ++c)
          moved[w * coordinates + static_cast<std::size_t>(i * dimensions + c)] =
              GetParam().place(&x[w * coordinates], i, c);
      }
  }

  template <class T>
  Executor<T> executor(const Graph& of) const {
    Executor<T> psi(of, {.threads = 2, .tile = {.walkers = 16}});
    psi.set_parameters(theta);
    return psi;
  }
  // The derivative by x of what is a function of the transformed places: transformed back.
  Numbers back(const Numbers& gradient) const {
    Numbers result(gradient.size());
    Numbers unit(coordinates);
    for (std::size_t k = 0; k < coordinates; ++k) {
      std::ranges::fill(unit, 0.0);
      unit[k] = 1;
      for (int i = 0; i < particles; ++i)
        for (int c = 0; c < dimensions; ++c)
          for (std::size_t w = 0; w < walkers; ++w)
            result[w * coordinates + k] += GetParam().place(unit.data(), i, c) *
                                           gradient[w * coordinates + static_cast<std::size_t>(i * dimensions + c)];
    }
    return result;
  }
  // The share of either term in psi.
  std::vector<std::array<double, 2>> shares(const Evaluated& one, const Evaluated& two) const {
    std::vector<std::array<double, 2>> all;
    for (std::size_t w = 0; w < walkers; ++w) {
      const double ratio = GetParam().factor * one.sign[w] * two.sign[w] * std::exp(two.log_abs[w] - one.log_abs[w]);
      all.push_back({1 / (1 + ratio), ratio / (1 + ratio)});
    }
    return all;
  }
};

void expect_near(const Numbers& got, const Numbers& expected, double relative, const char* what) {
  ASSERT_EQ(got.size(), expected.size());
  double size = 1;
  for (const double each : expected) size = std::max(size, std::abs(each));
  for (std::size_t n = 0; n < got.size(); ++n) ASSERT_NEAR(got[n], expected[n], relative * size) << what << " " << n;
}

TEST_P(Instance, has_no_parameters_of_its_own) {
  EXPECT_EQ(graph.parameter_count(), alone.parameter_count());
  EXPECT_EQ(graph.sampled_labels(), 1);
  EXPECT_EQ(std::ranges::count(graph.nodes(), &coordinates_op, &NodeRecord::op), 1);
}

TEST_P(Instance, values_gradients_and_laplacians_are_those_of_both_evaluated_apart) {
  const auto check = [&]<class T>(T, double tolerance) {
    auto whole = executor<T>(graph);
    auto exact = executor<double>(alone);
    const auto found = derivatives_at(whole, {x, labels}), one = derivatives_at(exact, {x, labels}),
               two = derivatives_at(exact, {moved, other_labels});
    const auto share = shares(one, two);
    const auto gradient_two = back(two.gradient);
    Numbers log_abs, sign, gradient(x.size()), laplacian(walkers);
    for (std::size_t w = 0; w < walkers; ++w) {
      const auto& [p, q] = share[w];
      log_abs.push_back(one.log_abs[w] - std::log(std::abs(p)));
      sign.push_back(p > 0 ? one.sign[w] : -one.sign[w]);
      laplacian[w] = p * one.laplacian[w] + q * two.laplacian[w];
      for (std::size_t k = w * coordinates; k < (w + 1) * coordinates; ++k) {
        gradient[k] = p * one.gradient[k] + q * gradient_two[k];
        laplacian[w] += p * one.gradient[k] * one.gradient[k] + q * gradient_two[k] * gradient_two[k];
        laplacian[w] -= gradient[k] * gradient[k];
      }
    }
    expect_near(found.log_abs, log_abs, tolerance, "ln|psi|");
    EXPECT_EQ(found.sign, sign);
    expect_near(found.gradient, gradient, 10 * tolerance, "gradient");
    expect_near(found.laplacian, laplacian, 10 * tolerance, "Laplacian");
    expect_near(values_at(whole, {x, labels}).log_abs, log_abs, tolerance, "value alone");
  };
  check(double{}, 1e-11);
  check(float{}, 3e-4);
}

TEST_P(Instance, the_jacobian_is_that_of_both_and_keeps_its_factors) {
  auto whole = executor<double>(graph), single = executor<double>(alone);
  const std::size_t count = graph.parameter_count();
  Numbers rows(walkers * count), one(rows), two(rows), expected(rows), seed = normal(walkers, 4), bar(count),
                                                                       sum(count);
  single.jacobian({x, labels}, one);
  single.jacobian({moved, other_labels}, two);
  const auto share = shares(values_at(single, {x, labels}), values_at(single, {moved, other_labels}));
  for (std::size_t w = 0; w < walkers; ++w)
    for (std::size_t p = w * count; p < (w + 1) * count; ++p) {
      expected[p] = share[w][0] * one[p] + share[w][1] * two[p];
      sum[p - w * count] += seed[w] * expected[p];
    }
  whole.jacobian({x, labels}, rows);
  expect_near(rows, expected, 1e-11, "jacobian");
  whole.pullback({x, labels}, seed, bar);
  expect_near(bar, sum, 1e-11, "pullback");
  const auto factors = whole.jacobian_factors({x, labels});
  expect_near(factors.matrix.expanded(2), expected, 1e-11, "factors");
  EXPECT_EQ(factors.matrix.dense_columns.size(), single.jacobian_factors({x, labels}).matrix.dense_columns.size());
  EXPECT_EQ(factors.layers.size(), single.jacobian_factors({x, labels}).layers.size());
}

// Finite differences of seeds on values and gradients, along directions of all parameters.
TEST_P(Instance, pullbacks_of_gradients_are_derivatives_by_the_parameters) {
  auto psi = executor<double>(graph);
  const std::size_t count = graph.parameter_count();
  const Numbers seed = normal(walkers, 4), gradient_seed = normal(x.size(), 5);
  Numbers bar(count);
  psi.gradient_pullback({x, labels}, seed, gradient_seed, bar);
  const auto factors = psi.mixed_factors({x, labels}).matrix;
  Numbers from_factors(count), values_alone(count);
  factors.multiply_transposed(gradient_seed, from_factors, 1);
  psi.pullback({x, labels}, seed, values_alone);
  for (std::size_t p = 0; p < count; ++p) from_factors[p] += values_alone[p];
  expect_near(bar, from_factors, 1e-10, "mixed factors");
  const double h = 1e-5;
  for (std::uint32_t direction = 0; direction < 6; ++direction) {
    const Numbers along = normal(count, 10 + direction);
    double expected = 0, got = 0, size = 0;
    for (const auto& [step, weight] : {std::pair{-2, 1.0}, {-1, -8.0}, {1, 8.0}, {2, -1.0}}) {
      Numbers changed = theta;
      for (std::size_t p = 0; p < count; ++p) changed[p] += h * step * along[p];
      psi.set_parameters(changed);
      const auto found = derivatives_at(psi, {x, labels});
      double sum = 0;
      for (std::size_t w = 0; w < walkers; ++w) sum += seed[w] * found.log_abs[w];
      for (std::size_t k = 0; k < x.size(); ++k) sum += gradient_seed[k] * found.gradient[k];
      expected += weight * sum / (12 * h);
    }
    for (std::size_t p = 0; p < count; ++p) got += bar[p] * along[p], size += std::abs(bar[p] * along[p]);
    EXPECT_NEAR(got, expected, 1e-6 * size);
  }
}

INSTANTIATE_TEST_SUITE_P(
    of, Instance,
    testing::Values(Transformed{"parity", [](Graph& g) { return scale(g.coordinates(), -1); }, same_labels,
                                [](const double* x, int i, int c) { return -place(x, i, c); }, label, 1},
                    Transformed{"odd_parity", [](Graph& g) { return scale(g.coordinates(), -1); }, same_labels,
                                [](const double* x, int i, int c) { return -place(x, i, c); }, label, -1},
                    Transformed{"time_reversal", same_places, [](Graph& g) { return scale(g.labels(1), -1); }, place,
                                [](const std::int8_t* s, int i) { return static_cast<std::int8_t>(-label(s, i)); }, 1},
                    Transformed{"labels_of_two_exchanged", same_places,
                                [](Graph& g) { return exchange_rows(g.labels(1), 1, 3); }, place,
                                [](const std::int8_t* s, int i) { return label(s, exchanged(i)); }, 0.7},
                    Transformed{"places_of_two_exchanged",
                                [](Graph& g) { return exchange_rows(g.coordinates(), 3, 1); }, same_labels,
                                [](const double* x, int i, int c) { return place(x, exchanged(i), c); }, label, 0.7},
                    Transformed{"reflected_at_the_centre",
                                [](Graph& g) { return scale(mean(g.coordinates()), 2) - g.coordinates(); }, same_labels,
                                [](const double* x, int i, int c) {
                                  double centre = 0;
                                  for (int k = 0; k < particles; ++k) centre += place(x, k, c) / particles;
                                  return 2 * centre - place(x, i, c);
                                },
                                label, 0.3}),
    [](const auto& made) { return made.param.name; });

TEST(Instances, take_what_does_not_change_from_the_first) {
  Graph graph(particles, dimensions);
  const Node psi = inner(graph);
  const std::size_t before = graph.nodes().size();
  EXPECT_EQ(instance(psi, graph.coordinates(), graph.labels(1)).id, psi.id);
  EXPECT_EQ(instance(psi, graph.coordinates()).id, psi.id);
  EXPECT_EQ(graph.nodes().size(), before);
  const Node flipped = scale(graph.labels(1), -1);
  const Node other = instance(psi, graph.coordinates(), flipped);
  const auto of_labels = graph.computed_from({&labels_op});
  const auto copies = static_cast<std::size_t>(other.id - flipped.id);
  EXPECT_EQ(copies, static_cast<std::size_t>(std::count(of_labels.begin(), of_labels.begin() + psi.id + 1, true)) - 1);
  EXPECT_LT(copies, before - 1);
}

TEST(Instances, keep_constants_attributes_and_outputs) {
  Graph graph(2, 1);
  const Node psi = hermite_products(graph.coordinates(), {{0}, {1}}, {0.5});
  graph.output("amplitude", psi);
  const Node other = instance(psi, scale(graph.coordinates(), -1));
  EXPECT_EQ(graph.nodes()[static_cast<std::size_t>(other.id)].constants, (Numbers{0.5, 0, 1}));
  EXPECT_EQ(graph.nodes()[static_cast<std::size_t>(other.id)].attributes.count, 2);
  EXPECT_EQ(graph.output("amplitude"), psi.id);
}

TEST(Instances, of_another_shape_are_refused) {
  Graph graph(3, 2);
  const Node psi = sum(graph.coordinates() * graph.labels(1));
  const Node wide = concat({graph.coordinates(), graph.labels(1)});
  EXPECT_TRUE(has(message_of([&] { instance(psi, wide); }), "instance: the coordinates are 2 numbers of each particle",
                  "has 3"));
  EXPECT_TRUE(has(message_of([&] { instance(psi, sum(graph.coordinates())); }), "instance: the coordinates"));
  EXPECT_TRUE(has(message_of([&] { instance(psi, graph.coordinates(), wide); }), "instance: the labels are 1"));
}

}  // namespace
}  // namespace kato
