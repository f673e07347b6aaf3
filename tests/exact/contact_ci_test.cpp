// SPDX-License-Identifier: Apache-2.0
#include "exact/contact_ci.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/error.hpp"
#include "exact/busch.hpp"
#include "exact/contact_table.hpp"

namespace kato::exact {
namespace {

TEST(ContactCi, has_the_closed_form_of_two_particles_in_any_basis) {
  for (const double g : {-3.0, -0.5, 0.2, 2.0, 10.0}) {
    const auto found = contact_configuration_interaction(1, 1, g, 16, 1);
    EXPECT_NEAR(found.last, Busch(g).energy(), 1e-9) << "g = " << g;
    EXPECT_NEAR(found.energy, Busch(g).energy(), 1e-8) << "g = " << g;
    EXPECT_NEAR(found.slope, Busch(g).slope(), 1e-6) << "g = " << g;
  }
}

// Small bases, for speed; every energy of the table is met within the stated uncertainties, which may not be large.
void expect_the_table(int up, int down, int quanta, double most_uncertainty) {
  int compared = 0;
  for (const auto& entry : contact_table("E_ground")) {
    if (entry.up != up || entry.down != down) continue;
    const auto found = contact_configuration_interaction(up, down, entry.g, quanta, 2);
    EXPECT_NEAR(found.energy, entry.value, found.uncertainty + entry.uncertainty) << "g = " << entry.g;
    EXPECT_LT(found.uncertainty, most_uncertainty * std::max(1.0, entry.g * entry.g)) << "g = " << entry.g;
    ++compared;
  }
  EXPECT_EQ(compared, 8);
}

TEST(ContactCi, agrees_with_the_table_for_one_among_two) { expect_the_table(2, 1, 51, 2e-6); }
TEST(ContactCi, agrees_with_the_table_for_one_among_three) { expect_the_table(3, 1, 41, 1e-4); }
TEST(ContactCi, agrees_with_the_table_for_two_and_two) { expect_the_table(2, 2, 36, 1e-4); }

TEST(ContactCi, extrapolates_far_beyond_its_largest_basis) {
  for (const auto& entry : contact_table("E_ground")) {
    if (entry.up != 2 || entry.down != 1) continue;
    const auto found = contact_configuration_interaction(2, 1, entry.g, 51, 2);
    EXPECT_LT(std::abs(found.energy - entry.value), 0.05 * std::abs(found.last - entry.value)) << "g = " << entry.g;
  }
}

TEST(ContactCi, slope_is_the_derivative_of_the_energy) {
  const double h = 0.02;
  for (const double g : {-1.0, 2.0}) {
    const auto here = contact_configuration_interaction(2, 2, g, 30, 2);
    const auto below = contact_configuration_interaction(2, 2, g - h, 30, 2);
    const auto above = contact_configuration_interaction(2, 2, g + h, 30, 2);
    EXPECT_NEAR(here.slope, (above.energy - below.energy) / (2 * h), 1e-4) << "g = " << g;
    EXPECT_LT(here.slope_uncertainty, 1e-2);
  }
}

TEST(ContactCi, starts_with_first_order_perturbation_theory) {
  // The sum over n < N of the integral of phi_n^2 phi_0^2, tabulated with the modified McGuire formula.
  EXPECT_NEAR(contact_configuration_interaction(2, 1, 1e-6, 21, 1).slope, 0.59841342, 1e-6);
  EXPECT_NEAR(contact_configuration_interaction(1, 3, 1e-6, 23, 1).slope, 0.74801678, 1e-6);
}

TEST(ContactCi, does_not_care_which_species_is_called_up) {
  const auto one = contact_configuration_interaction(3, 2, 1, 24, 1),
             other = contact_configuration_interaction(2, 3, 1, 24, 1);
  EXPECT_NEAR(one.last, other.last, 1e-10);
  EXPECT_NEAR(one.slope, other.slope, 1e-6);
}

TEST(ContactCi, gives_the_same_bits_for_any_number_of_threads) {
  const auto one = contact_configuration_interaction(3, 2, 1, 30, 1),
             three = contact_configuration_interaction(3, 2, 1, 30, 3);
  ASSERT_GT(one.states, 5000u);  // smaller ones run on one thread
  EXPECT_EQ(one.energy, three.energy);
  EXPECT_EQ(one.slope, three.slope);
}

TEST(ContactCi, has_no_answer_where_the_repulsion_lifts_the_level_out_of_the_basis) {
  EXPECT_EQ(contact_configuration_interaction(3, 3, 50, 16, 1).uncertainty, std::numeric_limits<double>::infinity());
}

TEST(ContactCi, refuses_what_it_cannot_do) {
  EXPECT_THROW(contact_configuration_interaction(2, 0, 1, 20, 1), Error);
  EXPECT_THROW(contact_configuration_interaction(2, 1, 0, 20, 1), Error);
  EXPECT_THROW(contact_configuration_interaction(2, 1, 1, 5, 1), Error);
  EXPECT_THROW(contact_configuration_interaction(2, 1, std::numeric_limits<double>::infinity(), 20, 1), Error);
  EXPECT_EQ(usual_contact_quanta(12, 12), 0);
}

}  // namespace
}  // namespace kato::exact
