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

System system_with(Matter matter, const std::string& text, const Settings& changes = {}) {
  System system{matter};
  system.interactions.push_back({"interaction", formula(system, text, changes)});
  return system;
}

std::string refusal(const Matter& matter, const std::string& text, const Settings& changes = {}) {
  return message_of([&] { system_with(matter, text, changes).cusp(); });
}

// Two up and one down in d dimensions.
Matter spins(int dimensions) { return {.dimensions = dimensions, .particles = 3, .species = {{"up", 2}, {"down", 1}}}; }

TEST(FormulaInteraction, without_a_singularity_asks_for_no_cusp) {
  for (const char* text : {"exp(-r)", "r^2", "-ln(r)", "sin(r) / r"})
    for (int d = 1; d <= 3; ++d) EXPECT_FALSE(system_with(spins(d), text).cusp().has_value()) << text;
}

// Kato's condition: c/(d - 1), and beside a node c/(d + 1); on a line a Coulomb repulsion forces a node.
TEST(FormulaInteraction, like_a_coulomb_repulsion_finds_its_cusp) {
  for (const char* text : {"3 / r", "3 * exp(-r / 0.1) / r"}) {
    for (const int d : {2, 3}) {
      const auto cusp = *system_with(spins(d), text).cusp();
      EXPECT_NEAR(*cusp.unlike, 3.0 / (d - 1), 1e-8);
      EXPECT_NEAR(*cusp.like, 3.0 / (d + 1), 1e-8);
      EXPECT_EQ(cusp.unlike_power, 0);
      EXPECT_EQ(cusp.like_power, 0);
    }
    const auto line = *system_with(spins(1), text).cusp();
    EXPECT_NEAR(*line.unlike, 1.5, 1e-8);
    EXPECT_EQ(line.unlike_power, 1);
    EXPECT_NEAR(*line.like, 1.5, 1e-8);
    EXPECT_EQ(line.like_power, 0);
  }
}

TEST(FormulaInteraction, finds_what_the_built_in_coulomb_has) {
  for (const int d : {2, 3}) {
    System built_in{spins(d)};
    built_in.interactions.push_back({"interaction", registry().factory<Interaction>("coulomb")(
                                                        built_in, default_settings("interaction", "coulomb"))});
    const auto cusp = *built_in.cusp(), found = *system_with(spins(d), "1 / r").cusp();
    EXPECT_NEAR(*cusp.unlike, *found.unlike, 1e-12);
    EXPECT_NEAR(*cusp.like, *found.like, 1e-12);
    built_in.interactions.push_back({"more", formula(built_in, "2 / r")});
    EXPECT_NEAR(*built_in.cusp()->unlike, 3 * *found.unlike, 1e-12);
  }
}

TEST(FormulaInteraction, asks_only_of_the_pairs_that_it_acts_between) {
  const auto like = *system_with(spins(3), "1 / r", Settings({{"between", std::string("like")}})).cusp();
  EXPECT_FALSE(like.unlike);
  EXPECT_TRUE(like.like);
  const auto unlike = *system_with(spins(3), "1 / r", Settings({{"between", std::string("unlike")}})).cusp();
  EXPECT_TRUE(unlike.unlike);
  EXPECT_FALSE(unlike.like);
  EXPECT_FALSE(system_with({.particles = 1}, "1 / r").cusp());
}

TEST(FormulaInteraction, of_bosons_has_the_cusp_of_pairs_without_a_node) {
  const Matter bosons{.dimensions = 3, .particles = 3, .statistics = Statistics::boson};
  EXPECT_NEAR(*system_with(bosons, "1 / r").cusp()->like, 0.5, 1e-12);
  Matter line = bosons;
  line.dimensions = 1;
  EXPECT_EQ(system_with(line, "1 / r").cusp()->like_power, 1);
  EXPECT_TRUE(has(refusal(line, "-1 / r"), "no ground state"));
}

