// SPDX-License-Identifier: Apache-2.0
#include "system/box_walkers.hpp"

#include <cmath>
#include <vector>

#include "base/error.hpp"
#include "message.hpp"
#include "stats/accumulator.hpp"

namespace kato {
namespace {

Matter box(int particles, std::vector<Species> species = {}) {
  return {.space = {.kind = Space::box, .side = 2}, .dimensions = 3, .particles = particles, .species = species};
}

TEST(UniformWalkers, fill_the_box_evenly) {
  const auto walkers = uniform_walkers(box(3), 4000, 1);
  const auto found = mean_variance(walkers.x);
  EXPECT_NEAR(found.mean, 1, 6 * std::sqrt(1.0 / 3 / 36000));
  EXPECT_NEAR(found.variance(), 1.0 / 3, 0.01);
  for (const double x : walkers.x) EXPECT_TRUE(x >= 0 && x < 2);
  EXPECT_EQ(walkers.x, uniform_walkers(box(3), 4000, 1).x);
  EXPECT_NE(walkers.x, uniform_walkers(box(3), 4000, 2).x);
}

// Eight nearest neighbours of each site at sqrt(3)/2 of a cell.
TEST(CrystalSites, have_the_neighbours_of_a_body_centred_lattice) {
  const auto sites = crystal_sites(3, 16);
  ASSERT_EQ(sites.size(), 48u);
  const Space unit{.kind = Space::box, .side = 1};
  for (std::size_t i = 0; i < 16; ++i) {
    int nearest = 0;
    for (std::size_t j = 0; j < 16; ++j) {
      const double square = unit.squared_distance(&sites[3 * i], &sites[3 * j], 3);
      EXPECT_TRUE(i == j || square > 3.0 / 16 - 1e-12);
      nearest += std::abs(square - 3.0 / 16) < 1e-12;
    }
    EXPECT_EQ(nearest, 8);
  }
}

TEST(CrystalSites, are_refused_where_no_lattice_fits) {
  for (const int particles : {1, 14, 53, 55}) EXPECT_EQ(crystal_cells(particles), 0);
  EXPECT_EQ(crystal_cells(2), 1);
  EXPECT_EQ(crystal_cells(54), 3);
  EXPECT_TRUE(has(message_of([] { crystal_sites(3, 14); }), "14 particles", "2, 16, 54"));
  EXPECT_TRUE(has(message_of([] { crystal_sites(2, 2); }), "three dimensions"));
}

// The corners are up and the centres down: the nearest neighbours of every particle are of the other species.
TEST(CrystalWalkers, are_near_their_sites_with_the_species_in_turn) {
  const auto walkers = crystal_walkers(box(16, {{"up", 8}, {"down", 8}}), 100, 1);
  const auto sites = crystal_sites(3, 16);
  const Space space{.kind = Space::box, .side = 2};
  for (std::size_t w = 0; w < 100; ++w)
    for (std::size_t i = 0; i < 16; ++i) {
      const std::size_t site = i < 8 ? 2 * i : 2 * (i - 8) + 1;
      const std::vector<double> place{2 * sites[3 * site], 2 * sites[3 * site + 1], 2 * sites[3 * site + 2]};
      EXPECT_LT(std::sqrt(space.squared_distance(&walkers.x[48 * w + 3 * i], place.data(), 3)), 0.6);
    }
}

}  // namespace
}  // namespace kato
