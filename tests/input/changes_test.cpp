// SPDX-License-Identifier: Apache-2.0
#include "input/changes.hpp"

#include <gtest/gtest.h>

#include "input/input.hpp"
#include "input/test_kinds.hpp"
#include "message.hpp"

namespace kato {
namespace {

Input resolved(const std::string& text, const std::vector<std::string>& changes = {},
               const Registry& kinds = registry()) {
  return resolve_input(parse_toml(text, "input.toml"), changes, kinds);
}

Input again(const Input& input, const std::vector<std::string>& changes = {}) {
  return resolved(to_toml(input), changes);
}

const std::string two = "[system]\nparticles = 2\n";

KindSettings chosen(const Input& input, const std::string& table) {
  if (table == "sampler") return input.sampler;
  if (table == "optimizer") return input.optimizer;
  if (table == "train.stop") return input.stopping;
  if (table == "ansatz") return input.ansatz;
  return input.potential;
}

// Of every table of a kind, with the category and the kinds that need no settings.
struct Kinds {
  std::string table, category;
};
const std::vector<Kinds> tables{
    {"sampler", "sampler"}, {"optimizer", "optimizer"}, {"train.stop", "stopping"}, {"ansatz", "ansatz"}};

std::string of_kind(const std::string& table, const std::string& kind) {
  return two + "[" + table + "]\nkind = \"" + kind + "\"\n";
}

TEST(Changes, of_any_kind_to_any_other_on_a_resolved_input_give_the_settings_of_the_new_one) {
  int pairs = 0;
  for (const auto& [table, category] : tables)
    for (const auto& from : registry().names(category))
      for (const auto& to : registry().names(category)) {
        const auto changed = again(resolved(of_kind(table, from)), {table + ".kind=" + to});
        EXPECT_EQ(chosen(changed, table), chosen(resolved(of_kind(table, to)), table)) << from << " to " << to;
        ++pairs;
      }
  EXPECT_GT(pairs, 100);
}

TEST(Changes, of_any_kind_in_a_stage_read_back_from_the_resolved_input) {
  for (const auto& [table, category] : tables) {
    if (table == "ansatz") continue;  // which no stage may change
    for (const auto& from : registry().names(category))
      for (const auto& to : registry().names(category)) {
        const auto ladder = "[[train.stage]]\nsteps = 3\nset = { \"" + table + ".kind\" = \"" + to + "\" }\n";
        const auto input = resolved(of_kind(table, from) + ladder);
        ASSERT_EQ(input.stages.size(), 2u);
        EXPECT_EQ(chosen(input.stages[0], table), chosen(resolved(of_kind(table, to)), table)) << from << " to " << to;
        EXPECT_EQ(chosen(input.stages[1], table), chosen(resolved(of_kind(table, from)), table)) << from;
        EXPECT_EQ(again(input), input) << to_toml(input);
        EXPECT_EQ(to_toml(again(input)), to_toml(input));
      }
  }
}

TEST(Changes, of_an_interactions_kind_take_only_what_is_theirs) {
  const auto input = resolved(two + R"([[system.interaction]]
kind = "gaussian"
strength = 4.0
range = 0.25
[[train.stage]]
steps = 2
set = { "system.interaction.0.kind" = "hard-core", "system.interaction.0.radius" = 0.1 }
)");
  EXPECT_EQ(input.stages.at(0).interactions.at(0).kind, "hard-core");
  EXPECT_EQ(input.stages.at(0).interactions.at(0).settings.real("radius"), 0.1);
  EXPECT_EQ(input.stages.at(0).interactions.at(0).settings.real("range"), 1.0);  // its own, of another meaning
  EXPECT_EQ(input.stages.at(1).interactions.at(0).settings.real("range"), 0.25);
  EXPECT_EQ(again(input), input);
}

TEST(Changes, of_a_kind_in_a_stage_may_come_with_named_numbers_or_without) {
  const std::string gaussian = "[[system.interaction]]\nkind = \"gaussian\"\nstrength = 4.0\nrange = 0.25\n";
  const auto stage = [](const std::string& more) {
    return "[[train.stage]]\nsteps = 2\nset = { \"system.interaction.0.kind\" = \"formula\", "
           "\"system.interaction.0.formula\" = \"" +
           more + " }\n";
  };
  const auto without = resolved(two + gaussian + stage("exp(-r^2)\""));
  EXPECT_EQ(again(without), without);
  const auto with =
      resolved(two + gaussian + stage("depth * exp(-r^2)\", \"system.interaction.0.parameters\" = { depth = 2.0 }"));
  EXPECT_EQ(with.stages.at(0).interactions.at(0).settings.named_numbers("parameters").at("depth"), 2.0);
  EXPECT_EQ(again(with), with) << to_toml(with);
}

TEST(Changes, of_a_kind_keep_what_both_kinds_describe_alike_and_what_comes_with_them) {
  const auto input = resolved(two + "[sampler]\nkind = \"metropolis\"\nwalkers = 64\nwidth = 0.3\n",
                              {"sampler.sweeps=7", "sampler.kind=mala"});
  EXPECT_EQ(input.sampler.settings.integer("walkers"), 64);
  EXPECT_EQ(input.sampler.settings.integer("sweeps"), 7);
  const auto rate = resolved(two + "[optimizer]\nkind = \"spring\"\nlearning_rate = 0.3\n",
                             {"optimizer.learning_rate=0.5", "optimizer.kind=adam"});
  EXPECT_EQ(rate.optimizer.settings.real("learning_rate"), 0.5);
  const auto usual = resolved(two + "[optimizer]\nlearning_rate = 0.3\n", {"optimizer.kind=adam"});
  EXPECT_EQ(usual.optimizer, resolved(of_kind("optimizer", "adam")).optimizer);
}

TEST(Changes, to_the_same_kind_change_nothing) {
  const auto input = resolved(two + "[optimizer]\nlearning_rate = 0.3\n", {"optimizer.kind=spring"});
  EXPECT_EQ(input.optimizer.settings.real("learning_rate"), 0.3);
}

TEST(Changes, of_a_kind_hide_no_mistake) {
  EXPECT_TRUE(has(message_of([&] { resolved(two + "[optimizer]\nlearning_rat = 1\n", {"optimizer.kind=adam"}); }),
                  "optimizer.learning_rat is unknown"));
  EXPECT_TRUE(
      has(message_of([&] { resolved(two, {"optimizer.kind=adan"}); }), "optimizer.kind", "did you mean 'adam'"));
  EXPECT_TRUE(has(message_of([&] {
                    resolved(two, {"optimizer.kind=adam", "optimizer.damping=1e-3"});
                  }),
                  "optimizer.damping is unknown"));
}

// Also of those that stand before the list itself, as in a file whose settings are sorted.
TEST(Changes, of_the_observables_leave_out_the_settings_of_those_that_are_not_measured) {
  const auto all = resolved(two + "[evaluate]\nobservables = [\"density\", \"density-matrix\", \"virial\"]\n");
  const auto fewer = again(all, {"evaluate.observables=[\"moments\", \"density\"]"});
  ASSERT_EQ(fewer.observables.size(), 2u);
  EXPECT_EQ(fewer.observables[0].kind, "moments");
  EXPECT_EQ(fewer.observables[1], all.observables[0]);
  EXPECT_EQ(again(fewer), fewer);
  EXPECT_TRUE(again(all, {"evaluate.observables=[]"}).observables.empty());
}

TEST(Changes, of_the_kind_of_another_methods_table_take_its_own_defaults) {
  const auto input = resolved("[system]\nspace = \"momentum\"\n[optimizer]\nkind = \"spring\"\nlearning_rate = 3\n",
                              {"optimizer.kind=adam"}, test_kinds());
  EXPECT_EQ(input.optimizer.settings.real("learning_rate"), 0.25);  // of the mesh's table
}

}  // namespace
}  // namespace kato
