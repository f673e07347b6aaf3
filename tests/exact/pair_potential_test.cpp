// SPDX-License-Identifier: Apache-2.0
#include "exact/pair_potential.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>

#include "exact/trapped.hpp"

namespace kato::exact {
namespace {

TEST(PairPotential, of_the_registered_gaussian_is_its_formula) {
  Settings settings;
  settings.set("strength", -7.0);
  settings.set("range", 0.8);
  System system = trapped(3);
  system.interactions.push_back({"gaussian", registry().factory<Interaction>("gaussian")(settings)});
  const auto potential = pair_potential(system);
  ASSERT_TRUE(potential);
  for (const double r : {0.01, 0.5, 1.7}) EXPECT_NEAR((*potential)(r), gaussian(-7, 0.8)(r), 1e-14);
}

TEST(PairPotential, adds_up_several_interactions_and_outlives_the_system) {
  std::optional<PairPotential> potential;
  {
    System system = trapped(3, gaussian(10));
    system.interactions.push_back(trapped(3, harmonic(0.5)).interactions.front());
    potential = pair_potential(system);
  }
  ASSERT_TRUE(potential);
  EXPECT_NEAR((*potential)(1.2), gaussian(10)(1.2) + harmonic(0.5)(1.2), 1e-14);
}

TEST(PairPotential, refuses_what_is_not_a_sum_over_pairs_of_distances) {
  const auto outer = [](std::span<const double> x) { return x[0]; };
  const auto three_body = [](std::span<const double> x) {
    double energy = 0;
    for (std::size_t i = 2; i < x.size(); ++i) energy += std::abs((x[i] - x[i - 1]) * (x[i - 1] - x[i - 2]));
    return energy;
  };
  const auto infinite = [](std::span<const double>) { return std::numeric_limits<double>::infinity(); };
  EXPECT_FALSE(pair_potential(trapped(2, outer)));
  EXPECT_FALSE(pair_potential(trapped(1, outer)));
  EXPECT_FALSE(pair_potential(trapped(3, three_body)));
  EXPECT_FALSE(pair_potential(trapped(3, infinite)));
  EXPECT_TRUE(pair_potential(trapped(3, gaussian(1))));
}

TEST(PairPotential, vanishes_only_without_interaction) {
  EXPECT_TRUE(vanishes(gaussian(0)));
  EXPECT_FALSE(vanishes(gaussian(1e-6)));
}

}  // namespace
}  // namespace kato::exact
