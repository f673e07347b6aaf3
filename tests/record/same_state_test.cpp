// SPDX-License-Identifier: Apache-2.0
#include "record/same_state.hpp"

#include <gtest/gtest.h>

#include "message.hpp"

namespace kato {
namespace {

Input input_of(const std::string& text, const std::vector<std::string>& changes = {}) {
  return resolve_input(parse_toml(text, "input.toml"), changes, registry());
}

const std::string pair = R"([system]
particles = 2
[[system.interaction]]
kind = "gaussian"
strength = 4.0
range = 0.5
)";
const std::string ladder = pair + R"([train]
steps = 3
[[train.stage]]
steps = 3
set = { "system.interaction.0.strength" = 1.0 }
)";

Checkpoint written_with(const Input& input, std::int64_t stage = 0) {
  Checkpoint checkpoint;
  checkpoint.stage = stage;
  checkpoint.input = to_toml(input);
  return checkpoint;
}

std::string difference(const std::string& there, const std::vector<std::string>& here_changed, std::int64_t stage = 0,
                       Use use = Use::train, const std::vector<std::string>& on_purpose = {}) {
  return state_difference(written_with(input_of(there), stage), input_of(there, here_changed), on_purpose, use);
}

TEST(SameState, a_setting_of_the_system_or_the_wave_function_is_named_with_both_values) {
  EXPECT_EQ(difference(pair, {"system.interaction.0.strength=40"}),
            "system.interaction.0.strength is 4.0 in the checkpoint and 40.0 in the input");
  EXPECT_TRUE(has(difference(pair, {"system.potential.frequency=2"}),
                  "system.potential.frequency is [1.0] in the checkpoint and [2.0] in"));
  EXPECT_TRUE(has(difference(pair, {"system.interaction.0.kind=contact", "system.interaction.0.strength=4"}),
                  "system.interaction.0.kind is \"gaussian\" in the checkpoint and \"contact\" in the input"));
  EXPECT_TRUE(has(difference(pair, {"ansatz.kind=slater"}), "ansatz.kind"));
  EXPECT_TRUE(has(difference(pair, {"system.statistics=boson"}), "system.statistics is \"fermion\""));
  EXPECT_TRUE(has(difference(pair, {"system.interaction.1.kind=contact", "system.interaction.1.strength=1"}),
                  "system.interaction.1.kind is not set in the checkpoint and \"contact\" in the input"));
  EXPECT_TRUE(has(difference(pair, {"system.interaction=[]"}), " and not set in the input"));
}

TEST(SameState, what_does_not_change_the_state_is_no_difference) {
  EXPECT_EQ(difference(pair, {}), "");
  EXPECT_EQ(difference(pair,
                       {"train.steps=7", "title=other", "optimizer.kind=adam", "run.threads=1", "evaluate.samples=5",
                        "sampler.sweeps=3", "reference.energy=none", "pretrain.steps=1"},
                       0, Use::measure),
            "");
}

TEST(SameState, of_a_ladder_the_stage_under_way_counts_and_the_last_one_for_a_measurement) {
  EXPECT_EQ(difference(ladder, {}, 0), "");
  EXPECT_EQ(difference(ladder, {}, 1), "");
  const std::vector<std::string> last{"system.interaction.0.strength=9"};
  EXPECT_EQ(difference(ladder, last, 0), "");
  EXPECT_TRUE(has(difference(ladder, last, 1), "strength is 4.0 in the checkpoint and 9.0"));
  EXPECT_TRUE(has(difference(ladder, last, 0, Use::measure), "strength is 4.0 in the checkpoint and 9.0"));
  const std::vector<std::string> first{"train.stage.0.set={ \"system.interaction.0.strength\" = 2.0 }"};
  EXPECT_TRUE(has(difference(ladder, first, 0), "in train.stage.0, ", "strength is 1.0 in the checkpoint and 2.0"));
  EXPECT_EQ(difference(ladder, first, 1), "");
}

TEST(SameState, what_the_command_line_says_is_on_purpose_and_nothing_else) {
  const std::vector<std::string> edited{"system.interaction.0.strength=9"};
  EXPECT_EQ(difference(pair, edited, 0, Use::train, edited), "");
  EXPECT_TRUE(has(difference(pair, {edited[0], "system.interaction.0.range=1"}, 0, Use::train, edited),
                  "range is 0.5 in the checkpoint and 1.0"));
}

TEST(SameState, a_mesh_in_momentum_space_has_one_too) {
  const std::string deuteron = R"([system]
space = "momentum"
[[system.interaction]]
kind = "minnesota"
)";
  EXPECT_EQ(difference(deuteron, {}), "");
  EXPECT_TRUE(has(difference(deuteron, {"system.mesh=32"}), "system.mesh is \"auto\" in the checkpoint and 32"));
  EXPECT_TRUE(has(difference(deuteron, {"system.interaction.0.kind=yamaguchi"}), "system.interaction.0.kind is"));
}

TEST(SameState, a_checkpoint_without_an_input_fits_any_and_one_of_another_version_as_far_as_it_is_known) {
  EXPECT_EQ(state_difference({}, input_of(pair), {}, Use::measure), "");
  auto other = written_with(input_of(pair));
  other.input.replace(other.input.find("range = "), 0, "unheard_of = 3\n");
  EXPECT_EQ(state_difference(other, input_of(pair), {}, Use::measure), "");
  EXPECT_TRUE(has(state_difference(other, input_of(pair, {"system.interaction.0.strength=5"}), {}, Use::train),
                  "strength is 4.0 in the checkpoint and 5.0"));
}

TEST(SameState, the_refusal_says_what_can_be_done) {
  const auto there = written_with(input_of(pair));
  const auto here = input_of(pair, {"system.interaction.0.strength=40"});
  const auto refusal = [&](Use use) { return message_of([&] { check_same_state(there, here, {}, use); }); };
  EXPECT_TRUE(has(refusal(Use::train), "strength is 4.0 in the checkpoint and 40.0", "--set"));
  EXPECT_TRUE(has(refusal(Use::measure), "strength is 4.0 in the checkpoint and 40.0", "initial.from"));
  EXPECT_NO_THROW(check_same_state(there, input_of(pair), {}, Use::train));
}

}  // namespace
}  // namespace kato
