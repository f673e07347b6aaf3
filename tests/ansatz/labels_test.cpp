// SPDX-License-Identifier: Apache-2.0
#include "ansatz/labels.hpp"

#include <vector>

#include "evaluated.hpp"
#include "message.hpp"

namespace kato {
namespace {

// The labels of three particles that are not sampled.
std::vector<double> constants_of(const std::vector<Species>& species) {
  Graph graph(3, 1);
  graph.output("labels", labels(graph, {.count = 3, .species = species}));
  EXPECT_EQ(graph.sampled_labels(), 0);
  Executor<double> executor(graph);
  executor.set_parameters({});
  std::vector<double> numbers(3);
  executor.output("labels", std::vector<double>(3), numbers);
  return numbers;
}

TEST(Labels, are_constants_of_the_species_where_nothing_is_sampled) {
  EXPECT_EQ(constants_of({}), (std::vector<double>{1, 1, 1}));
  EXPECT_EQ(constants_of({{"up", 3}}), (std::vector<double>{1, 1, 1}));
  EXPECT_EQ(constants_of({{"up", 2}, {"down", 1}}), (std::vector<double>{1, 1, -1}));
}

TEST(Labels, are_sampled_if_they_are_whatever_the_species) {
  Graph graph(3, 1);
  const Node spins = labels(graph, {.count = 3, .species = {{"up", 2}, {"down", 1}}, .labels = 2});
  EXPECT_EQ(graph.sampled_labels(), 2);
  EXPECT_EQ(spins.shape().features, 2);
}

TEST(Labels, do_not_tell_three_species_apart) {
  Graph graph(3, 1);
  EXPECT_TRUE(has(message_of([&] {
                    labels(graph, {.count = 3, .species = {{"a", 1}, {"b", 1}, {"c", 1}}});
                  }),
                  "3 species are more than the labels 1 and -1 tell apart"));
}

// psi = det phi_j(x_i, s_i), once for walkers with spins and once for species.
TEST(Labels, let_one_wave_function_serve_sampled_spins_and_species) {
  const auto psi_of = [](const Particles& particles) {
    Graph graph(particles.count, particles.dimensions);
    const Node x = graph.coordinates(), seen = tanh(linear("hidden", {x, labels(graph, particles)}, 6));
    graph.output("amplitude", slogdet(linear("orbitals", {seen}, particles.count)));
    return graph;
  };
  const std::vector<Species> species{{"up", 2}, {"down", 1}};
  const Graph sampled = psi_of({.count = 3, .species = species, .labels = 1}),
              fixed = psi_of({.count = 3, .species = species});
  Executor<double> of_walkers(sampled), of_species(fixed);
  of_walkers.set_parameters(sampled.initial_parameters(1));
  of_species.set_parameters(fixed.initial_parameters(1));
  const std::vector<double> x{0.3, -0.7, 1.1, 0.3, -0.7, 1.1};
  const std::vector<std::int8_t> spins{1, 1, -1, 1, -1, 1};
  const auto found = derivatives_at(of_walkers, {x, spins}), expected = derivatives_at(of_species, x);
  EXPECT_EQ(found.log_abs[0], expected.log_abs[0]);
  EXPECT_EQ(found.laplacian[0], expected.laplacian[0]);
  EXPECT_NE(found.log_abs[1], expected.log_abs[1]);
}

}  // namespace
}  // namespace kato