TEST(FormulaInteraction, like_an_inverse_square_finds_its_power_from_the_sum_of_all_terms) {
  const Matter line{.particles = 3};
  EXPECT_NEAR(system_with(line, "3.75 / r^2").cusp()->like_power, 1.5, 1e-9);
  System two = system_with(line, "2 / r^2");
  two.interactions.push_back({"more", formula(two, "1.75 / r^2")});
  EXPECT_NEAR(two.cusp()->like_power, 1.5, 1e-9);
  EXPECT_NEAR(system_with(spins(1), "3.75 / r^2").cusp()->unlike_power, 2.5, 1e-9);
  EXPECT_NEAR(system_with(spins(3), "6 / r^2").cusp()->unlike_power, 2, 1e-9);
}

TEST(FormulaInteraction, that_says_otherwise_of_psi_than_its_potential_is_refused) {
  EXPECT_TRUE(has(refusal(spins(3), "1 / r", Settings({{"slope", -0.5}})), "unlike", "slope", "asks for 0.5"));
  EXPECT_TRUE(has(refusal(spins(3), "1 / r", Settings({{"like_slope", 0.5}})), "like", "asks for 0.25"));
  EXPECT_TRUE(has(refusal(spins(1), "exp(-r)", Settings({{"slope", 0.5}})), "asks for 0"));
  EXPECT_TRUE(has(refusal(spins(1), "2 / r^2", Settings({{"like_power", 2.0}})), "power", "asks for 1"));
  EXPECT_NO_THROW(system_with(spins(3), "1 / r", Settings({{"slope", 0.5}, {"like_slope", 0.25}})).cusp());
}

TEST(FormulaInteraction, without_a_ground_state_is_refused) {
  EXPECT_TRUE(has(refusal(spins(1), "-1 / r"), "-1/r^1", "no ground state", "soften"));
  EXPECT_TRUE(has(refusal(spins(3), "-1 / r^3"), "no ground state"));
  EXPECT_TRUE(has(refusal(spins(3), "-0.3 / r^2"), "no ground state"));
  EXPECT_TRUE(has(refusal(spins(2), "-0.01 / r^2"), "no ground state"));
  EXPECT_NO_THROW(system_with({.particles = 3}, "-1 / r").cusp());  // two of one kind have a node
  EXPECT_NO_THROW(system_with(spins(3), "-0.2 / r^2").cusp());
  EXPECT_NO_THROW(system_with(spins(2), "-1 / r").cusp());
}

TEST(FormulaInteraction, without_a_finite_variance_is_refused) {
  EXPECT_TRUE(has(refusal(spins(3), "1 / r^3"), "like 1/r^3", "variance", "soften"));
  EXPECT_TRUE(has(refusal(spins(1), "1 / r^0.6"), "variance"));
  EXPECT_TRUE(has(refusal(spins(2), "1 / r^1.5"), "variance"));
  EXPECT_NO_THROW(system_with(spins(1), "1 / r^0.4").cusp());
  EXPECT_NO_THROW(system_with(spins(3), "1 / r^1.4").cusp());
  EXPECT_EQ(system_with(spins(1), "1 / r^1.3").cusp()->unlike_power, 1);
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

// Two of different species with c/r on a line: |x| (1 + c |x|/2 + ..) leaves a local energy without 1/r.
TEST(FormulaInteraction, on_a_line_the_cusp_of_a_coulomb_repulsion_leaves_no_singularity) {
  System system{{.particles = 2, .species = {{"up", 1}, {"down", 1}}}};
  system.interactions.push_back({"interaction", formula(system, "4 * exp(-r / 2) / r")});
  Graph graph(2, 1);
  const Node x = graph.coordinates();
  graph.output("amplitude",
               signed_product({slogdet(scale(x, 0, 1), ParticleRange{0, 1}),
                               *cusp_factor(x, {.count = 2, .species = system.species, .cusp = system.cusp()}),
                               sum(scale(square(x), -0.5))}));
  WaveFunction psi(graph, Precision::double_, 1);
  psi.set_parameters(graph.initial_parameters(1));
  auto walkers = first_walkers(system, 4, 1, 0, 10);
  for (std::size_t w = 0; w < 4; ++w) walkers.place(w)[1] = walkers.place(w)[0] + std::pow(10.0, -2.0 - w);
  LocalEnergies energies;
  local_energies(psi, system, walkers, energies);
  for (std::size_t w = 0; w < 4; ++w) EXPECT_LT(std::abs(energies.total[w]), 40);
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
