// SPDX-License-Identifier: Apache-2.0
#include "input/input.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <filesystem>

#include "base/error.hpp"
#include "base/threads.hpp"
#include "input/test_kinds.hpp"
#include "message.hpp"

namespace kato {
namespace {

const std::string shortest = "[system]\nparticles = 4\n";
const std::string pair = shortest + "[[system.interaction]]\nkind = \"gaussian\"\n";

Input resolved(const std::string& text, const std::vector<std::string>& changes = {}) {
  return resolve_input(parse_toml(text, "demo.toml"), changes, test_kinds());
}

struct BadInput {
  std::string name, text;
  std::vector<std::string> phrases;
};

class BadInputs : public testing::TestWithParam<BadInput> {};

TEST_P(BadInputs, say_what_is_wrong_where_and_what_would_work) {
  try {
    resolved(GetParam().text);
    FAIL() << "accepted:\n" << GetParam().text;
  } catch (const Error& problem) {
    for (const auto& phrase : GetParam().phrases) EXPECT_TRUE(has(problem.what(), phrase));
  }
}

const std::vector<BadInput> bad_inputs{
    {"empty_file", "", {"demo.toml: system.particles is missing", "whole number, at least 1"}},
    {"only_a_comment", "# nothing\n", {"system.particles is missing"}},
    {"not_toml", "particles: 4\n", {"demo.toml:1: not valid TOML", "key = value"}},
    {"twice_the_same_key", "seed = 1\nseed = 2\n", {"demo.toml:2: not valid TOML"}},
    {"particles_zero",
     "[system]\nparticles = 0\n",
     {"demo.toml:2: system.particles = 0 is out of bounds; it must be at least 1"}},
    {"particles_negative", "[system]\nparticles = -3\n", {"demo.toml:2", "-3 is out of bounds"}},
    {"particles_text",
     "[system]\nparticles = \"four\"\n",
     {"demo.toml:2: system.particles = \"four\" is a text; it must be a whole number, at least 1"}},
    {"particles_fraction", "[system]\nparticles = 2.5\n", {"system.particles = 2.5 is no whole number"}},
    {"particles_missing",
     "[system]\ndimensions = 1\n",
     {"demo.toml:1: system.particles is missing", "spinless fermions"}},
    {"particles_and_up",
     "[system]\nparticles = 2\nup = 1\n",
     {"demo.toml:1: system.particles and system.up are both given", "spinless", "up and down"}},
    {"up_without_down", "[system]\nup = 1\n", {"demo.toml:1: system.down is missing", "0 for none"}},
    {"nobody_up_or_down", "[system]\nup = 0\ndown = 0\n", {"both 0", "at least one particle"}},
    {"down_negative", "[system]\nup = 1\ndown = -1\n", {"demo.toml:3: system.down = -1 is out of bounds"}},
    {"particles_nan", "[system]\nparticles = nan\n", {"system.particles = nan is not finite"}},
    {"particles_date", "[system]\nparticles = 2020-01-01\n", {"demo.toml:2", "a date or time is no setting"}},
    {"dimensions_four",
     shortest + "dimensions = 4\n",
     {"demo.toml:3: system.dimensions = 4", "at least 1 and at most 3"}},
    {"misspelt_key",
     shortest + "dimesions = 1\n",
     {"demo.toml:3: system.dimesions is unknown; did you mean 'dimensions'?"}},
    {"far_key", shortest + "temperature = 1\n", {"system.temperature is unknown; there are", "space", "particles"}},
    {"misspelt_table", shortest + "[trian]\nsteps = 3\n", {"demo.toml:3: trian is unknown; did you mean 'train'?"}},
    {"unknown_space",
     "[system]\nspace = \"trpa\"\nparticles = 2\n",
     {"demo.toml:2: system.space = \"trpa\" is unknown", "\"trap\", \"box\", \"free\" or \"momentum\"",
      "did you mean 'trap'?"}},
    {"space_number", "[system]\nspace = 1\nparticles = 2\n", {"system.space = 1 is no text"}},
    {"negative_range",
     pair + "strength = 1\nrange = -0.5\n",
     {"demo.toml:6: system.interaction.0.range = -0.5 is out of bounds; it must be above 0 (a_ho)"}},
    {"zero_range", pair + "strength = 1\nrange = 0\n", {"system.interaction.0.range = 0 is out of bounds", "above 0"}},
    {"strength_missing", pair, {"demo.toml:3: system.interaction.0.strength is missing (V0)", "hbar omega"}},
    {"strength_text",
     pair + "strength = \"10\"\n",
     {"demo.toml:5", "strength = \"10\" is a text", "a number (hbar omega)"}},
    {"strength_inf", pair + "strength = inf\n", {"demo.toml:5", "strength = inf is not finite"}},
    {"strength_nan", pair + "strength = nan\n", {"demo.toml:5", "strength = nan is not finite"}},
    {"interaction_key",
     pair + "strength = 1\nrnage = 2\n",
     {"demo.toml:6: system.interaction.0.rnage is unknown; did you mean 'range'?"}},
    {"interaction_kind",
     shortest + "[[system.interaction]]\nkind = \"gausian\"\n",
     {"demo.toml:4: system.interaction.0.kind: 'gausian' is an unknown interaction; did you mean 'gaussian'?"}},
    {"interaction_without_kind",
     shortest + "[[system.interaction]]\nstrength = 2\n",
     {"demo.toml:3: system.interaction.0.kind is missing", "kato list interaction"}},
    {"interaction_as_table",
     shortest + "[system.interaction]\nkind = \"gaussian\"\n",
     {"demo.toml:3: system.interaction is no list of tables", "[[system.interaction]]"}},
    {"interaction_list_of_numbers", shortest + "interaction = [1, 2]\n", {"system.interaction is no list of tables"}},
    {"second_interaction",
     pair + "strength = 1\n[[system.interaction]]\nkind = \"gaussian\"\nstrength = 1\nrange = 0\n",
     {"demo.toml:9: system.interaction.1.range = 0"}},
    {"table_as_value",
     "ansatz = \"equivariant-slater\"\n" + shortest,
     {"demo.toml:1: ansatz = \"equivariant-slater\" is no table", "below [ansatz]"}},
    {"table_as_list", "[[system]]\nparticles = 4\n", {"demo.toml:1: system", "is no table", "[system]"}},
    {"value_as_table", shortest + "[seed]\nvalue = 1\n", {"demo.toml:3: seed", "it must be a whole number"}},
    {"unknown_ansatz",
     shortest + "[ansatz]\nkind = \"slater-equivariant\"\n",
     {"demo.toml:4: ansatz.kind: 'slater-equivariant' is an unknown ansatz", "equivariant-slater"}},
    {"setting_of_another_kind",
     shortest + "[optimizer]\nkind = \"spring\"\nmoments = [0.5]\n",
     {"demo.toml:5: optimizer.moments is unknown"}},
    {"flag_number", shortest + "[ansatz]\nenvelope = 1\n", {"ansatz.envelope = 1 is not true or false"}},
    {"list_number",
     shortest + "[optimizer]\nkind = \"adam\"\nmoments = 0.5\n",
     {"optimizer.moments = 0.5 is not a list"}},
    {"list_bounds", shortest + "[optimizer]\nkind = \"adam\"\nmoments = [0.5, 1.0]\n", {"at least 0 and below 1"}},
    {"open_bounds", shortest + "[sampler]\ntarget = 1.0\n", {"sampler.target = 1.0", "above 0 and below 1"}},
    {"threads_zero",
     "[run]\nthreads = 0\n" + shortest,
     {"demo.toml:2: run.threads = 0 is out of bounds", "at least 1", "\"all\""}},
    {"threads_word", "[run]\nthreads = \"many\"\n" + shortest, {"run.threads = \"many\" is unknown", "\"all\""}},
    {"negative_seed", "seed = -1\n" + shortest, {"demo.toml:1: seed = -1 is out of bounds", "at least 0"}},
    {"title_number", "title = 3\n" + shortest, {"demo.toml:1: title = 3 is no text", "a text in quotes"}},
    {"reference_word",
     shortest + "[reference]\nenergy = \"exakt\"\n",
     {"demo.toml:4", "did you mean 'exact'?", "a number"}},
    {"reference_nan", shortest + "[reference]\nenergy = nan\n", {"reference.energy = nan is not finite"}},
    {"observable",
     shortest + "[evaluate]\nobservables = [\"densty\"]\n",
     {"'densty' is an unknown observable; did you mean 'density'?"}},
    {"observable_setting",
     shortest + "[evaluate]\nobservables = [\"density\"]\ndensity = { bins = 0 }\n",
     {"demo.toml:5: evaluate.density.bins = 0 is out of bounds"}},
    {"observable_not_measured",
     shortest + "[evaluate.density]\nbins = 5\n",
     {"demo.toml:3: evaluate.density is set but not measured", "add \"density\" to evaluate.observables"}},
    {"observable_value_not_measured",
     shortest + "[evaluate]\ndensity = 3\n",
     {"demo.toml:4: evaluate.density is set but not measured"}},
    {"observable_twice",
     shortest + "[evaluate]\nobservables = [\"density\", \"density\"]\n",
     {"demo.toml:4: evaluate.observables names \"density\" twice"}},
    {"stage_without_steps", shortest + "[[train.stage]]\n", {"demo.toml:3: train.stage.0.steps is missing"}},
    {"stage_misspelt_key", shortest + "[[train.stage]]\nsteps = 1\nstes = 2\n", {"train.stage.0.stes is unknown"}},
    {"stage_misspelt_path",
     pair + "strength = 1\n[[train.stage]]\nsteps = 1\nset = { \"system.interaction.0.strenght\" = 5.0 }\n",
     {"demo.toml:8: system.interaction.0.strenght is unknown; did you mean 'strength'?"}},
    {"stage_bad_value",
     pair + "strength = 1\n[[train.stage]]\nsteps = 1\nset = { \"system.interaction.0.range\" = -1 }\n",
     {"demo.toml:8: system.interaction.0.range = -1 is out of bounds"}},
    {"stage_of_no_interaction",
     shortest + "[[train.stage]]\nsteps = 1\nset = { \"system.interaction.0.strength\" = 5.0 }\n",
     {"demo.toml:5: system.interaction.0.kind is missing"}},
    {"stage_changes_the_particles",
     shortest + "[[train.stage]]\nsteps = 1\nset = { \"system.particles\" = 3 }\n",
     {"demo.toml:5: a stage cannot set system.particles"}},
    {"stage_set_is_no_table",
     shortest + "[[train.stage]]\nsteps = 1\nset = 3\n",
     {"train.stage.0.set = 3 is no table"}},
};

INSTANTIATE_TEST_SUITE_P(Input, BadInputs, testing::ValuesIn(bad_inputs),
                         [](const auto& tested) { return tested.param.name; });

TEST(Input, the_shortest_input_names_a_system) {
  const auto input = resolved(shortest);
  EXPECT_EQ(input.system.integer("particles"), 4);
  EXPECT_EQ(input.system.text("space"), "trap");
  EXPECT_EQ(input.ansatz.kind, "equivariant-slater");
  EXPECT_EQ(input.ansatz.settings.integer("hidden"), 64);
  EXPECT_EQ(input.sampler.kind, "metropolis");
  EXPECT_EQ(input.optimizer.kind, "spring");
  EXPECT_TRUE(input.interactions.empty());
  EXPECT_EQ(input.threads(), available_threads());
  ASSERT_EQ(input.stages.size(), 1U);
  EXPECT_EQ(input.stages[0].train.integer("steps"), input.train.integer("steps"));
}

TEST(Input, whole_numbers_stand_for_reals_and_round_reals_for_whole_numbers) {
  const auto input = resolved(pair + "strength = 10\n[evaluate]\nsamples = 1e6\n[reference]\nenergy = 3\n");
  EXPECT_EQ(input.interactions.at(0).settings.real("strength"), 10.0);
  EXPECT_EQ(input.evaluate.integer("samples"), 1'000'000);
  EXPECT_EQ(input.reference.real("energy"), 3.0);
}

const std::string full = "title = \"a \\\"b\\\" \\\\ ü\"\nseed = 9223372036854775807\n" + pair +
                         "strength = 0.1\nrange = 0.30000000000000004\n[[system.interaction]]\nkind = \"gaussian\"\n"
                         "strength = -1e-300\n[optimizer]\nkind = \"adam\"\nmoments = [0.1, 0.7]\n[run]\nthreads = 3\n"
                         "[train]\nsteps = 7\n[[train.stage]]\nsteps = 5\n"
                         "set = { \"system.interaction.0.strength\" = 0.2, optimizer.learning_rate = 1e-5 }\n"
                         "[[train.stage]]\nsteps = 6\n[evaluate]\nobservables = [\"density\"]\ndensity.bins = 17\n"
                         "[reference]\nenergy = 10.8914219\n";

TEST(Input, the_resolved_input_reads_back_to_the_same_bits) {
  for (const auto& text : {shortest, full}) {
    const auto input = resolved(text);
    const auto written = to_toml(input, test_kinds());
    const auto again = resolve_input(parse_toml(written, "input.toml"), {}, test_kinds());
    EXPECT_EQ(again, input) << written;
    EXPECT_EQ(to_toml(again, test_kinds()), written);
  }
  const auto again = resolved(to_toml(resolved(full), test_kinds()));
  EXPECT_EQ(std::bit_cast<std::uint64_t>(again.interactions.at(0).settings.real("range")),
            std::bit_cast<std::uint64_t>(0.30000000000000004));
  EXPECT_EQ(again.observables.at(0).settings.integer("bins"), 17);
  EXPECT_EQ(again.seed, 9223372036854775807U);
  EXPECT_NE(again, resolved(shortest));
}

TEST(Input, the_resolved_input_writes_every_default) {
  const auto written = to_toml(resolved(shortest), test_kinds());
  for (const char* line : {"seed = 1\n", "kind = \"equivariant-slater\"\nhidden = 64\n", "threads = \"all\"\n",
                           "energy = \"exact\"\n", "observables = []\n", "learning_rate = 0.1\n"})
    EXPECT_TRUE(has(written, line));
}

TEST(Input, the_command_line_wins_over_the_file) {
  const auto input = resolved(pair + "strength = 10\n", {"system.interaction.0.strength=-2.5", "optimizer.kind=adam",
                                                         "title=Four of them", "system.interaction.1.kind=gaussian",
                                                         "system.interaction.1.strength=1", "seed=2", "seed=3"});
  EXPECT_EQ(input.interactions.at(0).settings.real("strength"), -2.5);
  EXPECT_EQ(input.interactions.at(1).settings.real("strength"), 1.0);
  EXPECT_EQ(input.optimizer.kind, "adam");
  EXPECT_EQ(input.title, "Four of them");
  EXPECT_EQ(input.seed, 3U);
}

TEST(Input, observables_that_the_command_line_leaves_out_need_no_settings) {
  const std::string text = shortest + "[evaluate]\nobservables = [\"density\"]\ndensity = { bins = 5 }\n";
  EXPECT_TRUE(resolved(text, {"evaluate.observables=[]"}).observables.empty());
  EXPECT_EQ(resolved(text, {"evaluate.observables=[\"density\"]"}).observables.at(0).settings.integer("bins"), 5);
  EXPECT_TRUE(has(message_of([&] {
                    resolved(text, {"evaluate.observables=[]", "evaluate.density.bins=3"});
                  }),
                  "evaluate.density is set but not measured"));
}

TEST(Input, mistakes_on_the_command_line_are_named_as_such) {
  const auto problem = [](const std::string& change) { return message_of([&] { resolved(shortest, {change}); }); };
  EXPECT_TRUE(has(problem("system.particles=0"), "command line: system.particles = 0 is out of bounds"));
  EXPECT_TRUE(has(problem("system.particels=3"), "did you mean 'particles'?"));
  EXPECT_TRUE(has(problem("run.threads=0"), "command line: run.threads = 0"));
  EXPECT_TRUE(has(problem("seed"), "write --set key.path=value"));
  EXPECT_TRUE(has(problem("seed=nan"), "seed = nan is not finite"));
  EXPECT_TRUE(has(problem("title=\xff"), "command line"));
}

TEST(Input, stages_are_resolved_inputs_and_the_input_itself_comes_last) {
  const auto input = resolved(full);
  ASSERT_EQ(input.stages.size(), 3U);
  EXPECT_EQ(input.stages[0].train.integer("steps"), 5);
  EXPECT_EQ(input.stages[0].interactions.at(0).settings.real("strength"), 0.2);
  EXPECT_EQ(input.stages[0].optimizer.settings.real("learning_rate"), 1e-5);
  EXPECT_EQ(input.stages[1].train.integer("steps"), 6);
  EXPECT_EQ(input.stages[1].interactions.at(0).settings.real("strength"), 0.1);
  EXPECT_EQ(input.stages[2].train.integer("steps"), 7);
  EXPECT_EQ(input.stages[2].optimizer.settings.real("learning_rate"), 1e-3);
  EXPECT_TRUE(input.stages[2].stages.empty());
}

TEST(Input, a_missing_file_is_named) {
  EXPECT_TRUE(has(message_of([] { load_input("nowhere/demo.toml", {}, test_kinds()); }),
                  "nowhere/demo.toml: cannot be read", "No such file"));
}

TEST(Input, two_spins_are_written_and_read_as_they_were_given) {
  const auto input = resolved("[system]\nup = 2\ndown = 0\n");
  EXPECT_EQ(input.system.integer("up"), 2);
  EXPECT_FALSE(input.system.contains("particles"));
  const auto again = resolved(to_toml(input, test_kinds()));
  EXPECT_EQ(again.system, input.system);
  EXPECT_FALSE(resolved(shortest).system.contains("up"));
}

TEST(Input, numbers_that_a_formula_names_are_a_table_that_the_command_line_can_change) {
  const std::string text =
      shortest +
      "[system.potential]\nkind = \"formula\"\nformula = \"a * x^2\"\nparameters = { a = 2 }\n"
      "[[system.interaction]]\nkind = \"formula\"\nformula = \"b / r\"\nparameters = { b = 1.5 }\n";
  const auto input = resolve_input(parse_toml(text, "demo.toml"), {"system.interaction.0.parameters.b=3"}, registry());
  EXPECT_EQ(input.potential.settings.named_numbers("parameters"), (NamedNumbers{{"a", 2}}));
  EXPECT_EQ(input.interactions[0].settings.named_numbers("parameters"), (NamedNumbers{{"b", 3}}));
  EXPECT_EQ(resolve_input(parse_toml(to_toml(input), "again"), {}, registry()), input);
  const auto problem = [&](const std::string& change) {
    return message_of([&] { resolve_input(parse_toml(text, "demo.toml"), {change}, registry()); });
  };
  EXPECT_TRUE(has(problem("system.potential.parameters.a=deep"), "system.potential.parameters.a = \"deep\" is a text",
                  "must be a number"));
  EXPECT_TRUE(has(problem("system.potential.parameters=3"), "is no table", "{ depth = 2.0, width = 1.5 }"));
}

TEST(Input, every_example_is_one) {
  int examples = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(KATO_TEST_DATA "/../../examples")) {
    if (entry.path().extension() != ".toml" || entry.path().parent_path().filename() == "library") continue;
    const auto input = load_input(entry.path());
    EXPECT_EQ(resolve_input(parse_toml(to_toml(input), "again"), {}, registry()), input) << entry.path();
    ++examples;
  }
  EXPECT_GT(examples, 60);
}

TEST(Input, dots_in_comments_and_quotes_are_no_parts_of_a_name) {
  const std::string ruler(100, '.');
  EXPECT_NO_THROW(resolved("# " + ruler + "\n" + shortest));
  EXPECT_NO_THROW(resolved("title = \"a \\\" " + ruler + "\"\n" + shortest));
  EXPECT_TRUE(
      has(message_of([&] { resolved(shortest + "a" + ruler + "b = 1\n"); }), "demo.toml:3: a name of more than 64"));
}

TEST(Input, in_free_space_nothing_holds_the_particles) {
  const std::string free = "[system]\nspace = \"free\"\nparticles = 2\n";
  EXPECT_EQ(resolved(free).potential.kind, "");
  EXPECT_TRUE(has(message_of([&] { resolved(free + "[system.potential]\nkind = \"harmonic\"\n"); }),
                  "demo.toml:4: system.potential is given, but system.space = \"free\" has none"));
}

TEST(Input, an_infinite_contact_strength_names_the_limit_and_what_to_use) {
  const std::string text = "[system]\nup = 1\ndown = 1\n[[system.interaction]]\nkind = \"contact\"\nstrength = ";
  for (const char* strength : {"inf", "-inf", "nan"}) {
    try {
      resolve_input(parse_toml(text + strength, "demo.toml"), {}, registry());
      FAIL() << strength;
    } catch (const Error& problem) {
      EXPECT_TRUE(has(problem.what(), "demo.toml:6", "Tonks-Girardeau limit", "spinless fermions"));
    }
  }
}

}  // namespace
}  // namespace kato
