// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "system/interaction.hpp"

namespace kato {

void register_soft_sphere(Registry& registry);

namespace {

// Of two particles at distance r on a line.
double energy_at(const Space& space, double r) {
  Registry kinds;
  register_soft_sphere(kinds);
  const auto interaction = kinds.factory<Interaction>("soft-sphere")({.space = space, .particles = 2},
                                                                     Settings({{"height", 3.0}, {"width", 0.8}}));
  const std::vector<double> x{0, r};
  double energy = 0;
  interaction->diagonal({.x = x, .particles = 2, .dimensions = 1}, {&energy, 1});
  return energy;
}

TEST(SoftSphere, is_its_formula) { EXPECT_NEAR(energy_at({}, 0.8), 3 * std::exp(-1.0), 1e-14); }

TEST(SoftSphere, in_a_box_has_the_period_of_the_box_and_all_images) {
  const Space box{.kind = Space::box, .side = 1.5};
  double images = 0;
  for (int m = -9; m <= 9; ++m) images += energy_at({}, 0.4 + 1.5 * m);
  EXPECT_NEAR(energy_at(box, 0.4), images, 1e-12);
  EXPECT_NEAR(energy_at(box, 0.4 + 1.5), images, 1e-12);
}

}  // namespace
}  // namespace kato
