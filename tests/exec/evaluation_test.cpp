// SPDX-License-Identifier: Apache-2.0
// Whole graphs in all ways of evaluation: tiles, blocks of lanes, instruction sets, precisions and parameters.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/random.hpp"
#include "evaluated.hpp"
#include "graph/build.hpp"

namespace kato {
namespace {

constexpr int particles = 4, dimensions = 2, coordinates = particles * dimensions;
constexpr std::size_t walkers = 11;
using Numbers = std::vector<double>;

// Attention, backflow and an envelope in a sum of two determinants.
Graph determinants() {
  Graph graph(particles, dimensions);
  const Node x = graph.coordinates(), apart = pair_difference(x);
  const Node h = tanh(linear("pairs", {apart, distance(apart, 0.5), first_of_pair(x)}, 6));
  const Node attention = softmax(linear("scores", {h}, 2), true);
  const Node seen = weighted_sum(attention, linear("values", {x}, 4));
  const Node powers = power_sums_of_others(sum_features(x), 2, 2.0);
  const Node node = gelu(linear("node", {concat({x, seen}), mean_of_others(h), powers, mean(x)}, 8));
  const Node orbitals = linear("orbitals", {node}, 2 * particles) / scale(square(sum_features(x)), 0.1, 2.0);
  const Node envelope = gaussian_envelope("envelope", x, 2 * particles, 0.5), largest = peak(envelope);
  const Node jastrow = scale(sum(softplus(linear("jastrow", {node}, 1))), 0.1);
  const Node dets = slogdet(orbitals * exp(envelope - largest), largest);
  graph.output("amplitude", log_sum_exp(signed_product({dets, jastrow})));
  graph.output("orbitals", orbitals * exp(envelope));
  return graph;
}

// Message passing by a product of pair matrices, in a sum of two Pfaffians.
Graph pfaffians() {
  Graph graph(particles, dimensions);
  const Node x = graph.coordinates(), apart = pair_difference(x);
  const Node pairs = concat({first_of_pair(x), second_of_pair(x), distance(apart), broadcast(mean(x), Rows::pairs)});
  const Node messages = silu(pair_product(linear("q", {pairs}, 5), linear("k", {pairs}, 5)));
  const Node pooled = sum_of_others(messages);
  const Node decay = exponential_envelope("decay", apart, 2, 0.5);
  const Node orbital = linear("orbital", {pairs, messages, first_of_pair(pooled), second_of_pair(pooled)}, 2);
  graph.output("amplitude", log_sum_exp(slogpf(orbital * exp(decay))));
  return graph;
}

// Sums of which a term is computed onto the other, with as many lanes and with fewer.
Graph residuals() {
  Graph graph(particles, dimensions);
  const Node x = graph.coordinates(), row = linear("row", {mean(x)}, 8), other = linear("other", {mean(tanh(x))}, 8);
  const Node h = tanh(linear("own", {x}, 8) + by_species({row, other}, {3, 1}));
  const Node deep = linear("deep", {tanh(h), mean(h)}, 8) + h, offset = tanh(linear("offset", {mean(deep)}, particles));
  graph.output("amplitude", slogdet(linear("orbitals", {deep}, particles) + linear("shift", {x, offset}, particles)));
  return graph;
}

Numbers random_numbers(std::size_t count, std::uint32_t stream) {
  Numbers z(count);
  fill_normal({.seed = 3, .stage = 0, .step = 0, .purpose = Purpose::test}, stream, 0, z);
  for (double& v : z) v = static_cast<float>(v);
  return z;
}

template <class T>
Evaluated evaluate(const Graph& graph, const ExecutorOptions& options, const Numbers& x, const Numbers& theta) {
  Executor<T> executor(graph, options);
  executor.set_parameters(theta);
  return derivatives_at(executor, x);
}

Numbers values(const Graph& graph, const Numbers& x, const Numbers& theta) {
  Executor<double> executor(graph);
  executor.set_parameters(theta);
  return values_at(executor, x).log_abs;
}

double largest(const Numbers& numbers) {
  double most = 1;
  for (const double v : numbers) most = std::max(most, std::abs(v));
  return most;
}
void expect_close(const Numbers& got, const Numbers& expected, double relative, const char* what) {
  ASSERT_EQ(got.size(), expected.size());
  for (std::size_t n = 0; n < got.size(); ++n)
    EXPECT_NEAR(got[n], expected[n], relative * largest(expected)) << what << ", number " << n;
}

class WholeGraph : public testing::TestWithParam<Graph (*)()> {
 protected:
  const Graph graph = GetParam()();
  const Numbers x = random_numbers(walkers * coordinates, 1), theta = [this] {
    auto start = graph.initial_parameters(1);
    const auto noise = random_numbers(start.size(), 2);
    for (std::size_t p = 0; p < start.size(); ++p) start[p] = static_cast<float>(start[p] + 0.1 * noise[p]);
    return start;
  }();
};

TEST_P(WholeGraph, gradient_and_laplacian_are_those_of_the_value) {
  const Evaluated r = evaluate<double>(graph, {}, x, theta);
  expect_close(values(graph, x, theta), r.log_abs, 1e-12, "value");
  const double h = 2e-4;  // fourth order; near a node, where the slope is g, the error is h^4 g^5
  Numbers laplacian(walkers), gradient(x.size());
  for (int k = 0; k < coordinates; ++k) {
    Numbers at[5];
    for (int step = -2; step <= 2; ++step) {
      Numbers moved = x;
      for (std::size_t w = 0; w < walkers; ++w) moved[w * coordinates + k] += h * step;
      at[step + 2] = values(graph, moved, theta);
    }
    for (std::size_t w = 0; w < walkers; ++w) {
      gradient[w * coordinates + k] = (at[0][w] - 8 * at[1][w] + 8 * at[3][w] - at[4][w]) / (12 * h);
      laplacian[w] += (-at[0][w] + 16 * at[1][w] - 30 * at[2][w] + 16 * at[3][w] - at[4][w]) / (12 * h * h);
    }
  }
  expect_close(r.gradient, gradient, 1e-8, "gradient");
  expect_close(r.laplacian, laplacian, 1e-7, "Laplacian");
}

template <class T>
void expect_the_same_gradient(const Graph& graph, Isa isa, const Numbers& x, const Numbers& theta,
                              const Evaluated& exact, double relative) {
  Executor<T> executor(graph, {.isa = isa});
  executor.set_parameters(theta);
  std::vector<LogPsi> psi(walkers);
  Numbers gradient(x.size());
  for (std::size_t first = 0; first < walkers; first += 4) {  // tiles of any size
    const std::size_t count = std::min<std::size_t>(4, walkers - first);
    executor.gradient_tile(0, std::span(x).subspan(first * coordinates, count * coordinates),
                           std::span(psi).subspan(first, count),
                           std::span(gradient).subspan(first * coordinates, count * coordinates));
  }
  expect_close(Evaluated(psi).log_abs, exact.log_abs, relative, "value");
  EXPECT_EQ(Evaluated(psi).sign, exact.sign);
  expect_close(gradient, exact.gradient, relative, "gradient");
}

TEST_P(WholeGraph, the_gradient_is_the_same_backwards_and_forwards) {
  const Evaluated forwards = evaluate<double>(graph, {.isa = Isa::portable}, x, theta);
  for (const Isa isa : usable_isas()) {
    expect_the_same_gradient<double>(graph, isa, x, theta, forwards, 1e-11);
    expect_the_same_gradient<float>(graph, isa, x, theta, forwards, 1e-3);
  }
}

TEST_P(WholeGraph, tiles_and_blocks_of_lanes_give_the_same) {
  const Evaluated whole = evaluate<double>(graph, {}, x, theta);
  for (const int tile : {1, 3, 8, 64})
    for (const int block : {1, 2, 3, 4}) {
      const Evaluated r = evaluate<double>(graph, {.tile = {.walkers = tile, .block_particles = block}}, x, theta);
      EXPECT_EQ(r.log_abs, whole.log_abs);
      EXPECT_EQ(r.sign, whole.sign);
      expect_close(r.gradient, whole.gradient, 1e-12, "gradient");
      expect_close(r.laplacian, whole.laplacian, 1e-11, "Laplacian");
    }
}

TEST_P(WholeGraph, instruction_sets_and_precisions_give_the_same) {
  const Evaluated best = evaluate<double>(graph, {.isa = Isa::portable}, x, theta);
  for (const Isa isa : usable_isas()) {
    const Evaluated wide = evaluate<double>(graph, {.isa = isa}, x, theta);
    const Evaluated narrow = evaluate<float>(graph, {.isa = isa}, x, theta);
    EXPECT_EQ(wide.sign, best.sign);
    EXPECT_EQ(narrow.sign, best.sign);
    expect_close(wide.log_abs, best.log_abs, 1e-12, "value");
    expect_close(wide.laplacian, best.laplacian, 1e-11, "Laplacian");
    expect_close(narrow.log_abs, best.log_abs, 1e-4, "value");
    expect_close(narrow.gradient, best.gradient, 1e-3, "gradient");
  }
}

TEST_P(WholeGraph, weighted_pullback_is_the_weighted_sum_of_jacobian_rows) {
  const std::size_t count = graph.parameter_count();
  const Numbers seed = random_numbers(walkers, 4);
  for (const int tile : {0, 3}) {
    Executor<double> executor(graph, {.tile = {.walkers = tile}});
    executor.set_parameters(theta);
    Numbers rows(walkers * count), bar(count), sum(count);
    executor.jacobian(x, rows);
    executor.pullback(x, seed, bar);
    for (std::size_t w = 0; w < walkers; ++w)
      for (std::size_t p = 0; p < count; ++p) sum[p] += seed[w] * rows[w * count + p];
    expect_close(bar, sum, 1e-12, "pullback");
  }
}

TEST_P(WholeGraph, pullbacks_are_the_derivatives_by_the_parameters) {
  const std::size_t count = graph.parameter_count();
  const Numbers seed = random_numbers(walkers, 4), gradient_seed = random_numbers(walkers * coordinates, 5);
  const auto weighted = [&](const Numbers& t) {
    const Evaluated r = evaluate<double>(graph, {}, x, t);
    double sum = 0;
    for (std::size_t w = 0; w < walkers; ++w) sum += seed[w] * r.log_abs[w];
    for (std::size_t k = 0; k < r.gradient.size(); ++k) sum += gradient_seed[k] * r.gradient[k];
    return sum;
  };
  for (const int block : {1, 4}) {
    Executor<double> executor(graph, {.tile = {.walkers = 4, .block_particles = block}});
    executor.set_parameters(theta);
    Numbers bar(count);
    executor.gradient_pullback(x, seed, gradient_seed, bar);
    const double h = 4e-6;  // small, since a direction moves all parameters and some walkers are near a node
    for (std::uint32_t direction = 0; direction < 12; ++direction) {
      const Numbers along = random_numbers(count, 10 + direction);
      double expected = 0, got = 0;
      for (const auto& [step, weight] : {std::pair{-2, 1.0}, {-1, -8.0}, {1, 8.0}, {2, -1.0}}) {
        Numbers moved = theta;
        for (std::size_t p = 0; p < count; ++p) moved[p] += h * step * along[p];
        expected += weight * weighted(moved) / (12 * h);
      }
      for (std::size_t p = 0; p < count; ++p) got += bar[p] * along[p];
      EXPECT_NEAR(got, expected, 1e-7 * largest(bar) * std::sqrt(static_cast<double>(count)));
    }
  }
}

TEST_P(WholeGraph, exchanging_two_particles_flips_the_sign) {
  Numbers swapped = x;
  for (std::size_t w = 0; w < walkers; ++w)
    for (int c = 0; c < dimensions; ++c)
      std::swap(swapped[w * coordinates + c], swapped[w * coordinates + 2 * dimensions + c]);
  const Evaluated a = evaluate<double>(graph, {}, x, theta), b = evaluate<double>(graph, {}, swapped, theta);
  expect_close(b.log_abs, a.log_abs, 1e-12, "value");
  expect_close(b.laplacian, a.laplacian, 1e-11, "Laplacian");
  for (std::size_t w = 0; w < walkers; ++w) EXPECT_EQ(b.sign[w], -a.sign[w]);
}

constexpr const char* names[] = {"determinants", "pfaffians", "residuals"};
INSTANTIATE_TEST_SUITE_P(of, WholeGraph, testing::Values(determinants, pfaffians, residuals),
                         [](const auto& test) { return names[test.index]; });

}  // namespace
}  // namespace kato
