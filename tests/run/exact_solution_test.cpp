// SPDX-License-Identifier: Apache-2.0
#include "run/exact_solution.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "message.hpp"

namespace kato {
namespace {

Input input_of(const std::string& system) {
  return resolve_input(parse_toml("[run]\nthreads = 1\n[system]\n" + system, "input.toml"), {}, registry());
}

const std::string dot = "dimensions = 2\nup = 1\ndown = 1\n[[system.interaction]]\nkind = \"coulomb\"\n";

// Taut, Phys. Rev. A 48, 3561 (1993): two electrons with omega = 1 have the energy 3.
TEST(ExactSolution, has_the_exact_energy_and_the_best_determinant_above_it) {
  const auto found = exact_solution(input_of(dot), false);
  const auto json = nlohmann::json::parse(found.json);
  EXPECT_NEAR(json.at("energy").get<double>(), 3, 1e-6);
  EXPECT_GT(json.at("hartree_fock").at("energy").get<double>(), 3.1);
  EXPECT_TRUE(has(found.text, "energy       ", "hartree-fock 3.16", "(an upper bound)", "correlation  -0.16"));
  EXPECT_EQ(found.table, "");
}

TEST(ExactSolution, without_interactions_it_is_the_filled_levels_alone) {
  const auto found = exact_solution(input_of("particles = 3\n"), false);
  EXPECT_NEAR(nlohmann::json::parse(found.json).at("energy").get<double>(), 4.5, 1e-12);
  EXPECT_EQ(found.text.find("hartree-fock"), std::string::npos);
}

TEST(ExactSolution, what_is_not_to_be_had_is_said) {
  EXPECT_TRUE(has(message_of([] { exact_solution(input_of("space = \"free\"\n" + dot), false); }),
                  "no reference solver", "harmonic trap", "reference.energy"));
  EXPECT_TRUE(has(message_of([] { exact_solution(input_of(dot), true); }), "--table", "momentum space"));
}

}  // namespace
}  // namespace kato
