// SPDX-License-Identifier: Apache-2.0
#include "exec/row_executor.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/random.hpp"
#include "exec/executor.hpp"
#include "graph/build.hpp"

namespace kato {
namespace {

constexpr int particles = 3, dimensions = 2, determinants = 2;
constexpr std::size_t walkers = 5, width = particles * determinants;

Graph orbitals(bool factor) {
  Graph graph(particles, dimensions);
  const Node x = graph.coordinates();
  const Node matrices = linear("orbitals", {tanh(linear("hidden", {x}, 7))}, width);
  const Node envelope = gaussian_envelope("envelope", x, width, 0.5), largest = peak(envelope);
  graph.output("orbitals", matrices * exp(envelope));
  const Node terms = factor ? slogdet(matrices * exp(envelope - largest), largest) : slogdet(matrices * exp(envelope));
  graph.output("amplitude", log_sum_exp(terms));
  return graph;
}

template <class T>
void expect_the_rows_of_the_whole_graph(bool factor, double tolerance) {
  const Graph graph = orbitals(factor);
  const auto theta = graph.initial_parameters(4);
  Executor<double> psi(graph);
  psi.set_parameters(theta);
  std::vector<double> x(walkers * particles * dimensions), expected(walkers * particles * width);
  fill_normal({.seed = 5, .purpose = Purpose::test}, 0, 0, x);
  psi.output("orbitals", x, expected);

  Executor<T> other(graph);
  other.set_parameters(theta);
  OrbitalRows* rows = other.orbital_rows();
  ASSERT_NE(rows, nullptr);
  EXPECT_EQ(rows->particles(), particles);
  EXPECT_EQ(rows->determinants(), determinants);
  std::vector<double> found(expected.size()), factors(walkers * particles);
  rows->rows_tile(0, x, found, factors);  // every particle of every walker is a point
  double largest_factor = 0;
  for (std::size_t n = 0; n < factors.size(); ++n) {
    largest_factor = std::max(largest_factor, std::abs(factors[n]));
    for (std::size_t f = n * width; f < (n + 1) * width; ++f)
      EXPECT_NEAR(found[f] * std::exp(factors[n]), expected[f], tolerance);
  }
  EXPECT_EQ(largest_factor > 0, factor);
}

TEST(RowExecutor, rows_are_those_of_the_whole_graph) {
  for (const bool factor : {true, false}) {
    expect_the_rows_of_the_whole_graph<double>(factor, 1e-14);
    expect_the_rows_of_the_whole_graph<float>(factor, 3e-6);
  }
}

TEST(RowExecutor, there_is_none_for_a_wave_function_with_backflow) {
  Graph graph(particles, dimensions);
  const Node x = graph.coordinates();
  graph.output("amplitude", slogdet(linear("orbitals", {x, mean(x)}, particles)));
  EXPECT_EQ(Executor<double>(graph).orbital_rows(), nullptr);
}

}  // namespace
}  // namespace kato
