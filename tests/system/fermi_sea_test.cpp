// SPDX-License-Identifier: Apache-2.0
#include "system/fermi_sea.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/registry.hpp"
#include "settings.hpp"
#include "stats/accumulator.hpp"

namespace kato {
namespace {

System trapped(int dimensions, int particles, std::vector<double> frequency = {}) {
  System system;
  system.dimensions = dimensions;
  system.particles = particles;
  if (!frequency.empty())
    system.potential = registry().factory<Potential>("harmonic")(
        system, default_settings("potential", "harmonic", Settings({{"frequency", frequency}})));
  return system;
}

// Particles that keep apart are a little less crowded in the middle than the levels are.
void expect_about(double found, double size) {
  EXPECT_GT(found, 0.95 * size);
  EXPECT_LT(found, 1.25 * size);
}

// The mean square of coordinate c, over all particles or some.
double mean_square(const Walkers& walkers, std::size_t c, std::size_t first, std::size_t count) {
  const auto d = static_cast<std::size_t>(walkers.dimensions);
  double sum = 0;
  for (std::size_t w = 0; w < walkers.count(); ++w)
    for (std::size_t i = first; i < first + count; ++i) sum += std::pow(walkers.view().place(w)[i * d + c], 2);
  return sum / static_cast<double>(walkers.count() * count);
}

// On a line <x^2> = N/2; in two dimensions M shells have the energy 2/3 per particle of the last one's.
TEST(FermiSea, filled_levels_spread_as_their_quanta_say) {
  EXPECT_NEAR(filled_spread(trapped(1, 40), 40)[0], std::sqrt(20.0), 1e-12);
  EXPECT_NEAR(filled_spread(trapped(1, 1), 1)[0], std::sqrt(0.5), 1e-12);
  const auto plane = filled_spread(trapped(2, 6), 6);  // 0, 1, 1, 2, 2, 2 quanta
  for (const double each : plane) EXPECT_NEAR(each, std::sqrt(8.0 / 12 + 0.5), 1e-12);
  const auto rod = filled_spread(trapped(2, 10, {1, 0.01}), 10);
  EXPECT_NEAR(rod[0], std::sqrt(0.5), 1e-12);
  EXPECT_NEAR(rod[1], std::sqrt(5 / 0.01), 1e-9);
}

TEST(FermiSea, few_particles_start_as_they_are_scattered) {
  for (const int particles : {1, 4, 8}) {
    const auto system = trapped(1, particles);
    EXPECT_EQ(first_walkers(system, 20, 5).x, first_walkers(system, 20, 1, 0, 5).x);
  }
  auto bosons = trapped(1, 40);
  bosons.statistics = Statistics::boson;
  EXPECT_EQ(first_walkers(bosons, 20, 5).x, first_walkers(bosons, 20, 1, 0, 5).x);
}

TEST(FermiSea, many_start_where_the_ground_state_is) {
  for (const int particles : {9, 40, 100}) {
    const auto walkers = first_walkers(trapped(1, particles), 400, 5);
    expect_about(mean_square(walkers, 0, 0, static_cast<std::size_t>(particles)), particles / 2.0);
    for (const double x : walkers.x) EXPECT_LT(std::abs(x), std::sqrt(2.0 * particles));
  }
  const auto walkers = first_walkers(trapped(2, 210), 100, 5);  // twenty shells
  const double size = std::pow(filled_spread(trapped(2, 210), 210)[0], 2);
  for (const std::size_t c : {0, 1}) expect_about(mean_square(walkers, c, 0, 210), size);
}

TEST(FermiSea, of_a_long_trap_is_long) {
  const auto system = trapped(2, 20, {1, 0.01});
  const auto walkers = first_walkers(system, 400, 5);
  expect_about(mean_square(walkers, 1, 0, 20), 10 / 0.01);
}

TEST(FermiSea, neighbours_of_one_species_keep_apart) {
  const auto walkers = first_walkers(trapped(1, 40), 200, 5);
  double nearest = 1e9;
  for (std::size_t w = 0; w < walkers.count(); ++w)
    for (std::size_t i = 0; i < 40; ++i)
      for (std::size_t j = 0; j < i; ++j)
        nearest = std::min(nearest, std::abs(walkers.view().place(w)[i] - walkers.view().place(w)[j]));
  EXPECT_GT(nearest, 0.25 * 2 * std::sqrt(80.0) / 40);  // half of the half of the mean distance
}

TEST(FermiSea, a_small_species_beside_a_large_one_is_scattered_as_widely_as_if_it_were_alone) {
  auto system = trapped(1, 41);
  system.species = {{"up", 40}, {"down", 1}};
  const auto walkers = first_walkers(system, 4000, 5);
  expect_about(mean_square(walkers, 0, 0, 40), 20);
  EXPECT_NEAR(mean_square(walkers, 0, 40, 1), 1, 0.1);  // six standard errors
}

TEST(FermiSea, depends_on_the_seed_and_not_on_the_number_of_walkers) {
  const auto system = trapped(1, 20);
  const auto few = first_walkers(system, 10, 4), many = first_walkers(system, 20, 4),
             other = first_walkers(system, 10, 5);
  EXPECT_TRUE(std::equal(few.x.begin(), few.x.end(), many.x.begin()));
  EXPECT_NE(few.x, other.x);
}

}  // namespace
}  // namespace kato
