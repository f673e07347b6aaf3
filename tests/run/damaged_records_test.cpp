// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include "base/fault.hpp"
#include "record/old_checkpoint.hpp"
#include "run/run_files.hpp"
#include "small_run.hpp"

namespace kato {
namespace {

const std::string brief = small_run + R"([train]
steps = 12
[evaluate]
samples = 320
observables = ["density"]
[reference]
energy = "none"
)";

// Resumes from records that are damaged, short, or of another run.
class DamagedRecords : public RunFiles {
 protected:
  DamagedRecords() { start("whole", brief); }

  std::filesystem::path file(const std::string& name) const { return directory / name; }
  std::string log(const std::string& name) const { return read(file(name) / "log.txt"); }
  // What a run leaves that was killed after step 11: the checkpoints of steps 5 and 10.
  void kill_late(const std::string& name) const {
    start(name, brief, {"train.steps=5", "evaluate.samples=0"});
    resume({"train.steps=10"}, quietly(name));
    std::filesystem::copy_file(file("whole/input.toml"), file(name) / "input.toml",
                               std::filesystem::copy_options::overwrite_existing);
  }
  std::string refusal(const std::string& name, const std::vector<std::string>& changes = {}) const {
    return message_of([&] { resume(changes, quietly(name)); });
  }
};

TEST_F(DamagedRecords, a_damaged_checkpoint_falls_back_to_the_one_before_and_loses_nothing) {
  kill_late("cut");
  const auto whole = read(file("cut/checkpoint.h5"));
  for (const std::size_t length : {std::size_t{0}, whole.size() / 3, whole.size() - 1}) {
    std::filesystem::remove_all(file("again"));
    std::filesystem::copy(file("cut"), file("again"));
    write("again/checkpoint.h5", whole.substr(0, length));
    ASSERT_EQ(resume({}, quietly("again")), done) << length;
    EXPECT_TRUE(has(log("again"), "warning: ", "checkpoint.h5: is damaged", "checkpoint.prev.h5, at step 5",
                    "resumed after step 5 of 12"));
    expect_equal("again", "whole");
  }
}

// Two particles in the plane: their walkers had four coordinates, and it was not said of how many particles.
TEST_F(DamagedRecords, a_checkpoint_from_before_labels_is_gone_on_with_to_the_same_bits) {
  start("plane", brief, {"system.dimensions=2"});
  start("old", brief, {"system.dimensions=2", "train.steps=5", "evaluate.samples=0"});
  std::filesystem::copy_file(file("plane/input.toml"), file("old/input.toml"),
                             std::filesystem::copy_options::overwrite_existing);
  auto old = checkpoint("old");
  EXPECT_TRUE(old.training_state.contains("good.walkers"));
  write("old/checkpoint.h5", from_before_labels(old));
  EXPECT_EQ(checkpoint("old").walkers.particles, 4);
  ASSERT_EQ(resume({}, quietly("old")), done);
  expect_equal("old", "plane");
}

TEST_F(DamagedRecords, two_damaged_checkpoints_end_the_resume_with_a_message_and_leave_all_as_it_is) {
  kill_late("cut");
  write("cut/checkpoint.h5", "cut");
  write("cut/checkpoint.prev.h5", "cut too");
  const auto history = read(file("cut/history.csv"));
  EXPECT_TRUE(has(refusal("cut"), "checkpoint.h5: is damaged or missing, and so is checkpoint.prev.h5", "put a copy"));
  EXPECT_EQ(read(file("cut/history.csv")), history);
}

TEST_F(DamagedRecords, a_checkpoint_of_another_system_ansatz_optimiser_or_sampler_is_refused) {
  const auto with = [&](const std::string& name, const std::vector<std::string>& changes) {
    start(name, brief, changes);
    std::filesystem::copy_file(file("whole/checkpoint.h5"), file(name) / "checkpoint.h5",
                               std::filesystem::copy_options::overwrite_existing);
    return refusal(name);
  };
  EXPECT_TRUE(has(with("three", {"system.particles=3"}), "system.particles is 2 in the checkpoint and 3 in the input"));
  EXPECT_TRUE(has(with("wide", {"ansatz.hidden=5"}), "ansatz.hidden is 4 in the checkpoint and 5 in the input"));
  EXPECT_TRUE(has(with("strong", {"system.interaction.0.strength=12"}),
                  "system.interaction.0.strength is 10.0 in the checkpoint and 12.0 in the input", "--set"));
  EXPECT_TRUE(has(with("narrow", {"system.potential.frequency=2"}), "system.potential.frequency is [1.0]"));
  EXPECT_TRUE(has(with("few", {"sampler.walkers=8"}), "checkpoint: holds 16 walkers, but the input asks for 8"));
  EXPECT_TRUE(has(with("adam", {"optimizer.kind=adam"}), "checkpoint: its optimiser is spring, the input's is adam",
                  "leave optimizer.kind as it was"));
  EXPECT_TRUE(has(with("mala", {"sampler.kind=mala"}), "checkpoint: its sampler is metropolis, the input's is mala",
                  "leave sampler.kind as it was"));
  EXPECT_TRUE(has(with("seeded", {"seed=6"}), "cannot change seed (the run began with 5)"));
}

// Every file of a run with what is in it, but for the lock.
TEST_F(DamagedRecords, an_edited_input_is_refused_by_all_that_use_the_state_and_nothing_is_written) {
  auto text = read(file("whole/input.toml"));
  text.replace(text.find("strength = 10.0"), 15, "strength = 12.0");
  write("whole/input.toml", text);
  const auto files = [&] {
    std::map<std::string, std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(file("whole")))
      all[entry.path().filename()] = read(entry.path());
    return all;
  };
  const auto before = files();
  const std::string difference = "system.interaction.0.strength is 10.0 in the checkpoint and 12.0 in the input";
  EXPECT_TRUE(has(refusal("whole"), difference));
  EXPECT_TRUE(has(message_of([&] { evaluate({}, quietly("whole")); }), difference));
  EXPECT_TRUE(has(refusal("whole", {"system.interaction.0.range=0.3"}), difference));
  EXPECT_EQ(files(), before);
  ASSERT_EQ(resume({"system.interaction.0.strength=12"}, quietly("whole")), done);
  EXPECT_EQ(evaluate({}, quietly("whole")), done) << "from now on the state belongs to the changed input";
  EXPECT_EQ(resume({}, quietly("whole")), done);
}

