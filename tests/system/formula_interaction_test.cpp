// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "ansatz/cusp_factor.hpp"
#include "base/random.hpp"
#include "energy/local_energy.hpp"
#include "graph/build.hpp"
#include "message.hpp"
#include "psi/wave_function.hpp"
#include "settings.hpp"
#include "system/system.hpp"

namespace kato {
namespace {

std::unique_ptr<Interaction> formula(const Matter& matter, const std::string& text, Settings changes = {}) {
  changes.set("formula", text);
  return registry().factory<Interaction>("formula")(matter, default_settings("interaction", "formula", changes));
}

Matter on_a_line(const std::vector<Species>& species) { return {.particles = 3, .species = species}; }

double energy_of(const Interaction& interaction, std::span<const double> x, int dimensions) {
  std::array<double, 1> energy{1};
  interaction.diagonal({.x = x, .particles = static_cast<int>(x.size()) / dimensions, .dimensions = dimensions},
                       energy);
  return energy[0] - 1;
}

TEST(FormulaInteraction, is_the_built_in_kind_where_both_say_the_same) {
  const Matter four{.dimensions = 3, .particles = 4};
  const auto gaussian =
      registry().factory<Interaction>("gaussian")(four, Settings({{"strength", 3.0}, {"range", 0.7}}));
  const auto same = formula(four, "strength / (sqrt(2 * pi) * s) ^ 3 * exp(-r^2 / (2 * s^2))",
                            Settings({{"parameters", NamedNumbers{{"strength", 3}, {"s", 0.7}}}}));
  std::vector<double> x(4 * 3);
  fill_normal({.seed = 3}, 0, 0, x);
  EXPECT_NEAR(energy_of(*same, x, 3), energy_of(*gaussian, x, 3), 1e-14);
  EXPECT_GT(energy_of(*same, x, 3), 1e-3);
}

TEST(FormulaInteraction, acts_between_the_pairs_that_are_asked_for) {
  const Matter two_and_one = on_a_line({{"up", 2}, {"down", 1}});
  const std::array<double, 3> x{0, 1, 10};  // distances 1 | 10, 9
  const auto between = [&](const char* which) {
    return energy_of(*formula(two_and_one, "r", Settings({{"between", std::string(which)}})), x, 1);
  };
  EXPECT_DOUBLE_EQ(between("all"), 20);
  EXPECT_DOUBLE_EQ(between("like"), 1);
  EXPECT_DOUBLE_EQ(between("unlike"), 19);
  EXPECT_TRUE(has(message_of([] {
                    formula(on_a_line({}), "r", Settings({{"between", std::string("unlike")}}));
                  }),
                  "needs particles of two species"));
}

TEST(FormulaInteraction, that_is_not_finite_is_refused_with_the_place) {
  EXPECT_TRUE(has(message_of([] { formula(on_a_line({}), "ln(2 - r)"); }), "\"ln(2 - r)\" is not a number at r = 2"));
  EXPECT_TRUE(has(message_of([] { formula(on_a_line({}), "r < 1 ? 1/0 : 0"); }), "is infinite at r = 0.001"));
  EXPECT_NO_THROW(formula(on_a_line({}), "1 / r"));
}

TEST(FormulaInteraction, asks_for_a_cusp_only_where_it_is_told_to) {
  const Matter matter = on_a_line({});
  EXPECT_FALSE(formula(matter, "1 / r")->cusp().has_value());
  const auto cusp = formula(matter, "1 / r", Settings({{"slope", 0.5}, {"like_slope", 0.25}}))->cusp();
  EXPECT_EQ(cusp->unlike, 0.5);
  EXPECT_EQ(cusp->like, 0.25);
  EXPECT_FALSE(formula(matter, "2 / r^2", Settings({{"like_power", 1.0}}))->cusp()->unlike.has_value());
}

// Calogero, J. Math. Phys. 12, 419 (1971): with l (l - 1)/r^2 between all pairs in a harmonic trap the ground state is
// prod |x_i - x_j|^l exp(-sum x_i^2/2), E = A/2 + l A (A - 1)/2.
TEST(FormulaInteraction, calogeros_state_has_his_energy_for_every_walker) {
  const double l = 1.75;
  for (const int particles : {2, 3, 5}) {
    System system;
    system.particles = particles;
    system.interactions.push_back(
        {"interaction", formula(system, "l * (l - 1) / r^2",
                                Settings({{"parameters", NamedNumbers{{"l", l}}}, {"like_power", l - 1}}))});
    Graph graph(particles, 1);
    const Node x = graph.coordinates();
    const Node vandermonde = slogdet(concat({scale(x, 0, 1), powers(x, particles - 1)}), ParticleRange{0, particles});
    graph.output("amplitude", signed_product({vandermonde, sum(scale(square(x), -0.5)),
                                              *cusp_factor(x, {.count = particles, .cusp = system.cusp()})}));
    WaveFunction psi(graph, Precision::double_, 1);
    psi.set_parameters({});
    const auto walkers = first_walkers(system, 100, 1, 0, 9);
    LocalEnergies energies;
    local_energies(psi, system, walkers, energies);
    const double exact = 0.5 * particles + l * particles * (particles - 1) / 2;
    for (std::size_t w = 0; w < 100; ++w)
      EXPECT_NEAR(energies.total[w], exact, 1e-10 * (1 + std::abs(energies.kinetic[w]))) << particles << " " << w;
  }
}

// The same for one up and one down, which no determinant keeps apart: psi = r^l exp(..), E = 1 + l.
TEST(FormulaInteraction, a_power_between_species_is_the_exact_state_of_two) {
  const double l = 2.5;
  System system;
  system.particles = 2;
  system.species = {{"up", 1}, {"down", 1}};
  system.interactions.push_back(
      {"interaction",
       formula(system, "l * (l - 1) / r^2", Settings({{"parameters", NamedNumbers{{"l", l}}}, {"power", l}}))});
  Graph graph(2, 1);
  const Node x = graph.coordinates();
  const Node norm = slogdet(scale(x, 0, 1), ParticleRange{0, 1});
  graph.output("amplitude",
               signed_product({norm, *cusp_factor(x, {.count = 2, .species = system.species, .cusp = system.cusp()}),
                               sum(scale(square(x), -0.5))}));
  WaveFunction psi(graph, Precision::double_, 1);
  psi.set_parameters({});
  const auto walkers = first_walkers(system, 100, 1, 0, 10);
  LocalEnergies energies;
  local_energies(psi, system, walkers, energies);
  for (std::size_t w = 0; w < 100; ++w)
    EXPECT_NEAR(energies.total[w], 1 + l, 1e-10 * (1 + std::abs(energies.kinetic[w])));
}

}  // namespace
}  // namespace kato
