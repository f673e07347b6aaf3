// SPDX-License-Identifier: Apache-2.0
#include "system/fermi_gas.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "box_table.hpp"

namespace kato {
namespace {

Matter gas(int dimensions, std::vector<Species> species, double side) {
  int particles = 0;
  for (const auto& kind : species) particles += kind.count;
  return {.space = {.kind = Space::box, .side = side},
          .dimensions = dimensions,
          .particles = particles,
          .species = std::move(species)};
}

TEST(FermiGas, has_the_tabulated_energies_of_closed_shells) {
  for (const auto& row : box_table("periodic-box", "free fermions, cubic box, Gamma", "T/N divided by E_FG")) {
    const int particles = static_cast<int>(row.parameter("N"));
    const bool polarised = row.system.find("unpolarised") == std::string::npos;
    const auto matter = polarised ? gas(3, {{"up", particles}}, 1.7)
                                  : gas(3, {{"up", particles / 2}, {"down", particles / 2}}, 1.7);
    EXPECT_NEAR(free_gas_energy(matter) / particles / fermi_gas_energy(matter), row.value, 1e-10) << row.parameters;
  }
}

// n^2 = 0, 1, 1 on a line; E_F = hbar^2 k_F^2/(2 m), of which a particle has a third, a half, three fifths.
TEST(FermiGas, follows_from_its_formulas_by_hand) {
  constexpr double pi = std::numbers::pi;
  auto line = gas(1, {{"up", 3}, {"down", 1}}, 2.0);
  line.hbar2_m = 3;
  EXPECT_NEAR(free_gas_energy(line), 3 * 0.5 * pi * pi * 2, 1e-12);
  EXPECT_NEAR(fermi_wave_number(line), pi * 2 / 2, 1e-14);
  EXPECT_NEAR(fermi_gas_energy(line), 3 * 0.5 * pi * pi / 3, 1e-12);
  const auto plane = gas(2, {{"up", 5}, {"down", 5}}, 2.0);
  EXPECT_NEAR(free_gas_energy(plane), 8 * 0.5 * pi * pi, 1e-12);
  EXPECT_NEAR(fermi_wave_number(plane), std::sqrt(2 * pi * 2.5), 1e-14);
  EXPECT_NEAR(fermi_gas_energy(plane), 0.5 * 0.5 * 2 * pi * 2.5, 1e-12);
}

// (1/N) sum of the levels approaches E_FG as the box grows at a fixed density.
TEST(FermiGas, becomes_the_infinite_gas_in_a_large_box) {
  for (const auto& [dimensions, count] : {std::pair{1, 1001}, {2, 1005}, {3, 2109}}) {
    const auto matter = gas(dimensions, {{"up", count}, {"down", count}}, 10.0);
    EXPECT_NEAR(free_gas_energy(matter) / matter.particles / fermi_gas_energy(matter), 1, 0.01) << dimensions;
  }
}

TEST(FermiGas, of_bosons_rests) {
  auto matter = gas(3, {}, 1.0);
  matter.particles = 5;
  matter.statistics = Statistics::boson;
  EXPECT_EQ(free_gas_energy(matter), 0);
}

TEST(FermiGas, with_an_empty_species_has_one_component) {
  EXPECT_DOUBLE_EQ(fermi_gas_energy(gas(3, {{"up", 7}, {"down", 0}}, 2.0)), fermi_gas_energy(gas(3, {{"up", 7}}, 2.0)));
}

TEST(FermiGas, in_a_trap_is_refused) {
  auto matter = gas(3, {{"up", 7}}, 2.0);
  matter.space = {};
  EXPECT_THROW(free_gas_energy(matter), Error);
}

}  // namespace
}  // namespace kato
