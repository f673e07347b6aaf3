// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "base/random.hpp"
#include "graph/build.hpp"
#include "message.hpp"
#include "observe/local_energy.hpp"
#include "settings.hpp"
#include "system/system.hpp"

namespace kato {
namespace {

std::unique_ptr<Interaction> coulomb(double strength = 1, double softening = 0) {
  return registry().factory<Interaction>("coulomb")(
      default_settings("interaction", "coulomb", Settings({{"strength", strength}, {"softening", softening}})));
}

TEST(Coulomb, three_particles_in_space_have_the_energy_of_their_three_pairs) {
  const std::array<double, 9> x{0, 0, 0, 2, 3, 6, 0, 0, 5};  // distances 7, 5 and sqrt(14)
  std::array<double, 1> energy{1};
  coulomb(-2)->add_energy({.x = x, .particles = 3, .dimensions = 3}, energy);
  EXPECT_DOUBLE_EQ(energy[0], 1 - 2 * (1 / 7.0 + 1 / 5.0 + 1 / std::sqrt(14.0)));
}

TEST(Coulomb, softened_is_finite_where_particles_meet_and_asks_for_no_cusp) {
  const std::array<double, 2> x{0.3, 0.3};
  std::array<double, 1> energy{};
  coulomb(3, 0.5)->add_energy({.x = x, .particles = 2, .dimensions = 1}, energy);
  EXPECT_DOUBLE_EQ(energy[0], 6);
  EXPECT_FALSE(coulomb(3, 0.5)->cusp(2).has_value());
  EXPECT_NO_THROW(coulomb(3, 0.5)->check(1, {}, Statistics::fermion));
}

TEST(Coulomb, is_too_singular_for_one_dimension) {
  EXPECT_TRUE(
      has(message_of([] { coulomb()->check(1, {}, Statistics::fermion); }), "in one dimension", "set softening"));
  EXPECT_NO_THROW(coulomb()->check(2, {}, Statistics::fermion));
}

TEST(Coulomb, cusps_are_those_of_kato) {
  EXPECT_EQ(coulomb()->cusp(2)->unlike, 1);
  EXPECT_EQ(coulomb()->cusp(2)->like, 1 / 3.0);
  EXPECT_EQ(coulomb()->cusp(2)->bosons, 1);
  EXPECT_EQ(coulomb(2)->cusp(3)->unlike, 1);
  EXPECT_EQ(coulomb(2)->cusp(3)->like, 0.5);
}

// Taut, Phys. Rev. A 48, 3561 (1993): (1 + a r) exp(-omega (x_1^2 + x_2^2)/2) with a = 1, omega = 1 in the plane, E =
// 3, and a = 1/2, omega = 1/2 in space, E = 2. The trap of space is half of the unit one: as the harmonic part of a
// formula.
TEST(Coulomb, tauts_states_have_his_energies_for_every_walker) {
  struct State {
    int dimensions;
    double slope, omega, energy;
  };
  for (const State& state : {State{2, 1, 1, 3}, State{3, 0.5, 0.5, 2}}) {
    System system;
    system.dimensions = state.dimensions;
    system.particles = 2;
    system.labels = {{"up", 1}, {"down", 1}};
    system.potential = registry().factory<Potential>("formula")(
        Settings({{"formula", "0.5 * (w * r)^2"}, {"parameters", NamedNumbers{{"w", state.omega}}}}));
    system.interactions.push_back({"interaction", coulomb()});
    Graph graph(2, state.dimensions);
    const Node x = graph.coordinates();
    const Node pair = sum(sum(log(scale(distance(pair_difference(x)), state.slope, 1)), {1, 1}), {0, 1});
    const Node norm = slogdet(scale(sum_features(x), 0, 1), ParticleRange{0, 1});
    graph.output("amplitude", signed_product({norm, pair, sum(sum_features(scale(square(x), -0.5 * state.omega)))}));
    Executor<double> psi(graph);
    psi.set_parameters({});
    std::vector<double> walkers(static_cast<std::size_t>(200 * 2 * state.dimensions));
    fill_normal({.seed = 12}, 0, 0, walkers);
    LocalEnergies energies;
    local_energy(psi, system, walkers, energies);
    for (std::size_t w = 0; w < 200; ++w)
      EXPECT_NEAR(energies.total[w], state.energy, 1e-11 * (1 + energies.terms[0][w])) << state.dimensions << " " << w;
  }
}

}  // namespace
}  // namespace kato
