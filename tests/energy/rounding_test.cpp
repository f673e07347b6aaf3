// SPDX-License-Identifier: Apache-2.0
#include "energy/rounding.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "base/error.hpp"
#include "graph/build.hpp"
#include "message.hpp"
#include "oscillator_state.hpp"
#include "system/fermi_sea.hpp"

namespace kato {
namespace {

constexpr std::size_t count = 60;

System trap(int particles) {
  System system;
  system.particles = particles;
  return system;
}

Rounding rounding_at(const Graph& graph, const std::vector<double>& theta, const Walkers& walkers,
                     Precision precision) {
  const System system = trap(graph.particles());
  WaveFunction psi(graph, precision, 1);
  psi.set_parameters(theta);
  LocalEnergies energies;
  local_energies(psi, system, walkers, energies);
  return rounding_of(psi, system, walkers, energies);
}

Rounding rounding_at(const Graph& graph, Precision precision) {
  return rounding_at(graph, graph.initial_parameters(1), first_walkers(trap(graph.particles()), count, 3), precision);
}

// Six orbitals that are sums of so many functions and a constant.
Graph determinant_of(int functions) {
  Graph graph(6, 1);
  const Node x = graph.coordinates();
  const Node matrix = linear("orbitals", {sin(scale(linear("h", {x}, functions), 3))}, 6);
  graph.output("amplitude", slogdet(matrix * exp(gaussian_envelope("envelope", x, 6, 0.5))));
  return graph;
}

// The same with functions of two places, as many as there are pairs.
Graph good_pfaffian() {
  Graph graph(6, 1);
  const Node x = graph.coordinates(), pairs = tanh(scale(pair_difference(x), 4));
  graph.output("amplitude", signed_product({slogpf(pairs), sum(gaussian_envelope("envelope", x, 1, 0.5))}));
  return graph;
}

// The Pfaffian of a matrix sum_f a_f(x_i) b_f(x_j), whose antisymmetric part has twice as many dimensions at most.
Graph pfaffian_of(int functions) {
  Graph graph(6, 1);
  const Node x = graph.coordinates(), h = sin(scale(linear("h", {x}, 12), 3));
  const Node a = linear("a", {h}, functions), b = linear("b", {h}, functions);
  const Node pairs = sum_features(first_of_pair(a) * second_of_pair(b));
  graph.output("amplitude", signed_product({slogpf(pairs), sum(gaussian_envelope("envelope", x, 1, 0.5))}));
  return graph;
}

const std::vector<Precision> precisions{Precision::double_, Precision::float_, Precision::mixed};

TEST(Rounding, a_state_that_can_be_computed_loses_no_walker) {
  const auto state = oscillator_ground_state(6);
  const auto walkers = first_walkers(trap(6), count, 3);
  for (const auto precision : precisions) {
    const auto found = rounding_at(state.graph, state.theta, walkers, precision);
    EXPECT_EQ(found.walkers, count);
    EXPECT_EQ(found.lost, 0u) << static_cast<int>(precision);
    EXPECT_NO_THROW(require_digits(found));
  }
  EXPECT_EQ(rounding_at(determinant_of(8), Precision::double_).lost, 0u);
  EXPECT_EQ(rounding_at(good_pfaffian(), Precision::double_).lost, 0u);
}

TEST(Rounding, a_determinant_of_too_few_functions_is_lost_at_any_precision) {
  for (const auto precision : precisions)
    for (const int functions : {1, 2, 4}) {
      const auto found = rounding_at(determinant_of(functions), precision);
      EXPECT_TRUE(found.too_many()) << functions << ": " << found.lost;
      ASSERT_TRUE(found.node);
      EXPECT_EQ(found.node->op, "slogdet");
      EXPECT_TRUE(
          has(message_of([&] { require_digits(found); }), "(slogdet)", "a matrix without rank", "raise ansatz.hidden"));
    }
}

TEST(Rounding, so_is_a_pfaffian_of_too_few_functions) {
  for (const auto precision : precisions)
    for (const int functions : {1, 2}) {
      const auto found = rounding_at(pfaffian_of(functions), precision);
      EXPECT_TRUE(found.too_many()) << functions << ": " << found.lost;
      ASSERT_TRUE(found.node);
      EXPECT_EQ(found.node->op, "slogpf");
    }
}

TEST(Rounding, a_difference_of_equal_amplitudes_is_lost_where_the_determinants_are_not) {
  Graph graph(2, 1);
  const Node x = graph.coordinates(), gaussian = exp(gaussian_envelope("envelope", x, 2, 0.5));
  const Node one = concat({scale(x, 0, 1), x}), other = concat({scale(x, 1.0 / 3), scale(x, 0, 3)});  // det = -det
  graph.output("amplitude", log_sum_exp(slogdet(concat({one * gaussian, other * gaussian}))));
  const auto found = rounding_at(graph, Precision::double_);
  EXPECT_TRUE(found.too_many()) << found.lost;
  ASSERT_TRUE(found.node) << found.text();
  EXPECT_EQ(found.node->op, "log_sum_exp");
}

// Particles within a tenth of a length: the determinant of eight powers has no digit in float, and some in double.
TEST(Rounding, what_helps_depends_on_the_precision) {
  Graph graph(8, 1);
  const Node x = graph.coordinates();
  graph.output("amplitude", slogdet(concat({scale(x, 0, 1), powers(x, 7)})));
  auto walkers = first_walkers(trap(8), count, 3);
  for (double& each : walkers.x) each = 0.3 + 0.1 * each;
  const auto single = rounding_at(graph, {}, walkers, Precision::float_);
  EXPECT_TRUE(single.too_many());
  EXPECT_TRUE(has(single.text(), "in single precision", "run.precision = \"double\""));
  EXPECT_TRUE(rounding_at(graph, {}, walkers, Precision::mixed).too_many());
  EXPECT_FALSE(rounding_at(graph, {}, walkers, Precision::double_).too_many());
  for (double& each : walkers.x) each = 0.3 + 0.01 * (each - 0.3);
  const auto wide = rounding_at(graph, {}, walkers, Precision::double_);
  EXPECT_TRUE(wide.too_many());
  EXPECT_EQ(wide.text().find("run.precision"), std::string::npos);
}

TEST(Rounding, one_walker_in_fifty_may_be_lost) {
  EXPECT_FALSE((Rounding{.walkers = 100, .lost = 2}).too_many());
  EXPECT_TRUE((Rounding{.walkers = 100, .lost = 3}).too_many());
  EXPECT_TRUE((Rounding{.walkers = 4, .lost = 1}).too_many());
  EXPECT_FALSE((Rounding{.walkers = 4, .lost = 0}).too_many());
}

}  // namespace
}  // namespace kato
