// SPDX-License-Identifier: Apache-2.0
#include "exact/box_reference.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <string>

#include "base/error.hpp"
#include "box_table.hpp"
#include "exact/boxed.hpp"
#include "message.hpp"

namespace kato::exact {
namespace {

constexpr double pi = std::numbers::pi;

void expect_sum(const BoxEnergy& found, double tolerance) {
  double sum = 0;
  for (const auto& [name, value] : found.components) sum += value;
  EXPECT_NEAR(sum, found.energy.energy, tolerance);
}

TEST(BoxReference, of_free_fermions_is_that_of_the_lowest_waves) {
  const auto found = box_ground_state(boxed(3, {{"up", 7}, {"down", 7}}, 2));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->energy.energy, 12 * 0.5 * pi * pi, 1e-12);
  EXPECT_EQ(found->energy.uncertainty, 0);
  EXPECT_TRUE(has(found->energy.method, "filled shells", "7 + 7"));
  const auto open = box_ground_state(boxed(3, {{"up", 9}, {"down", 7}}, 2));
  EXPECT_NEAR(open->energy.energy, 16 * 0.5 * pi * pi, 1e-12);
  EXPECT_TRUE(has(open->energy.method, "open", "degenerate"));
  EXPECT_EQ(box_ground_state(boxed_bosons(3, 5, 2))->energy.energy, 0);
}

TEST(BoxReference, of_an_interaction_that_vanishes_is_that_without) {
  const auto found =
      box_ground_state(with(boxed(2, {{"up", 5}, {"down", 5}}, 2), "gaussian", Settings({{"strength", 0.0}})));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->energy.energy, 8 * 0.5 * pi * pi, 1e-12);
}

TEST(BoxReference, of_a_contact_without_strength_is_that_of_free_particles) {
  const auto ring = with(boxed(1, {{"up", 3}, {"down", 3}}, 6), "contact", Settings({{"strength", 0.0}}));
  const double free = 4 * 0.5 * std::pow(2 * pi / 6, 2);
  EXPECT_NEAR(box_ground_state(ring)->energy.energy, free, 1e-12);
  EXPECT_NEAR(box_first_order(ring).energy.energy, free, 1e-12);
  const auto charges = with(boxed(3, {{"up", 7}, {"down", 7}}, 6), "coulomb", Settings({{"strength", 0.0}}));
  EXPECT_NEAR(box_ground_state(charges)->energy.energy, 12 * 0.5 * std::pow(2 * pi / 6, 2), 1e-12);
}

TEST(BoxReference, of_one_charge_is_that_of_its_own_images) {
  const auto found = box_ground_state(with(boxed(3, {{"up", 1}}, 2), "coulomb", {}));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->energy.energy, -1.41864873974 / 2, 1e-9);
}

TEST(BoxReference, of_a_contact_on_a_ring_has_the_tabulated_energies) {
  for (const int n : {1, 3}) {
    const auto name = "contact gas on a ring, " + std::to_string(n) + "+" + std::to_string(n) + " fermions";
    for (const auto& row : box_table("ring-contact", name, "E_ground")) {
      auto system = boxed(1, {{"up", n}, {"down", n}}, row.parameter("L"));
      system.hbar2_m = 2;  // twice the energy at twice the strength
      const auto found = box_ground_state(with(system, "contact", Settings({{"strength", 2 * row.parameter("g")}})));
      ASSERT_TRUE(found);
      EXPECT_NEAR(found->energy.energy, 2 * row.value, 2e-9) << row.parameters;
      expect_sum(*found, 1e-12);
    }
  }
  for (const auto& row : box_table("ring-contact", "contact gas on a ring, 5 bosons", "E_ground")) {
    const auto system = boxed_bosons(1, 5, row.parameter("L"));
    const auto found = box_ground_state(with(system, "contact", Settings({{"strength", row.parameter("g")}})));
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->energy.energy, row.value, 1e-9) << row.parameters;
  }
}

TEST(BoxReference, of_a_contact_is_none_where_shells_are_open_or_particles_attract) {
  EXPECT_FALSE(box_ground_state(with(boxed(1, {{"up", 2}, {"down", 2}}, 5), "contact", Settings({{"strength", 1.0}}))));
  EXPECT_FALSE(
      box_ground_state(with(boxed(1, {{"up", 3}, {"down", 3}}, 5), "contact", Settings({{"strength", -1.0}}))));
  EXPECT_FALSE(box_ground_state(with(boxed_bosons(1, 3, 5), "contact", Settings({{"strength", -1.0}}))));
  EXPECT_TRUE(box_ground_state(with(boxed_bosons(1, 2, 5), "contact", Settings({{"strength", -1.0}}))));
}

