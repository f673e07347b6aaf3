// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "energy/local_energy.hpp"
#include "message.hpp"
#include "psi/wave_function.hpp"
#include "settings.hpp"
#include "taut_state.hpp"

namespace kato {
namespace {

std::unique_ptr<Interaction> coulomb(int dimensions, double strength = 1, double softening = 0) {
  return registry().factory<Interaction>("coulomb")(
      {.dimensions = dimensions, .particles = 3},
      default_settings("interaction", "coulomb", Settings({{"strength", strength}, {"softening", softening}})));
}

TEST(Coulomb, three_particles_in_space_have_the_energy_of_their_three_pairs) {
  const std::array<double, 9> x{0, 0, 0, 2, 3, 6, 0, 0, 5};  // distances 7, 5 and sqrt(14)
  std::array<double, 1> energy{1};
  coulomb(3, -2)->diagonal({.x = x, .particles = 3, .dimensions = 3}, energy);
  EXPECT_DOUBLE_EQ(energy[0], 1 - 2 * (1 / 7.0 + 1 / 5.0 + 1 / std::sqrt(14.0)));
}

TEST(Coulomb, softened_is_finite_where_particles_meet_and_asks_for_no_cusp) {
  const std::array<double, 2> x{0.3, 0.3};
  std::array<double, 1> energy{};
  coulomb(1, 3, 0.5)->diagonal({.x = x, .particles = 2, .dimensions = 1}, energy);
  EXPECT_DOUBLE_EQ(energy[0], 6);
  EXPECT_FALSE(coulomb(2, 3, 0.5)->cusp().has_value());
}

TEST(Coulomb, is_too_singular_for_one_dimension) {
  EXPECT_TRUE(has(message_of([] { coulomb(1); }), "in one dimension", "set softening"));
  EXPECT_NO_THROW(coulomb(2));
}

TEST(Coulomb, cusps_are_those_of_kato) {
  EXPECT_EQ(coulomb(2)->cusp()->unlike, 1);
  EXPECT_EQ(coulomb(2)->cusp()->like, 1 / 3.0);
  EXPECT_EQ(coulomb(2)->cusp()->bosons, 1);
  EXPECT_EQ(coulomb(3, 2)->cusp()->unlike, 1);
  EXPECT_EQ(coulomb(3, 2)->cusp()->like, 0.5);
}

TEST(Coulomb, tauts_states_have_his_energies_for_every_walker) {
  struct State {
    int dimensions;
    double slope, omega, energy;
  };
  for (const State& state : {State{2, 1, 1, 3}, State{3, 0.5, 0.5, 2}}) {
    const auto system = two_electrons(state.dimensions, state.omega);
    const auto graph = taut_state(state.dimensions, state.slope, state.omega);
    WaveFunction psi(graph, Precision::double_, 1);
    psi.set_parameters({});
    LocalEnergies energies;
    local_energies(psi, system, first_walkers(system, 200, 1, 0, 12), energies);
    for (std::size_t w = 0; w < 200; ++w)
      EXPECT_NEAR(energies.total[w], state.energy, 1e-11 * (1 + energies.terms[0][w])) << state.dimensions << " " << w;
  }
}

}  // namespace
}  // namespace kato
