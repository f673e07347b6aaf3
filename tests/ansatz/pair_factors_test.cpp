// SPDX-License-Identifier: Apache-2.0
#include "ansatz/pair_factors.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.hpp"
#include "exec/executor.hpp"

namespace kato {
namespace {

const std::vector<double> x{0, 1, 3};  // two up, one down: distances 1 (alike), 3 and 2

// ln of the factor of three particles on a line, with all parameters set to `number`.
double factor(const std::string& kind, std::optional<PairCusp> cusp, double number, std::vector<Species> species) {
  Graph graph(3, 1);
  const Particles particles{.count = 3, .dimensions = 1, .species = std::move(species), .cusp = cusp};
  const auto node = pair_factor(kind, graph.coordinates(), particles);
  if (!node) return 0;
  graph.output("factor", *node);
  Executor<double> executor(graph);
  executor.set_parameters(std::vector<double>(graph.parameter_count(), number));
  std::vector<double> value(1);
  executor.output("factor", x, value);
  return value[0];
}

const std::vector<Species> spins{{"up", 2}, {"down", 1}};

TEST(PairFactors, pade_takes_its_slopes_from_the_interactions) {
  const double b = 0.25;
  EXPECT_NEAR(factor("pade", PairCusp{.unlike = 1, .like = 0.5}, 0.5, spins),
              0.5 / (1 + b) + 3 / (1 + 3 * b) + 2 / (1 + 2 * b), 1e-13);
  EXPECT_NEAR(factor("pade", PairCusp{.unlike = -2, .like = {}}, 0.5, spins), -6 / (1 + 3 * b) - 4 / (1 + 2 * b),
              1e-13);
  EXPECT_NEAR(factor("pade", PairCusp{.unlike = 1, .like = 0.5}, 0.5, {}),
              0.5 * (1 / (1 + b) + 3 / (1 + 3 * b) + 2 / (1 + 2 * b)), 1e-13);
}

TEST(PairFactors, there_is_none_where_nothing_is_asked) {
  Graph graph(3, 1);
  const Node node = graph.coordinates();
  EXPECT_FALSE(pair_factor("pade", node, {.count = 3, .species = spins}).has_value());
  EXPECT_FALSE(pair_factor("pade", node, {.count = 3, .cusp = PairCusp{.unlike = 1, .like = {}}}).has_value());
  Graph plane(3, 2);
  const Particles electrons{.count = 3, .dimensions = 2, .species = spins, .cusp = PairCusp{.unlike = 1, .like = 1}};
  EXPECT_FALSE(pair_factor("none", plane.coordinates(), electrons).has_value());
}

// On a line the energy of a contact is in the kink.
TEST(PairFactors, a_kink_on_a_line_is_not_left_out) {
  const PairCusp sharp{.unlike = 1, .like = {}}, rounded{.unlike = 1, .like = {}, .rounding = 1e-4};
  for (const char* kind : {"simple", "none"}) {
    EXPECT_THROW(factor(kind, sharp, 0, spins), Error) << kind;
    EXPECT_THROW(factor(kind, rounded, 0, spins), Error) << kind;
  }
  EXPECT_THROW(factor("pade", rounded, 0, spins), Error);
  EXPECT_NO_THROW(factor("polynomial", rounded, 0, spins));
}

TEST(PairFactors, only_the_polynomial_knows_hard_cores) {
  const Particles spheres{.count = 2, .dimensions = 3, .cusp = PairCusp{.core = 0.1}};
  Graph graph(2, 3);
  for (const char* kind : {"pade", "simple", "none"})
    EXPECT_THROW(pair_factor(kind, graph.coordinates(), spheres), Error) << kind;
  EXPECT_TRUE(pair_factor("polynomial", graph.coordinates(), spheres).has_value());
}

TEST(PairFactors, simple_asks_nothing_of_the_interactions) {
  EXPECT_NEAR(factor("simple", {}, 0.5, spins), 0.5 * (1 + 3 + 2), 1e-13);
}

TEST(PairFactors, polynomial_is_the_factor_of_other_wave_functions) {
  const double s = std::tanh(1.0), t = std::tanh(2.0), u = std::tanh(3.0);
  EXPECT_NEAR(factor("polynomial", PairCusp{.unlike = 1, .like = 0.5, .range = 1}, 0, spins),
              std::log(1 + 0.5 * s) + std::log(1 + t) + std::log(1 + u), 1e-13);
}

}  // namespace
}  // namespace kato