TEST_F(DamagedRecords, in_a_ladder_the_state_belongs_to_the_stage_under_way) {
  const std::string ladder = R"([[train.stage]]
steps = 4
set = { "system.interaction.0.strength" = 2.0 }
)";
  ASSERT_EQ(start("ladder", brief + ladder), done);
  ASSERT_EQ(start("stopped", brief + ladder, {"train.steps=0"}), done);
  EXPECT_EQ(checkpoint("stopped").stage, 0);
  std::filesystem::copy_file(file("ladder/input.toml"), file("stopped/input.toml"),
                             std::filesystem::copy_options::overwrite_existing);
  auto text = read(file("stopped/input.toml"));
  const auto whole = text;
  text.replace(text.find("strength\" = 2.0"), 15, "strength\" = 3.0");
  write("stopped/input.toml", text);
  EXPECT_TRUE(has(refusal("stopped"), "in train.stage.0, system.interaction.0.strength is 2.0 in the checkpoint"));
  write("stopped/input.toml", whole);
  ASSERT_EQ(resume({}, quietly("stopped")), done);
  expect_equal("stopped", "ladder");
}

TEST_F(DamagedRecords, fewer_steps_than_are_done_are_refused_and_as_many_end_the_training) {
  const auto input = read(file("whole/input.toml"));
  EXPECT_TRUE(has(refusal("whole", {"train.steps=5"}), "train.steps = 5, but 12 steps are done already"));
  EXPECT_EQ(read(file("whole/input.toml")), input);
  kill_late("cut");
  EXPECT_TRUE(has(refusal("cut", {"train.steps=9"}), "train.steps = 9, but 10 steps are done already"));
  ASSERT_EQ(resume({"train.steps=10"}, quietly("cut")), done);
  EXPECT_EQ(summary("cut").reason, "all 10 steps were done");
  auto text = read(file("cut/input.toml"));
  text.replace(text.find("\nsteps = 10\n"), 12, "\nsteps = 4\n");
  write("cut/input.toml", text);
  ASSERT_EQ(evaluate({}, quietly("cut")), done);
  EXPECT_EQ(summary("cut").reason, "10 steps were done, more than the 4 of train.steps");
}

