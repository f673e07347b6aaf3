// SPDX-License-Identifier: Apache-2.0
#include "app/command.hpp"

namespace kato {
namespace {

const std::string spins = "[system]\nup = 1\ndown = 1\n";

std::string formula(const std::string& text) {
  return "[[system.interaction]]\nkind = \"formula\"\nformula = \"" + text + "\"\n";
}

// A run of next to no time.
const std::string small =
    "[ansatz]\nhidden = 4\n[pretrain]\nsteps = 2\n[sampler]\nwalkers = 16\n[train]\nsteps = 2\n"
    "[evaluate]\nsamples = 64\n";

TEST_F(Command, exact_refuses_what_has_no_ground_state) {
  write("flee.toml", "[system]\nparticles = 3\n" + formula("-0.5 * r^2"));
  expect_mistake("exact flee.toml", "no lower bound");
  expect_one_line("exact flee.toml");
  write("fall.toml", spins + formula("-1 / r"));
  expect_mistake("exact fall.toml", "no ground state", "soften");
  expect_mistake("run fall.toml -o out", "no ground state", "soften");
  write("centre.toml", spins + "dimensions = 3\n" + formula("-2 / r^2"));
  expect_mistake("exact centre.toml", "no ground state");
}

TEST_F(Command, a_run_of_what_has_no_ground_state_warns_and_fails) {
  write("flee.toml", "[system]\nparticles = 3\n" + formula("-0.2 * r^2") + small);
  const auto outcome = kato("run flee.toml -o out");
  EXPECT_TRUE(has(outcome.output, "warning: the energy has no lower bound", "unbound:"));
  EXPECT_EQ(outcome.status, 2);
  EXPECT_TRUE(has(read(directory / "out" / "log.txt"), "warning: the energy has no lower bound"));
}

TEST_F(Command, a_run_whose_walkers_do_not_meet_the_interaction_warns) {
  for (const auto& [range, is_narrow] : {std::pair{"1e-6", true}, {"0.5", false}}) {
    const std::string name = is_narrow ? "narrow" : "wide";
    write(name + ".toml",
          spins + "[[system.interaction]]\nkind = \"gaussian\"\nstrength = 10.0\nrange = " + range + "\n" + small);
    EXPECT_EQ(kato("run " + name + ".toml -o " + name).status, 0);
    EXPECT_EQ(bool(has(read(directory / name / "log.txt"), "warning: the interaction is too narrow")), is_narrow);
  }
}

TEST_F(Command, a_reference_is_computed_only_where_there_is_a_solver) {
  for (const bool is_solved : {true, false}) {
    const std::string name = is_solved ? "line" : "plane";
    write(name + ".toml", "[system]\nparticles = 3\ndimensions = " + std::string(is_solved ? "1" : "2") +
                              "\n[[system.interaction]]\nkind = \"gaussian\"\nstrength = 1.0\n" + small +
                              "[reference]\nenergy = \"exact\"\n");
    const auto outcome = kato("run " + name + ".toml -o " + name);
    EXPECT_EQ(outcome.status, 0) << outcome.output;
    EXPECT_EQ(bool(has(outcome.output, "computing the reference energy")), is_solved) << outcome.output;
  }
}

TEST_F(Command, exact_finds_the_levels_of_long_traps_and_of_formulas) {
  write("long.toml",
        "[system]\ndimensions = 3\nparticles = 400\n[system.potential]\nfrequency = [1.0, 500.0, 500.0]\n");
  EXPECT_TRUE(has(kato("exact long.toml").output, "energy       280000 "));
  write("formula.toml", "[system]\nparticles = 2\n[system.potential]\nkind = \"formula\"\nformula = \"8 * x^2\"\n");
  const auto outcome = kato("exact formula.toml");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(has(outcome.output, "filled levels of the trap", "uncertainty"));
}

TEST_F(Command, exact_refuses_at_once_what_it_has_no_room_for) {
  write("long.toml",
        "[system]\ndimensions = 3\nparticles = 400\n[system.potential]\nfrequency = [1.0, 500.0, 500.0]\n"
        "[[system.interaction]]\nkind = \"gaussian\"\nstrength = 1.0\n");
  expect_mistake("exact long.toml", "rounder trap");
}

TEST_F(Command, a_slope_that_does_not_fit_the_formula_is_a_mistake) {
  write("in.toml", spins + "dimensions = 2\n" + formula("exp(-r) / r") + "slope = -1.0\n");
  expect_mistake("run in.toml -o out", "slope", "asks for 1", "leave it out");
}

}  // namespace
}  // namespace kato
