// SPDX-License-Identifier: Apache-2.0
#include "exact/reference.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "exact/busch.hpp"
#include "exact/trapped.hpp"
#include "message.hpp"
#include "settings.hpp"

namespace kato::exact {
namespace {

TEST(Reference, of_ideal_fermions_is_exact) {
  for (int particles = 1; particles <= 9; ++particles) {
    const auto found = reference_energy(trapped(particles), 1);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->energy, 0.5 * particles * particles);
    EXPECT_EQ(found->uncertainty, 0);
  }
  EXPECT_EQ(reference_energy(trapped(5, gaussian(0)), 1)->energy, 12.5);
  EXPECT_EQ(reference_energy(trapped(1, gaussian(10)), 1)->energy, 0.5);
  System solid = trapped(4);
  solid.dimensions = 3;
  EXPECT_EQ(reference_energy(solid, 1)->energy, 1.5 + 3 * 2.5);
}

TEST(Reference, agrees_with_the_table_within_the_stated_errors) {
  for (const double strength : {-20.0, -10.0, -5.0, 5.0, 10.0, 20.0}) {
    for (int particles = 2; particles <= 3; ++particles) {
      const auto found = reference_energy(trapped(particles, gaussian(strength)), 2);
      const auto exact = tabulated(particles, strength);
      ASSERT_TRUE(found);
      EXPECT_NEAR(found->energy, exact.energy, found->uncertainty + exact.uncertainty + 5e-10);  // digits of the table
      EXPECT_LT(found->uncertainty, 1e-8);
    }
  }
}

TEST(Reference, is_good_for_four_crystallising_particles) {
  const auto found = reference_energy(trapped(4, gaussian(10)), 2);
  const auto exact = tabulated(4, 10);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->energy, exact.energy, found->uncertainty + exact.uncertainty);
  EXPECT_LT(found->uncertainty, 1e-7);
}

// 0.75/r^2: psi ~ r^1.5, E = A/2 + 1.5 A (A - 1)/2.
// Formulas as the input has them.
System with_formula(System system, const std::string& text) {
  system.interactions.push_back(
      {"interaction", registry().factory<Interaction>("formula")(
                          system, default_settings("interaction", "formula", Settings({{"formula", text}})))});
  return system;
}

System held_by(const std::string& text, System system) {
  system.potential = registry().factory<Potential>("formula")(
      system, default_settings("potential", "formula", Settings({{"formula", text}})));
  return system;
}

TEST(Reference, of_a_singular_potential_is_there_for_two_particles_alone) {
  const auto singular = [](double r) { return 0.75 / (r * r); };
  const auto found = reference_energy(trapped(2, singular), 1);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->energy, 2.5, found->uncertainty);
  EXPECT_LT(found->uncertainty, 1e-4);
  EXPECT_FALSE(reference_energy(trapped(3, singular), 1));
}

// The table of tests/exact/radial_pair_test.cpp: two electrons, and two of one kind, which have an angular momentum.
TEST(Reference, of_two_particles_in_a_plane_is_that_of_their_relative_motion) {
  System dot;
  dot.dimensions = 2;
  dot.particles = 2;
  dot.species = {{"up", 1}, {"down", 1}};
  dot.interactions.push_back(
      {"interaction", registry().factory<Interaction>("coulomb")(
                          dot, Settings({{"strength", 1.0}, {"softening", 0.0}, {"range", 1.0}}))});
  EXPECT_NEAR(reference_energy(dot, 1)->energy, 3, 1e-10);
  dot.species = {{"up", 2}};
  EXPECT_NEAR(reference_energy(dot, 1)->energy, 3.596498882, 2e-9);
}

TEST(Reference, of_a_contact_without_strength_is_that_of_filled_levels) {
  System system = trapped(5);
  system.species = {{"up", 3}, {"down", 2}};
  system.interactions.push_back(
      {"contact", registry().factory<Interaction>("contact")(
                      system, default_settings("interaction", "contact", Settings({{"strength", 0.0}})))});
  EXPECT_NEAR(reference_energy(system, 1)->energy, 4.5 + 2, 1e-12);
}

// Two bosons have the relative motion of an up and a down: no angular momentum, and Busch's state with a contact.
TEST(Reference, of_two_bosons_is_that_of_two_different_particles) {
  for (const int d : {1, 2, 3}) {
    System bosons{{.dimensions = d, .particles = 2, .statistics = Statistics::boson}};
    bosons.interactions.push_back(
        {"interaction", registry().factory<Interaction>("gaussian")(
                            bosons, default_settings("interaction", "gaussian", Settings({{"strength", 4.0}})))});
    System different = bosons;
    different.statistics = Statistics::fermion;
    different.species = {{"up", 1}, {"down", 1}};
    EXPECT_EQ(reference_energy(bosons, 1)->energy, reference_energy(different, 1)->energy);
    EXPECT_GT(reference_energy(bosons, 1)->energy, d);
  }
  System contact{{.particles = 2, .statistics = Statistics::boson}};
  contact.interactions.push_back(
      {"interaction", registry().factory<Interaction>("contact")(
                          contact, default_settings("interaction", "contact", Settings({{"strength", 2.0}})))});
  EXPECT_NEAR(reference_energy(contact, 1)->energy, Busch(2).energy(), 1e-10);
}

