// SPDX-License-Identifier: Apache-2.0
#include "exact/reference.hpp"

#include <gtest/gtest.h>

#include "exact/busch.hpp"
#include "exact/trapped.hpp"
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

TEST(Reference, has_nothing_where_there_is_no_solver) {
  System flat = trapped(3, gaussian(1));
  flat.dimensions = 2;
  EXPECT_FALSE(reference_energy(flat, 1));
  EXPECT_FALSE(reference_energy(trapped(7, gaussian(1)), 1));
  EXPECT_FALSE(reference_energy(trapped(2, gaussian(-20, 2e-5)), 1));  // too short for the grid and the basis
  EXPECT_FALSE(reference_energy(trapped(3, gaussian(-20, 2e-5)), 1));
  System box = trapped(3, gaussian(1));
  box.space = {.kind = Space::box, .side = 1};
  EXPECT_FALSE(reference_energy(box, 1));
  EXPECT_FALSE(reference_energy(trapped(2, [](std::span<const double> x) { return x[0]; }), 1));
}

}  // namespace
}  // namespace kato::exact