TEST_F(DamagedRecords, a_damaged_row_in_the_midst_of_the_history_costs_that_row) {
  auto rows = read(file("whole/history.csv"));
  const auto fifth = rows.find("\n5,") + 1, sixth = rows.find("\n6,") + 1;
  auto kept = rows;
  kept.erase(fifth, sixth - fifth);
  rows.replace(fifth, sixth - fifth, "x\n");
  write("whole/history.csv", rows);
  ASSERT_EQ(resume({}, quietly("whole")), done);
  EXPECT_EQ(read(file("whole/history.csv")), kept);
  EXPECT_TRUE(has(log("whole"), "history.csv: 1 damaged row was taken out"));
}

TEST_F(DamagedRecords, settings_that_do_not_fit_are_refused_before_anything_is_written) {
  const auto input = read(file("whole/input.toml")), summary = read(file("whole/summary.json"));
  EXPECT_TRUE(has(refusal("whole", {"sampler.kind=mala"}), "its sampler is metropolis, the input's is mala"));
  EXPECT_TRUE(has(refusal("whole", {"system.particles=3"}), "has no parameter"));
  EXPECT_EQ(read(file("whole/input.toml")), input);
  EXPECT_EQ(read(file("whole/summary.json")), summary);
}

TEST_F(DamagedRecords, a_history_ahead_of_the_checkpoint_is_cut_and_done_again) {
  kill_late("cut");
  std::ofstream(file("cut/history.csv"), std::ios::app) << "11,0,1,2,3,4,5,6,7,1,8\n12,0,1,2,3,4,5,6,7,1,8\n13,0,9";
  ASSERT_EQ(resume({}, quietly("cut")), done);
  expect_equal("cut", "whole");
}

TEST_F(DamagedRecords, a_history_behind_the_checkpoint_is_told_and_gone_on_with) {
  kill_late("cut");
  const auto rows = read(file("cut/history.csv"));
  write("cut/history.csv", rows.substr(0, rows.find("\n8,") + 5));
  ASSERT_EQ(resume({}, quietly("cut")), done);
  EXPECT_TRUE(
      has(log("cut"), "history.csv: ends at step 7, before the checkpoint at step 10", "rows between are lost"));
  EXPECT_EQ(checkpoint("cut"), checkpoint("whole"));
  EXPECT_TRUE(has(history("cut"), "\n7,", "\n11,"));
  EXPECT_EQ(history("cut").find("\n8,"), std::string::npos);
  EXPECT_EQ(log("whole").find("rows between are lost"), std::string::npos);
}

// A measurement that was stopped leaves the earlier one only where that is still one of this state and system.
TEST_F(DamagedRecords, an_energy_of_another_system_or_state_does_not_stay_in_the_summary) {
  const std::vector<std::string> endless{"evaluate.samples=1000000000", "run.time_limit=0.01"};
  const auto resumed = [&](const std::string& name, const std::vector<std::string>& more) {
    std::filesystem::copy(file("whole"), file(name));
    auto changes = endless;
    changes.insert(changes.end(), more.begin(), more.end());
    EXPECT_EQ(resume(changes, quietly(name)), resumable);
    return summary(name);
  };
  EXPECT_EQ(resumed("same", {}).energy.mean, summary("whole").energy.mean);
  EXPECT_TRUE(std::filesystem::exists(file("same/evaluation.h5")));
  for (const std::string change : {"system.interaction.0.strength=1", "train.steps=13"}) {
    const auto found = resumed("other" + change.substr(0, 5), {change});
    EXPECT_TRUE(std::isnan(found.energy.mean)) << change;
    EXPECT_EQ(found.status, "stopped");
    EXPECT_FALSE(std::filesystem::exists(file("other" + change.substr(0, 5)) / "evaluation.h5"));
  }
}

// A rate that leaps at the very last step: no later step would tell.
TEST_F(DamagedRecords, the_last_update_of_a_run_is_taken_back_if_it_ruins_the_state) {
  const std::vector<std::string> leap{"optimizer.kind=sgd",           "optimizer.schedule=piecewise",
                                      "optimizer.learning_rate=1e-3", "optimizer.boundaries=[11]",
                                      "optimizer.factors=[1e5]",      "evaluate.samples=0"};
  ASSERT_EQ(start("leap", brief, leap), done);
  EXPECT_EQ(summary("leap").rejected_steps, 1);
  EXPECT_TRUE(has(log("leap"), "step 12: ", "went back to the last good state"));
  auto shorter = leap;
  shorter.push_back("train.steps=11");
  ASSERT_EQ(start("eleven", brief, shorter), done);
  EXPECT_EQ(checkpoint("leap").parameters, checkpoint("eleven").parameters);
}

}  // namespace
}  // namespace kato
