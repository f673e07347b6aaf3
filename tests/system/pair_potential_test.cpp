// SPDX-License-Identifier: Apache-2.0
#include "system/pair_potential.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "message.hpp"

namespace kato {
namespace {

PairFunction gaussian(double width) {
  return {.factor = -3, .shape = [width](double square, int, int) { return std::exp(-square / (width * width)); }};
}

double energy_of(const Interaction& interaction, const std::vector<double>& x, int particles) {
  double energy = 0;
  interaction.diagonal({.x = x, .particles = particles, .dimensions = static_cast<int>(x.size()) / particles},
                       {&energy, 1});
  return energy;
}

TEST(PairPotential, is_the_sum_over_pairs_of_its_function) {
  const PairPotential v({.dimensions = 2, .particles = 3}, gaussian(1.5));
  const std::vector<double> x{0, 0, 3, 4, 0, 1};
  EXPECT_NEAR(energy_of(v, x, 3), v.value(5) + v.value(1) + v.value(std::sqrt(18.0)), 1e-15);
  EXPECT_NEAR(v.value(1.5), -3 * std::exp(-1.0), 1e-15);
}

TEST(PairPotential, knows_the_species_of_its_pairs) {
  const PairFunction of_species{.shape = [](double, int a, int b) { return 10.0 * std::max(a, b) + std::min(a, b); }};
  const PairPotential v({.particles = 3, .species = {{"up", 1}, {"down", 2}}}, of_species);
  EXPECT_EQ(energy_of(v, {0, 1, 2}, 3), 10 + 10 + 11);
  EXPECT_EQ(v.value(1, 1, 1), 11);
}

// A particle and its images are one: the energy is periodic, and smooth across half a box.
TEST(PairPotential, in_a_box_is_periodic_and_has_all_images) {
  const Matter matter{.space = {.kind = Space::box, .side = 2}, .particles = 2};
  const PairPotential v(matter, gaussian(0.9));
  const auto at = [&](double r) { return energy_of(v, {0.0, r}, 2); };
  double images = 0;
  for (int m = -20; m <= 20; ++m) images += -3 * std::exp(-std::pow((0.7 + 2 * m) / 0.9, 2));
  EXPECT_NEAR(at(0.7), images, 1e-9);
  EXPECT_NEAR(at(0.7 + 2), at(0.7), 1e-14);
  EXPECT_NEAR(at(1 + 1e-4), at(1 - 1e-4), 1e-12);
}

TEST(PairPotential, too_long_for_the_box_is_refused) {
  const Matter matter{.space = {.kind = Space::box, .side = 2}, .particles = 2};
  const PairFunction inverse{.shape = [](double square, int, int) { return 1 / std::sqrt(square); }};
  EXPECT_TRUE(has(message_of([&] { PairPotential(matter, inverse); }), "falls off too slowly", "a box of side 2"));
}

// Images count by the largest of what acts between any species.
TEST(PairPotential, between_different_species_alone_has_all_images_too) {
  const Matter matter{.space = {.kind = Space::box, .side = 2}, .particles = 2, .species = {{"up", 1}, {"down", 1}}};
  const PairFunction unlike{.shape = [](double square, int a, int b) { return a == b ? 0 : std::exp(-square / 0.81); }};
  double images = 0;
  for (int m = -20; m <= 20; ++m) images += std::exp(-std::pow((0.7 + 2 * m) / 0.9, 2));
  EXPECT_NEAR(energy_of(PairPotential(matter, unlike), {0.0, 0.7}, 2), images, 1e-9);
  const PairFunction inverse{.shape = [](double square, int a, int b) { return a == b ? 0 : 1 / std::sqrt(square); }};
  EXPECT_TRUE(has(message_of([&] { PairPotential(matter, inverse); }), "falls off too slowly"));
}

// r dv/dr of the power r^-3, of each of two pairs.
TEST(PairPotential, its_work_is_the_slope_times_the_distance) {
  const PairPotential v({.particles = 2},
                        {.factor = 2, .shape = [](double square, int, int) { return std::pow(square, -1.5); }});
  const std::vector<double> x{0, 0.5, 1, 3};
  std::array<double, 2> work{1, 0};
  v.work({.x = x, .particles = 2, .dimensions = 1}, work);
  EXPECT_NEAR(work[0], 1 - 3 * 2 * 8, 1e-9);
  EXPECT_NEAR(work[1], -3 * 2 / 8.0, 1e-11);
}

}  // namespace
}  // namespace kato