TEST(Reference, of_bosons_is_never_that_of_fermions) {
  System bosons = trapped(3, gaussian(1));
  bosons.statistics = Statistics::boson;
  EXPECT_FALSE(reference_energy(bosons, 1));
  bosons.interactions.clear();
  EXPECT_EQ(reference_energy(bosons, 1)->energy, 1.5);
}

// Morse: w (n + 1/2) - (w (n + 1/2))^2/(4 D), w = a sqrt(2 D).
TEST(Reference, without_interaction_is_the_filled_levels_of_any_trap_on_a_line) {
  const auto morse = held_by("50 * (1 - exp(-0.3 * x))^2", trapped(4));
  double exact = 0;
  for (const double n : {0.5, 1.5, 2.5, 3.5}) exact += 3 * n - 9 * n * n / 200;
  const auto found = reference_energy(morse, 1);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->energy, exact, found->uncertainty + 1e-12);
  EXPECT_LT(found->uncertainty, 1e-9);
  System bosons = trapped(4);
  bosons.statistics = Statistics::boson;
  EXPECT_NEAR(reference_energy(held_by("x^2 / 2", bosons), 1)->energy, 2, 1e-11);
  System spins = trapped(3);
  spins.species = {{"up", 2}, {"down", 1}};
  EXPECT_NEAR(reference_energy(held_by("x^2 / 2", spins), 1)->energy, 0.5 + 1.5 + 0.5, 1e-11);
  System flat = trapped(2);
  flat.dimensions = 2;
  EXPECT_FALSE(reference_solver(held_by("r^2 / 2", flat)));
}

TEST(Reference, of_a_contact_in_a_trap_of_any_frequency_is_that_of_busch_in_its_units) {
  System pair = trapped(2);
  pair.species = {{"up", 1}, {"down", 1}};
  const double omega = 4, g = 3;
  pair.potential =
      registry().factory<Potential>("harmonic")(pair, Settings({{"frequency", std::vector<double>{omega}}}));
  pair.interactions.push_back(
      {"interaction", registry().factory<Interaction>("contact")(
                          pair, default_settings("interaction", "contact", Settings({{"strength", g}})))});
  EXPECT_NEAR(reference_energy(pair, 1)->energy, omega * Busch(g / std::sqrt(omega)).energy(), 1e-9);
}

TEST(Reference, is_refused_where_there_is_no_ground_state) {
  for (const int particles : {2, 3, 4})
    EXPECT_TRUE(has(message_of([&] { reference_energy(with_formula(trapped(particles), "-0.5 * r^2"), 1); }),
                    "no lower bound"));
  EXPECT_TRUE(has(message_of([] { reference_energy(held_by("x^3", trapped(2)), 1); }), "no lower bound"));
  EXPECT_NEAR(reference_energy(with_formula(trapped(3), "-0.15 * r^2"), 1)->energy, harmonic_energy(3, -0.3), 1e-6);
}

// Three of one kind with a range that no basis of oscillators resolves; two are no problem.
TEST(Reference, that_is_too_uncertain_is_refused) {
  EXPECT_NEAR(reference_energy(trapped(2, gaussian(-20, 2e-5)), 1)->energy, 2, 1e-6);
  const auto shell = [](double r) { return 3e4 * std::exp(-std::pow((r - 1) / 1e-4, 2)); };
  EXPECT_TRUE(has(message_of([&] { reference_energy(trapped(3, shell), 1); }), "too uncertain"));
}

TEST(Reference, has_nothing_where_there_is_no_solver) {
  System flat = trapped(3, gaussian(1));
  flat.dimensions = 2;
  EXPECT_FALSE(reference_solver(flat));
  EXPECT_FALSE(reference_energy(flat, 1));
  EXPECT_FALSE(reference_solver(trapped(7, gaussian(1))));
  EXPECT_TRUE(reference_solver(trapped(6, gaussian(1))));
  System box = trapped(3, gaussian(1));
  box.space = {.kind = Space::box, .side = 1};
  EXPECT_FALSE(reference_solver(box));
  EXPECT_FALSE(reference_solver(trapped(2, [](std::span<const double> x) { return x[0]; })));
}

}  // namespace
}  // namespace kato::exact
