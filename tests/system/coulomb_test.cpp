// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
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

Matter two_kinds(int up, int down, Space space = {}) {
  return {.space = space, .dimensions = 3, .particles = up + down, .species = {{"up", up}, {"down", down}}};
}

std::unique_ptr<Interaction> of_charges(const Matter& matter, std::vector<double> charges, double softening = 0) {
  return registry().factory<Interaction>("coulomb")(
      matter, default_settings("interaction", "coulomb", Settings({{"charges", charges}, {"softening", softening}})));
}

TEST(Coulomb, charges_multiply_in_every_pair) {
  const std::array<double, 9> x{0, 0, 0, 2, 3, 6, 0, 0, 5};  // distances 7, 5 and sqrt(14)
  for (const double softening : {0.0, 2.0}) {
    std::array<double, 1> energy{};
    of_charges(two_kinds(2, 1), {2, -3}, softening)->diagonal({.x = x, .particles = 3, .dimensions = 3}, energy);
    const auto over = [&](double square) { return 1 / std::sqrt(square + softening * softening); };
    EXPECT_NEAR(energy[0], 4 * over(49) - 6 * over(25) - 6 * over(14), 1e-14);
  }
}

TEST(Coulomb, cusps_are_those_of_the_products_of_charges) {
  const auto opposite = of_charges(two_kinds(2, 2), {2, -2})->cusp();
  EXPECT_EQ(opposite->unlike, -2);
  EXPECT_EQ(opposite->like, 1);
  EXPECT_EQ(opposite->bosons, 2);
  const auto one_of_a_kind = of_charges(two_kinds(1, 2), {6, 1})->cusp();  // has no like pair
  EXPECT_EQ(one_of_a_kind->unlike, 3);
  EXPECT_EQ(one_of_a_kind->like, 0.25);
  EXPECT_FALSE(of_charges(two_kinds(2, 1), {0, 1})->cusp().has_value());
  EXPECT_TRUE(has(message_of([] { of_charges(two_kinds(2, 2), {2, -3}); }), "4 and of 9", "charges of one size"));
  EXPECT_NO_THROW(of_charges(two_kinds(2, 2), {2, -3}, 0.5));
}

TEST(Coulomb, charges_are_as_many_as_there_are_species) {
  EXPECT_TRUE(has(message_of([] { of_charges(two_kinds(2, 2), {1}); }), "a list of 1", "give 2"));
  EXPECT_TRUE(has(message_of([] { of_charges({.dimensions = 3, .particles = 2}, {1, 1}); }), "a list of 2", "give 1"));
}

constexpr Space box(double side) { return {.kind = Space::box, .side = side}; }

// CsCl in a cube of side 2, of which a pair has -1.762674773071/sqrt(3).
TEST(Coulomb, in_a_box_has_the_images_and_the_background) {
  const std::array<double, 6> x{0, 0, 0, 1, 1, 1};
  std::array<double, 1> energy{};
  of_charges(two_kinds(1, 1, box(2)), {1, -1})->diagonal({.x = x, .particles = 2, .dimensions = 3}, energy);
  EXPECT_NEAR(energy[0], -1.762674773071 / std::sqrt(3), 1e-9);
  // Without charges all are alike, that of bcc a particle -0.8959292556818/r_s.
  registry()
      .factory<Interaction>("coulomb")(two_kinds(1, 1, box(2)), default_settings("interaction", "coulomb"))
      ->diagonal({.x = x, .particles = 2, .dimensions = 3}, energy);
  EXPECT_NEAR(energy[0] + 1.762674773071 / std::sqrt(3), -2 * 0.8959292556818 / std::cbrt(3 / std::numbers::pi), 1e-8);
}

// As in a trap; their range is the mean distance of the particles, r_s, here in L/(2 pi).
TEST(Coulomb, in_a_box_cusps_have_the_range_of_the_mean_distance) {
  const auto few = of_charges(two_kinds(7, 7, box(2)), {1, 1})->cusp();
  EXPECT_EQ(few->unlike, 0.5);
  EXPECT_EQ(few->like, 0.25);
  EXPECT_NEAR(few->range, 2 * std::numbers::pi / std::cbrt(4 * std::numbers::pi * 14 / 3), 1e-14);
  EXPECT_EQ(of_charges(two_kinds(7, 7, box(9)), {1, 1})->cusp()->range, few->range);
  EXPECT_NEAR(of_charges(two_kinds(56, 56, box(2)), {1, 1})->cusp()->range, few->range / 2, 1e-14);
}

TEST(Coulomb, in_a_box_is_neither_softened_nor_on_a_line) {
  EXPECT_TRUE(has(message_of([] { of_charges(two_kinds(1, 1, box(2)), {1, 1}, 0.1); }), "softening", "leave it out"));
  auto line = two_kinds(1, 1, box(2));
  line.dimensions = 1;
  EXPECT_TRUE(has(message_of([&] { of_charges(line, {1, 1}); }), "no limit", "dimensions to 2 or 3"));
  EXPECT_TRUE(has(message_of([&] { of_charges(line, {1, 1}, 0.5); }), "no limit", "dimensions to 2 or 3"));
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
