// SPDX-License-Identifier: Apache-2.0
#include "exact/encounters.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "exact/trapped.hpp"
#include "settings.hpp"

namespace kato::exact {
namespace {

System up_and_down(const RadialPotential& potential, int dimensions = 1) {
  System system = trapped(2, potential);
  system.dimensions = dimensions;
  system.species = {{"up", 1}, {"down", 1}};
  system.interactions.clear();
  system.interactions.push_back(
      {"any", std::make_shared<PairPotential>(system, PairFunction{.shape = [potential](double square, int, int) {
                                                return potential(std::sqrt(square));
                                              }})});
  return system;
}

// Of a box of width s <V>^2/<V^2> is the chance to be in it: s rho(0), with rho(0) = sqrt(2/pi) of |r| on a line.
TEST(Encounters, are_the_samples_in_a_narrow_box) {
  for (const double s : {1e-2, 1e-4, 1e-7}) {
    const auto box = [=](double r) { return r < s ? 3.0 : 0.0; };
    EXPECT_NEAR(encounters(up_and_down(box), 1e4) / (1e4 * s * std::sqrt(2 / std::numbers::pi)), 1, 1e-3);
    EXPECT_NEAR(encounters(up_and_down(box, 3), 1) / (std::sqrt(2 / std::numbers::pi) * s * s * s / 3), 1, 1e-3);
    EXPECT_NEAR(encounters(trapped(2, box), 1) / (std::sqrt(2 / std::numbers::pi) * s * s * s / 3), 1, 1e-3);
  }
}

// On a ring of side L the chance to be within s is 2 s/L.
TEST(Encounters, in_a_box_are_those_of_particles_that_are_anywhere_alike) {
  System system;
  system.space = {.kind = Space::box, .side = 5};
  system.particles = 2;
  system.species = {{"up", 1}, {"down", 1}};
  const double s = 1e-4;
  system.interactions.push_back(
      {"any", std::make_shared<PairPotential>(
                  Matter{.particles = 2, .species = system.species},
                  PairFunction{.shape = [=](double square, int, int) { return square < s * s ? 3.0 : 0.0; }})});
  EXPECT_NEAR(encounters(system, 1e6) / (1e6 * 2 * s / 5), 1, 0.02);
}

TEST(Encounters, count_all_pairs_and_never_end_without_interaction) {
  EXPECT_NEAR(encounters(trapped(4, gaussian(1)), 10) / encounters(trapped(2, gaussian(1)), 10), 6, 1e-12);
  EXPECT_TRUE(std::isinf(encounters(trapped(4), 10)));
  EXPECT_TRUE(std::isinf(encounters(trapped(4, gaussian(0)), 10)));
}

// What wave functions cancel is no rare event: Calogero's, and 1/r in a plane.
TEST(Encounters, are_many_for_singular_potentials_that_are_wide) {
  EXPECT_GT(encounters(trapped(2, [](double r) { return 6 / (r * r) + 1 / (1 + r); }), 1e4), 1e3);
  for (const double a : {-0.2, 0.75, 1.0 / 3})
    EXPECT_TRUE(std::isinf(encounters(trapped(2, [=](double r) { return a / (r * r); }), 1e4))) << a;
  EXPECT_GT(encounters(up_and_down([](double r) { return 1 / r; }, 2), 1e4), 100);
  EXPECT_GT(encounters(up_and_down([](double r) { return 1 / r; }, 3), 1e4), 1e3);
  EXPECT_LT(encounters(up_and_down([](double r) { return std::exp(-r / 1e-5) / r; }, 3), 1e4), 1e-6);
}

}  // namespace
}  // namespace kato::exact
