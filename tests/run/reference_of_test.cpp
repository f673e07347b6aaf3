// SPDX-License-Identifier: Apache-2.0
#include "run/reference_of.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "message.hpp"
#include "run/system_from_input.hpp"
#include "settings.hpp"

namespace kato {
namespace {

Input input_of(Value energy) {
  Input input;
  input.run = Settings({{"threads", std::int64_t{1}}});
  input.system = Settings({{"space", "trap"}, {"dimensions", std::int64_t{1}}, {"particles", std::int64_t{3}}});
  input.reference = Settings({{"energy", std::move(energy)}, {"uncertainty", 0.25}});
  return input;
}

std::optional<Reference> reference(const Input& input) { return reference_of(input, system_from_input(input)); }

TEST(ReferenceOf, it_is_what_the_input_asks_for) {
  EXPECT_FALSE(reference(input_of("none")).has_value());
  const auto given = reference(input_of(-3.5));
  EXPECT_EQ(given->energy, -3.5);
  EXPECT_EQ(given->uncertainty, 0.25);
  const auto exact = reference(input_of("exact"));
  EXPECT_NEAR(exact->energy, 4.5, 1e-12);  // 1/2 + 3/2 + 5/2
}

TEST(ReferenceOf, modified_mcguire_is_an_approximation_for_one_particle_among_others) {
  auto input = input_of("modified-mcguire");
  EXPECT_TRUE(has(message_of([&] { reference(input); }), "system.down = 1"));
  input.system = Settings(
      {{"space", "trap"}, {"dimensions", std::int64_t{1}}, {"up", std::int64_t{2}}, {"down", std::int64_t{1}}});
  input.interactions = {{"contact", default_settings("interaction", "contact", Settings({{"strength", 2.0}}))}};
  const auto found = reference(input);
  EXPECT_NEAR(found->energy - 3.32552937, 0.0490, 1e-4);  // above the exact energy
  EXPECT_TRUE(has(found->method, "approximation"));
  EXPECT_TRUE(std::isnan(found->uncertainty));
}

TEST(ReferenceOf, hartree_fock_is_an_upper_bound_with_its_basis) {
  auto input = input_of("hartree-fock");
  input.system = Settings(
      {{"space", "trap"}, {"dimensions", std::int64_t{1}}, {"up", std::int64_t{1}}, {"down", std::int64_t{1}}});
  input.interactions = {{"contact", default_settings("interaction", "contact", Settings({{"strength", 1.0}}))}};
  const auto found = reference(input);
  input.reference.set("energy", "exact");
  const auto exact = reference(input);
  EXPECT_GT(found->energy, exact->energy + 1e-3);
  EXPECT_LT(found->energy, exact->energy + 0.1);
  EXPECT_TRUE(has(found->method, "approximation", "Hartree-Fock", "upper bound", "oscillator functions"));
  EXPECT_TRUE(std::isnan(found->uncertainty));
  EXPECT_TRUE(is_hartree_fock(*found));
  EXPECT_FALSE(is_hartree_fock(*exact));
}

TEST(ReferenceOf, hartree_fock_is_refused_before_the_run_where_there_is_none) {
  auto input = input_of("hartree-fock");
  input.system.set("space", "free");
  EXPECT_TRUE(has(message_of([&] { check_reference(input, system_from_input(input)); }), "harmonic trap"));
}

Input electrons_in_a_box(std::int64_t up) {
  auto input = input_of("hartree-fock");
  input.system = Settings({{"space", "box"},
                           {"dimensions", std::int64_t{3}},
                           {"up", up},
                           {"down", std::int64_t{7}},
                           {"require_closed_shell", false},
                           {"length", 5 * std::cbrt(4 * std::numbers::pi * 14 / 3)}});
  input.interactions = {{"coulomb", default_settings("interaction", "coulomb")}};
  return input;
}

// tests/data/periodic-box.csv: -0.0580391931 hartree for each of 14 electrons at r_s = 5.
TEST(ReferenceOf, hartree_fock_in_a_box_is_the_determinant_of_plane_waves) {
  const auto found = reference(electrons_in_a_box(7));
  EXPECT_NEAR(found->energy / 14, -0.0580391931, 1e-9);
  EXPECT_TRUE(is_hartree_fock(*found));
  EXPECT_TRUE(std::isnan(found->uncertainty));
  EXPECT_TRUE(has(found->method, "upper bound", "7 + 7"));
  const auto open = electrons_in_a_box(8);
  EXPECT_TRUE(has(message_of([&] { check_reference(open, system_from_input(open)); }), "8 particles", "7 or 19"));
}

TEST(ReferenceOf, a_box_that_nobody_solves_has_the_determinant_of_plane_waves) {
  auto closed = electrons_in_a_box(7), open = electrons_in_a_box(8);
  for (auto* input : {&closed, &open}) input->reference.set("energy", "exact");
  EXPECT_TRUE(has_reference(closed, system_from_input(closed)));
  EXPECT_TRUE(is_hartree_fock(*reference(closed)));
  EXPECT_NEAR(reference(closed)->energy / 14, -0.0580391931, 1e-9);
  EXPECT_FALSE(has_reference(open, system_from_input(open)));
  EXPECT_FALSE(reference(open));
}

TEST(ReferenceOf, it_is_known_beforehand_whether_there_is_one) {
  const auto known = [](const Input& input) { return has_reference(input, system_from_input(input)); };
  EXPECT_TRUE(known(input_of(-3.5)));
  EXPECT_FALSE(known(input_of("none")));
  EXPECT_TRUE(known(input_of("exact")));
  auto flat = input_of("exact");
  flat.system.set("dimensions", std::int64_t{2});
  EXPECT_TRUE(known(flat));
  flat.interactions = {{"gaussian", default_settings("interaction", "gaussian", Settings({{"strength", 2.0}}))}};
  EXPECT_FALSE(known(flat));
  EXPECT_FALSE(reference(flat));
}

}  // namespace
}  // namespace kato
