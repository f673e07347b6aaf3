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

TEST(ExactSolution, of_what_has_no_lower_bound_is_refused) {
  const std::string fleeing = "[[system.interaction]]\nkind = \"formula\"\nformula = \"-0.5 * r^2\"\n";
  for (const char* particles : {"particles = 3\n", "up = 1\ndown = 1\n", "up = 2\ndown = 2\ndimensions = 2\n"})
    EXPECT_TRUE(has(message_of([&] { exact_solution(input_of(particles + fleeing), false); }), "no lower bound"));
  EXPECT_TRUE(has(message_of([] {
                    exact_solution(input_of("particles = 2\n[system.potential]\nkind = \"formula\"\n"
                                            "formula = \"x^2 - x^4\"\n"),
                                   false);
                  }),
                  "no lower bound"));
}

TEST(ExactSolution, has_the_levels_of_any_trap_on_a_line) {
  const auto json = nlohmann::json::parse(
      exact_solution(input_of("particles = 2\n[system.potential]\nkind = \"formula\"\nformula = \"8 * x^2\"\n"), false)
          .json);
  EXPECT_NEAR(json.at("energy").get<double>(), 8, 1e-9);  // omega = 4
  EXPECT_LT(json.at("uncertainty").get<double>(), 1e-8);
}

}  // namespace
}  // namespace kato
