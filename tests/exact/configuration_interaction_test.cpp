// SPDX-License-Identifier: Apache-2.0
#include "exact/configuration_interaction.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.hpp"
#include "exact/jacobi_basis.hpp"
#include "exact/radial_pair.hpp"
#include "exact/trapped.hpp"

namespace kato::exact {
namespace {

TEST(ConfigurationInteraction, agrees_with_the_relative_motion_of_two_particles) {
  for (const double strength : {-20.0, 10.0}) {
    const auto found = configuration_interaction(2, gaussian(strength), {.quanta = 121});
    EXPECT_NEAR(found.energy, radial_pair(gaussian(strength), {.momentum = 1}).energy, 1e-9);
  }
}

TEST(ConfigurationInteraction, agrees_with_the_relative_motion_within_the_errors_for_a_potential_with_a_kink) {
  const auto kink = [](double r) { return -5 * std::exp(-r / 0.3); };
  const auto grid = radial_pair(kink, {.momentum = 1});
  for (const int quanta : {31, 61, 121}) {
    const auto found = configuration_interaction(2, kink, {.quanta = quanta});
    EXPECT_GT(found.energy, grid.energy - grid.uncertainty);
    EXPECT_LT(found.energy, grid.energy + grid.uncertainty + found.uncertainty);
    EXPECT_LT(found.uncertainty, 3e-4);
  }
}

TEST(ConfigurationInteraction, knows_how_far_it_is_from_short_ranges) {
  for (const double range : {0.05, 0.02, 0.01}) {
    const auto grid = radial_pair(gaussian(-20, range), {.momentum = 1});
    const auto found = configuration_interaction(2, gaussian(-20, range), {.quanta = 61});
    EXPECT_GT(found.energy, grid.energy - grid.uncertainty);
    EXPECT_LT(found.energy, grid.energy + grid.uncertainty + found.uncertainty) << range;
    EXPECT_LT(found.uncertainty, 0.05);
  }
  const auto few = configuration_interaction(3, gaussian(-20, 0.05), {.quanta = 49});
  const auto more = configuration_interaction(3, gaussian(-20, 0.05), {.quanta = 97});
  EXPECT_LT(more.energy, few.energy);
  EXPECT_GT(more.energy, few.energy - few.uncertainty);
}

// A hill at a distance is as much too narrow for the basis as one at contact.
TEST(ConfigurationInteraction, knows_how_far_it_is_from_narrow_hills_at_a_distance) {
  for (const double width : {0.05, 0.01, 0.002}) {
    const auto hill = [=](double r) { return 3 / width * std::exp(-std::pow((r - 1) / width, 2)); };
    const auto exact = radial_pair(hill, {.momentum = 1});
    const auto found = configuration_interaction(2, hill, {.quanta = 61});
    EXPECT_GT(found.energy, exact.energy - exact.uncertainty) << width;
    EXPECT_LT(found.energy, exact.energy + exact.uncertainty + found.uncertainty) << width;
    const auto few = configuration_interaction(3, hill, {.quanta = 31});
    const auto more = configuration_interaction(3, hill, {.quanta = 81});
    EXPECT_LT(more.energy, few.energy);
    EXPECT_GT(more.energy, few.energy - few.uncertainty) << width;
  }
}

TEST(ConfigurationInteraction, finds_the_closed_form_for_harmonic_pairs_in_a_basis_of_another_frequency) {
  for (const double k : {-0.1, 0.4}) {
    for (int particles = 2; particles <= 5; ++particles) {
      const auto found = configuration_interaction(particles, harmonic(k), {.quanta = 42, .frequency = 1.2});
      EXPECT_NEAR(found.energy, harmonic_energy(particles, k), 1e-7);
    }
  }
}

TEST(ConfigurationInteraction, looks_for_the_best_frequency) {
  const auto found = configuration_interaction(3, harmonic(5), {.quanta = 15});  // sqrt(1 + 3 * 5) = 4
  EXPECT_NEAR(found.frequency, 4, 1);
  EXPECT_LT(found.energy, harmonic_energy(3, 5) + 0.01);
  EXPECT_GT(found.energy, harmonic_energy(3, 5) - 1e-9);
}

TEST(ConfigurationInteraction, holds_the_polynomial_ground_state_of_calogero_exactly) {
  for (int particles = 2; particles <= 5; ++particles) {
    const int quanta = 3 * least_quanta(particles);
    const auto enough = configuration_interaction(particles, calogero(), {.quanta = quanta, .frequency = 1});
    EXPECT_NEAR(enough.energy, calogero_energy(particles), 1e-9);
    const auto less = configuration_interaction(particles, calogero(), {.quanta = quanta - 2, .frequency = 1});
    EXPECT_GT(less.energy, calogero_energy(particles) + 1e-3);
  }
}

TEST(ConfigurationInteraction, never_falls_below_the_exact_energy_and_comes_down_with_more_quanta) {
  const auto exact = tabulated(4, 10);
  double before = 1e9;
  for (const int quanta : {20, 30, 40, 50}) {
    const auto found = configuration_interaction(4, gaussian(10), {.quanta = quanta, .frequency = 2});
    EXPECT_LT(found.energy, before);
    EXPECT_GT(found.energy, exact.energy - exact.uncertainty);
    EXPECT_LT(found.energy, exact.energy + found.uncertainty + exact.uncertainty) << quanta << " quanta";
    before = found.energy;
  }
  EXPECT_LT(before, exact.energy + 1e-6);
}

TEST(ConfigurationInteraction, finds_the_ground_state_in_the_parity_of_the_filled_levels) {
  for (int particles = 3; particles <= 4; ++particles) {
    const int parity = least_quanta(particles) % 2;
    for (const double strength : {-10.0, 10.0}) {
      const auto ground = configuration_interaction(particles, gaussian(strength), {.quanta = 41});
      const auto other = configuration_interaction(particles, gaussian(strength), {.quanta = 41, .parity = 1 - parity});
      EXPECT_EQ(ground.parity, parity);
      EXPECT_GT(other.energy, ground.energy + 0.5);
    }
  }
}

TEST(ConfigurationInteraction, gives_the_same_bits_for_any_number_of_threads) {
  const auto one = configuration_interaction(4, gaussian(-10), {.quanta = 44, .threads = 1});
  const auto two = configuration_interaction(4, gaussian(-10), {.quanta = 44, .threads = 2});
  EXPECT_EQ(one.energy, two.energy);
  EXPECT_EQ(one.uncertainty, two.uncertainty);
  EXPECT_EQ(one.frequency, two.frequency);
}

TEST(ConfigurationInteraction, says_what_it_cannot_do) {
  EXPECT_THROW(configuration_interaction(7, gaussian(1), {}), Error);
  EXPECT_THROW(configuration_interaction(1, gaussian(1), {}), Error);
  EXPECT_THROW(configuration_interaction(4, gaussian(1), {.quanta = 4}), Error);
}

}  // namespace
}  // namespace kato::exact