// A narrow Gaussian of the integral g is a contact g: the energies meet as its range vanishes.
TEST(BoxReference, of_a_narrow_gaussian_approaches_that_of_a_contact) {
  const auto pair = boxed(1, {{"up", 1}, {"down", 1}}, 5);
  const double contact = box_ground_state(with(pair, "contact", Settings({{"strength", 1.5}})))->energy.energy;
  double last = 1;
  for (const double range : {0.2, 0.1, 0.05}) {
    const auto found = box_ground_state(with(pair, "gaussian", Settings({{"strength", 1.5}, {"range", range}})));
    ASSERT_TRUE(found);
    expect_sum(*found, 2 * found->energy.uncertainty + 1e-9);
    const double apart = std::abs(found->energy.energy - contact);
    EXPECT_LT(apart, 0.7 * last);
    last = apart;
  }
  EXPECT_LT(last, 0.02);
}

TEST(BoxReference, of_two_bosons_is_that_of_two_different_particles) {
  const Settings hill({{"strength", 3.0}});
  const auto different = box_ground_state(with(boxed(2, {{"up", 1}, {"down", 1}}, 3), "gaussian", hill)),
             bosons = box_ground_state(with(boxed_bosons(2, 2, 3), "gaussian", hill));
  ASSERT_TRUE(different && bosons);
  EXPECT_EQ(different->energy.energy, bosons->energy.energy);
  EXPECT_FALSE(box_ground_state(with(boxed(2, {{"up", 2}}, 3), "gaussian", hill)));
}

TEST(BoxReference, of_electrons_has_the_tabulated_determinants) {
  for (const auto& row : box_table("periodic-box", "HEG 3D, unpolarised, plane-wave determinant", "E_HF")) {
    const int N = static_cast<int>(row.parameter("N"));
    if (N > 54) continue;
    const double side = row.parameter("r_s") * std::cbrt(4 * pi * N / 3);
    const auto found = box_first_order(with(boxed(3, {{"up", N / 2}, {"down", N / 2}}, side), "coulomb", {}));
    EXPECT_NEAR(found.energy.energy / N, row.value, 1e-9 * std::max(1.0, 1 / row.parameter("r_s"))) << row.parameters;
    expect_sum(found, 1e-11);
  }
}

// <1/r> of the plane: exchange -(1/2A) sum 2 pi/|k - k'| by a sum of its own over five waves, and xi of the square.
TEST(BoxReference, of_electrons_in_a_square_is_the_sum_over_their_waves) {
  const double side = 3, k = 2 * pi / side;
  const int waves[5][2] = {{0, 0}, {1, 0}, {-1, 0}, {0, 1}, {0, -1}};
  double exchange = 0;
  for (const auto& a : waves)
    for (const auto& b : waves)
      if (const double n = std::hypot(a[0] - b[0], a[1] - b[1]); n > 0) exchange -= pi / (side * side * k * n);
  const auto found = box_first_order(with(boxed(2, {{"up", 5}, {"down", 5}}, side), "coulomb", {}));
  EXPECT_NEAR(found.energy.energy, 8 * 0.5 * k * k + 2 * exchange + 5 * -3.9002649200 / side, 1e-8);
}

// g N_up N_down/L on a ring.
TEST(BoxReference, of_first_order_is_an_upper_bound) {
  const auto ring = with(boxed(1, {{"up", 3}, {"down", 3}}, 6), "contact", Settings({{"strength", 1.0}}));
  const auto determinant = box_first_order(ring);
  EXPECT_NEAR(determinant.energy.energy, 4 * 0.5 * pow(2 * pi / 6, 2) + 9.0 / 6, 1e-12);
  EXPECT_GT(determinant.energy.energy, box_ground_state(ring)->energy.energy);
  const auto dots = with(boxed(3, {{"up", 1}, {"down", 1}}, 4), "coulomb", {});
  EXPECT_GT(box_first_order(dots).energy.energy, box_ground_state(dots)->energy.energy);
}

TEST(BoxReference, of_first_order_for_open_shells_is_refused) {
  const auto open = with(boxed(3, {{"up", 7}, {"down", 8}}, 4), "coulomb", {});
  EXPECT_TRUE(has(message_of([&] { box_first_order(open); }), "8 particles", "7 or 19"));
}

}  // namespace
}  // namespace kato::exact
