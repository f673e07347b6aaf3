// SPDX-License-Identifier: Apache-2.0
#include "exact/pair_potential.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "exact/trapped.hpp"
#include "settings.hpp"

namespace kato::exact {
namespace {

TEST(RadialPotential, of_the_registered_gaussian_is_its_formula) {
  Settings settings;
  settings.set("strength", -7.0);
  settings.set("range", 0.8);
  System system = trapped(3);
  system.interactions.push_back({"gaussian", registry().factory<Interaction>("gaussian")(system, settings)});
  const auto potential = pair_potential(system);
  ASSERT_TRUE(potential);
  for (const double r : {0.01, 0.5, 1.7}) EXPECT_NEAR((*potential)(r), gaussian(-7, 0.8)(r), 1e-14);
}

TEST(RadialPotential, adds_up_several_interactions_and_outlives_the_system) {
  std::optional<RadialPotential> potential;
  {
    System system = trapped(3, gaussian(10));
    system.interactions.push_back(trapped(3, harmonic(0.5)).interactions.front());
    potential = pair_potential(system);
  }
  ASSERT_TRUE(potential);
  EXPECT_NEAR((*potential)(1.2), gaussian(10)(1.2) + harmonic(0.5)(1.2), 1e-14);
}

TEST(RadialPotential, refuses_what_is_no_function_of_distances_and_what_is_infinite) {
  EXPECT_FALSE(pair_potential(trapped(2, [](std::span<const double> x) { return x[0]; })));
  System hard = trapped(3);
  hard.interactions.push_back(
      {"hard", registry().factory<Interaction>("hard-core")(hard, Settings({{"radius", 0.1}, {"range", 1.0}}))});
  EXPECT_FALSE(pair_potential(hard));
  EXPECT_TRUE(pair_potential(trapped(3, gaussian(1))));
}

System of_charges(int up, int down, std::vector<double> charges) {
  System system = trapped(up + down);
  system.dimensions = 3;
  system.species = {{"up", up}, {"down", down}};
  system.interactions.push_back(
      {"coulomb",
       registry().factory<Interaction>("coulomb")(
           system, default_settings("interaction", "coulomb", Settings({{"charges", charges}, {"softening", 0.5}})))});
  return system;
}

TEST(RadialPotential, is_one_for_all_like_pairs_or_none) {
  const double over = 1 / std::sqrt(0.7 * 0.7 + 0.25);
  const auto opposite = species_potentials(of_charges(2, 2, {1.5, -1.5}));
  ASSERT_TRUE(opposite);
  EXPECT_NEAR(opposite->like(0.7), 2.25 * over, 1e-14);
  EXPECT_NEAR(opposite->unlike(0.7), -2.25 * over, 1e-14);
  EXPECT_FALSE(species_potentials(of_charges(2, 2, {1, -2})));
  const auto one_of_a_kind = species_potentials(of_charges(1, 2, {3, -2}));  // like pairs are of the second species
  ASSERT_TRUE(one_of_a_kind);
  EXPECT_NEAR(one_of_a_kind->like(0.7), 4 * over, 1e-14);
}

TEST(RadialPotential, tells_pairs_of_one_species_from_others) {
  System system = trapped(4);
  system.species = {{"up", 2}, {"down", 2}};
  for (const char* between : {"like", "unlike"})
    system.interactions.push_back(
        {between, registry().factory<Interaction>("formula")(
                      system, default_settings("interaction", "formula",
                                               Settings({{"formula", *between == 'l' ? "r^2" : "exp(-r)"},
                                                         {"between", between}})))});
  const auto potentials = species_potentials(system);
  ASSERT_TRUE(potentials);
  EXPECT_NEAR(potentials->like(0.7), 0.49, 1e-14);
  EXPECT_NEAR(potentials->unlike(0.7), std::exp(-0.7), 1e-14);
  EXPECT_FALSE(species_potentials(trapped(2, [](std::span<const double> x) { return x[0]; })));
}

TEST(RadialPotential, vanishes_only_without_interaction) {
  EXPECT_TRUE(vanishes(gaussian(0)));
  EXPECT_FALSE(vanishes(gaussian(1e-6)));
  EXPECT_FALSE(vanishes(gaussian(-20, 2e-5)));
  EXPECT_FALSE(vanishes(gaussian(1, 1e-12)));
}

}  // namespace
}  // namespace kato::exact
