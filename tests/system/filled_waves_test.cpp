// SPDX-License-Identifier: Apache-2.0
#include "system/filled_waves.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "box_of.hpp"
#include "box_table.hpp"

namespace kato {
namespace {

constexpr double pi = std::numbers::pi;

// E_FG = d/(d + 2) k_F^2/2 with (2 pi)^-d of the volume of the ball of radius k_F for each component.
double infinite_gas(const Matter& matter, double components) {
  const double density = matter.particles / std::pow(matter.space.side, matter.dimensions) / components;
  if (matter.dimensions == 1) return std::pow(pi * density, 2) / 6;
  if (matter.dimensions == 2) return pi * density;
  return 0.3 * std::pow(6 * pi * pi * density, 2.0 / 3);
}

TEST(FilledWaves, have_the_tabulated_energies_of_closed_shells) {
  for (const auto& row : box_table("periodic-box", "free fermions, cubic box, Gamma", "T/N divided by E_FG")) {
    const int particles = static_cast<int>(row.parameter("N"));
    const bool polarised = row.system.find("unpolarised") == std::string::npos;
    const auto matter = polarised ? box_of(3, {{"up", particles}}, 1.7)
                                  : box_of(3, {{"up", particles / 2}, {"down", particles / 2}}, 1.7);
    EXPECT_NEAR(filled_waves_energy(matter) / particles / infinite_gas(matter, polarised ? 1 : 2), row.value, 1e-10)
        << row.parameters;
    EXPECT_TRUE(closes_shells(matter));
  }
}

// n^2 = 0, 1, 1 on a line and in a plane 0, 1, 1, 1, 1.
TEST(FilledWaves, have_the_energies_that_a_hand_counts) {
  auto line = box_of(1, {{"up", 3}, {"down", 1}}, 2.0);
  line.hbar2_m = 3;
  EXPECT_NEAR(filled_waves_energy(line), 3 * 0.5 * pi * pi * 2, 1e-12);
  EXPECT_NEAR(filled_waves_energy(box_of(2, {{"up", 5}, {"down", 2}}, 2.0)), 5 * 0.5 * pi * pi, 1e-12);
}

TEST(FilledWaves, become_the_infinite_gas_in_a_large_box) {
  for (const auto& [dimensions, count] : {std::pair{1, 1001}, {2, 1005}, {3, 2109}}) {
    const auto matter = box_of(dimensions, {{"up", count}, {"down", count}}, 10.0);
    EXPECT_NEAR(filled_waves_energy(matter) / matter.particles / infinite_gas(matter, 2), 1, 0.01) << dimensions;
  }
}

TEST(InfiniteGas, has_the_energy_of_equal_species_in_closed_form) {
  for (int d = 1; d <= 3; ++d) {
    const auto matter = box_of(d, {{"up", 7}, {"down", 7}}, 2.3);
    EXPECT_NEAR(infinite_gas_energy(matter) / infinite_gas(matter, 2), 1, 1e-14) << d;
    EXPECT_NEAR(infinite_gas_energy(box_of(d, {{"up", 7}}, 2.3)) / infinite_gas(box_of(d, {{"up", 7}}, 2.3), 1), 1,
                1e-14);
  }
}

// In a plane the energy of a species is proportional to N_s^2: (9^2 + 1)/(5^2 + 5^2) of that of equal ones.
TEST(InfiniteGas, has_a_sea_for_each_species) {
  auto uneven = box_of(2, {{"up", 9}, {"down", 1}}, 2.0);
  EXPECT_NEAR(infinite_gas_energy(uneven) / infinite_gas(uneven, 2), 82.0 / 50, 1e-14);
  uneven.hbar2_m = 3;
  EXPECT_NEAR(infinite_gas_energy(uneven) / infinite_gas(uneven, 2), 3 * 82.0 / 50, 1e-14);
  uneven.statistics = Statistics::boson;
  EXPECT_EQ(infinite_gas_energy(uneven), 0);
}

TEST(FilledWaves, of_bosons_are_all_at_rest) {
  auto matter = box_of(3, {}, 1.0);
  matter.particles = 5;
  matter.statistics = Statistics::boson;
  EXPECT_EQ(filled_waves_energy(matter), 0);
  EXPECT_TRUE(closes_shells(matter));
}

TEST(FilledWaves, close_their_shells_if_each_species_does) {
  EXPECT_TRUE(closes_shells(box_of(3, {{"up", 7}, {"down", 19}}, 2.0)));
  EXPECT_TRUE(closes_shells(box_of(3, {{"up", 7}, {"down", 0}}, 2.0)));
  EXPECT_FALSE(closes_shells(box_of(3, {{"up", 7}, {"down", 10}}, 2.0)));
  EXPECT_FALSE(closes_shells(box_of(2, {{"up", 7}}, 2.0)));
}

TEST(FilledWaves, are_none_in_a_trap) {
  auto matter = box_of(3, {{"up", 7}}, 2.0);
  matter.space = {};
  EXPECT_THROW(filled_waves_energy(matter), Error);
}

}  // namespace
}  // namespace kato
