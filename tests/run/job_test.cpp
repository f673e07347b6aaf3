// SPDX-License-Identifier: Apache-2.0
#include "run/job.hpp"

#include <cmath>

#include "record/hdf5_file.hpp"
#include "run/run_files.hpp"
#include "run/vmc_session.hpp"
#include "small_run.hpp"

namespace kato {
namespace {

using Job = RunFiles;

const std::string two = "seed = 2\ntitle = \"two\"\n" + two_particles + R"([ansatz]
kind = "equivariant-slater"
hidden = 16
[pretrain]
steps = 100
[sampler]
walkers = 256
[optimizer]
kind = "spring"
[train]
steps = 60
[evaluate]
samples = 50_000
observables = ["density"]
[reference]
energy = 2.4256190226
)";

// The reference is from a grid in the relative coordinate. What sixty steps of a small network leave above it is
// allowed to be 0.01; below it the energy can only be by its error.
TEST_F(Job, a_short_training_of_two_particles_ends_at_the_exact_energy) {
  ASSERT_EQ(start("two", two), done);
  const auto found = summary("two");
  const double exact = 2.4256190226;
  EXPECT_EQ(found.status, "finished");
  EXPECT_EQ(found.steps, 60);
  EXPECT_GT(found.energy.std_err, 0);
  EXPECT_LT(found.energy.std_err, 2e-3);
  EXPECT_GT(found.energy.mean, exact - 5 * found.energy.std_err);
  EXPECT_LT(found.energy.mean, exact + 5 * found.energy.std_err + 0.01);
  EXPECT_GT(found.energy.variance, 0);
  EXPECT_LT(found.energy.variance, 0.1);
  EXPECT_GE(found.energy.samples, 50'000);
  EXPECT_EQ(found.nonfinite_walkers, 0);
  ASSERT_EQ(found.components.size(), 3u);
  double sum = 0;
  for (const auto& component : found.components) {
    EXPECT_GT(component.mean, 0) << component.name;
    sum += component.mean;
  }
  EXPECT_NEAR(sum, found.energy.mean, 1e-9);
  ASSERT_TRUE(found.reference.has_value());
  EXPECT_EQ(found.reference->energy, exact);
}

TEST_F(Job, a_rule_that_stops_the_training_is_told_as_converged) {
  const std::vector<std::string> changes{"train.stop.kind=settled", "train.stop.window=8", "train.steps=3000",
                                         "sampler.walkers=128", "evaluate.samples=600"};
  ASSERT_EQ(start("two", two, changes), done);
  const auto found = summary("two");
  EXPECT_EQ(found.status, "converged");
  EXPECT_TRUE(has(found.reason, "the energy did not fall by more than its error", "V-score"));
  EXPECT_LT(found.steps, 3000);
  EXPECT_GE(found.steps, 24);
  EXPECT_TRUE(has(read(directory / "two/log.txt"),
                  "the training ended after step " + std::to_string(found.steps) + ": over the last"));
  ASSERT_EQ(resume({}, quietly("two")), done);
  EXPECT_EQ(summary("two").steps, found.steps);
  EXPECT_EQ(summary("two").status, "converged");
  ASSERT_EQ(start("whole", two, {"train.steps=3", "pretrain.steps=2", "evaluate.samples=0"}), done);
  EXPECT_EQ(summary("whole").reason, "all 3 steps were done");
}

TEST_F(Job, a_run_resumed_with_kept_walkers_and_a_rule_equals_one_that_was_not_stopped) {
  const std::vector<std::string> changes{
      "train.stop.kind=settled",     "train.stop.window=8",    "train.steps=60",   "sampler.walkers=64",
      "train.reweight.enabled=true", "train.reweight.upper=4", "pretrain.steps=2", "evaluate.samples=600"};
  ASSERT_EQ(start("whole", two, changes), done);
  EXPECT_TRUE(has(history("whole"), ",1\n", ",0\n"));
  VmcSession session(load_input(directory / "whole.toml", changes));
  session.begin();
  for (std::int64_t step = 1; step < 24; ++step) {
    session.advance();
    if (step % 5 > 2) continue;
    const auto name = "cut" + std::to_string(step);
    std::filesystem::copy(directory / "whole", directory / name);
    save_checkpoint(directory / name / "checkpoint.h5", session.save());
    ASSERT_EQ(resume({}, quietly(name)), done) << name;
    expect_equal(name, "whole");
  }
}

TEST_F(Job, every_record_is_there_at_the_end) {
  ASSERT_EQ(start("two", two, {"train.steps=3", "pretrain.steps=2", "evaluate.samples=600"}), done);
  const auto files = records("two");
  for (const auto& file :
       {files.input(), files.history(), files.checkpoint(), files.evaluation(), files.summary(), files.log()})
    EXPECT_TRUE(std::filesystem::exists(file)) << file;
  const Hdf5Reader evaluation(files.evaluation());
  EXPECT_EQ(evaluation.reals("energy/total/mean").at(0), summary("two").energy.mean);
  EXPECT_EQ(evaluation.reals("density/x").size(), 240u);
  EXPECT_EQ(evaluation.reals("density/mean").size(), 240u);
  EXPECT_EQ(checkpoint("two").step, 3);
  EXPECT_EQ(load_input(files.input()),
            load_input(directory / "two.toml", {"train.steps=3", "pretrain.steps=2", "evaluate.samples=600"}));
}

TEST_F(Job, without_samples_nothing_is_measured) {
  ASSERT_EQ(start("two", two, {"train.steps=3", "pretrain.steps=2", "evaluate.samples=0"}), done);
  EXPECT_EQ(summary("two").status, "finished");
  EXPECT_TRUE(std::isnan(summary("two").energy.mean));
  EXPECT_FALSE(std::filesystem::exists(records("two").evaluation()));
}

// A rate that jumps to 1e300 after eight steps: the parameters overflow within a step or two.
TEST_F(Job, a_step_that_is_not_finite_ends_the_run_as_failed_with_its_last_checkpoint) {
  ASSERT_EQ(
      start("two", two,
            {"pretrain.steps=2", "optimizer.kind=sgd", "optimizer.schedule=piecewise", "optimizer.learning_rate=1e-3",
             "optimizer.boundaries=[8]", "optimizer.factors=[1e307]", "train.most_rollbacks=4"}),
      fault);
  EXPECT_EQ(summary("two").status, "failed");
  EXPECT_GE(summary("two").rejected_steps, 4);
  EXPECT_GE(summary("two").steps, 8);
  EXPECT_LT(summary("two").steps, 60);
  EXPECT_TRUE(std::isnan(summary("two").energy.mean));
  EXPECT_TRUE(has(read(directory / "two/log.txt"), "failed at step", "the last checkpoint is kept",
                  "went back to the last good state", "going back 4 times in succession did not help"));
  const auto kept = checkpoint("two");
  EXPECT_GE(kept.step, 5);
  EXPECT_LE(kept.step, summary("two").steps);
  EXPECT_EQ(nonfinite_part(kept), "");
}

// Energies of 1e200 are finite, and their squares are not: no optimiser may hide that in a step of zero.
TEST_F(Job, a_gradient_that_overflows_ends_the_run_as_failed) {
  for (const std::string optimizer : {"adam", "spring", "minsr", "sgd"}) {
    ASSERT_EQ(start(optimizer, two,
                    {"pretrain.steps=2", "system.interaction.0.strength=1e200", "ansatz.hidden=4", "train.steps=10",
                     "train.most_rollbacks=3", "optimizer.kind=" + optimizer}),
              fault)
        << optimizer;
    EXPECT_EQ(summary(optimizer).status, "failed");
    EXPECT_EQ(checkpoint(optimizer).step, 0);
    EXPECT_TRUE(
        has(read(directory / optimizer / "log.txt"), "failed at step 4: ", "not finite", "3 times in succession"));
    EXPECT_EQ(summary(optimizer).rejected_steps, 3);
  }
}

// A rate that is far too large from the eighth step on: roll backs bring it down.
const std::vector<std::string> leaping{"pretrain.steps=2",
                                       "optimizer.kind=sgd",
                                       "optimizer.schedule=piecewise",
                                       "optimizer.learning_rate=0.01",
                                       "optimizer.boundaries=[8]",
                                       "optimizer.factors=[100]",
                                       "train.steps=40",
                                       "evaluate.samples=600"};

TEST_F(Job, a_run_goes_back_from_steps_that_are_too_long_and_says_so) {
  ASSERT_EQ(start("two", two, leaping), done);
  const auto found = summary("two");
  EXPECT_EQ(found.steps, 40);
  EXPECT_GT(found.rejected_steps, 0);
  EXPECT_TRUE(has(read(directory / "two/log.txt"), "the variance jumped from", "went back to the last good state",
                  std::to_string(found.rejected_steps) + " steps were rejected"));
  EXPECT_EQ(nonfinite_part(checkpoint("two")), "");
  EXPECT_EQ(checkpoint("two").counters.at("rejected"), found.rejected_steps);
  auto none = leaping;
  none.push_back("train.rollback=0");
  start("none", two, none);
  EXPECT_FALSE(summary("none").energy.mean < found.energy.mean + 10 * found.energy.std_err);  // it may be unknown
}

TEST_F(Job, a_run_resumed_before_during_and_after_a_roll_back_equals_one_that_was_not_stopped) {
  ASSERT_EQ(start("whole", two, leaping), done);
  VmcSession session(load_input(directory / "whole.toml", leaping));
  session.begin();
  for (std::int64_t step = 1; step < 24; ++step) {
    session.advance();
    if (step < 8) continue;
    const auto name = "cut" + std::to_string(step);
    std::filesystem::copy(directory / "whole", directory / name);
    save_checkpoint(directory / name / "checkpoint.h5", session.save());
    ASSERT_EQ(resume({}, quietly(name)), done) << name;
    expect_equal(name, "whole");
    EXPECT_EQ(summary(name).rejected_steps, summary("whole").rejected_steps);
  }
  EXPECT_GT(session.rejected(), 0);
}

// With few parameters and no damping the matrix of walkers is singular.
TEST_F(Job, a_metric_that_is_not_positive_definite_is_a_failure_and_no_mistake) {
  for (const std::string optimizer : {"minsr", "spring"}) {
    ASSERT_EQ(start(optimizer, two,
                    {"pretrain.steps=2", "ansatz.hidden=2", "optimizer.kind=" + optimizer, "optimizer.damping=1e-300"}),
              fault)
        << optimizer;
    EXPECT_EQ(summary(optimizer).status, "failed");
    EXPECT_TRUE(has(read(directory / optimizer / "log.txt"), "failed at step", "not positive definite", "damping"));
  }
}

TEST_F(Job, a_refusal_in_the_midst_of_a_run_is_in_its_records) {
  ASSERT_EQ(start("two", two, {"train.steps=3", "pretrain.steps=2", "evaluate.samples=0"}), done);
  std::filesystem::remove(directory / "two/history.csv");
  write("two/history.csv", "not a history\n");
  EXPECT_TRUE(has(message_of([&] { resume({"train.steps=5"}, quietly("two")); }), "is not the history of a run"));
  EXPECT_EQ(summary("two").status, "failed");
  EXPECT_TRUE(has(read(directory / "two/log.txt"), "failed at step 4", "is not the history of a run"));
}

TEST_F(Job, a_time_limit_stops_the_run_resumable) {
  ASSERT_EQ(
      start("two", two, {"pretrain.steps=2", "train.steps=1000000", "sampler.thermalise=0", "run.time_limit=0.5"}),
      resumable);
  EXPECT_EQ(summary("two").status, "stopped");
  EXPECT_EQ(checkpoint("two").step, summary("two").steps);
  EXPECT_GE(summary("two").steps, 1);
  EXPECT_TRUE(has(read(directory / "two/log.txt"), "stopped after step", "kato resume"));
}

TEST_F(Job, an_evaluation_in_the_midst_of_a_ladder_is_not_finished_and_of_the_last_system) {
  const auto ladder = two + "[[train.stage]]\nsteps = 1000000\nset = { \"system.interaction.0.strength\" = -10.0 }\n";
  ASSERT_EQ(
      start("two", ladder, {"pretrain.steps=2", "sampler.thermalise=0", "evaluate.samples=600", "run.time_limit=0.5"}),
      resumable);
  ASSERT_EQ(evaluate({"run.time_limit=none"}, quietly("two")), done);
  const auto found = summary("two");
  EXPECT_EQ(found.status, "stopped");
  ASSERT_EQ(found.components.size(), 3u);
  EXPECT_EQ(found.components[2].name, "interaction");
  EXPECT_GT(found.components[2].mean, 0);
}

// What a kill during the pretraining leaves, and what a time limit there does.
TEST_F(Job, a_run_without_a_checkpoint_is_resumed_from_its_beginning) {
  const std::vector<std::string> brief{"train.steps=6", "pretrain.steps=20", "evaluate.samples=600"};
  ASSERT_EQ(start("whole", two, brief), done);
  RunDirectory::create(directory / "killed", false, read(directory / "whole/input.toml"));
  ASSERT_EQ(resume({}, quietly("killed")), done);
  expect_equal("killed", "whole");

  for (const std::string phase : {"pretrain.steps", "sampler.thermalise"}) {
    auto changes = brief;
    changes.insert(changes.end(), {phase + "=1000000", "run.time_limit=0.05"});
    ASSERT_EQ(start(phase, two, changes), resumable) << phase;
    EXPECT_EQ(summary(phase).status, "stopped");
    EXPECT_EQ(summary(phase).steps, 0);
    EXPECT_FALSE(checkpoint(phase).beginning.state.empty());
    EXPECT_TRUE(has(message_of([&] { evaluate({}, quietly(phase)); }), "the training has not begun yet"));
    EXPECT_TRUE(has(read(directory / phase / "log.txt"), "stopped before the first step", "kato resume"));
    const auto before = phase == "pretrain.steps" ? "=20" : "=200";
    ASSERT_EQ(resume({"run.time_limit=none", phase + before}, quietly(phase)), done);
    EXPECT_EQ(history(phase), history("whole"));
  }
}

TEST_F(Job, an_interrupted_measurement_keeps_the_earlier_result) {
  ASSERT_EQ(start("two", two, {"train.steps=3", "pretrain.steps=2", "evaluate.samples=600"}), done);
  const auto measured = read(directory / "two/summary.json");
  const std::vector<std::string> endless{"evaluate.samples=1000000000", "run.time_limit=0.05"};
  EXPECT_EQ(evaluate(endless, quietly("two")), resumable);
  EXPECT_EQ(read(directory / "two/summary.json"), measured);
  EXPECT_EQ(resume(endless, quietly("two")), resumable);
  EXPECT_EQ(read(directory / "two/summary.json"), measured);
  EXPECT_EQ(resume({"train.steps=1000000"}, quietly("two")), resumable);
  EXPECT_EQ(summary("two").status, "stopped");
  EXPECT_TRUE(std::isnan(summary("two").energy.mean));
}

// The whole measurement takes longer than the limit allows, which is seen after its last part only.
TEST_F(Job, a_measurement_that_is_complete_when_the_time_is_up_is_kept) {
  ASSERT_EQ(start("two", two, {"train.steps=3", "pretrain.steps=2", "evaluate.samples=0"}), done);
  EXPECT_EQ(evaluate({"evaluate.samples=512", "evaluate.burn_in=0", "run.time_limit=1e-9"}, quietly("two")), done);
  EXPECT_EQ(summary("two").energy.samples, 512);
}

TEST_F(Job, settings_of_the_training_stay_as_they_were) {
  ASSERT_EQ(start("two", two, {"train.steps=3", "pretrain.steps=2", "evaluate.samples=600"}), done);
  const auto before = read(directory / "two/summary.json");
  const auto refused = [&](const std::string& change) {
    return message_of([&] { evaluate({change}, quietly("two")); });
  };
  EXPECT_TRUE(
      has(refused("system.interaction.0.strength=3"), "cannot change system.interaction.0.strength", "trained"));
  EXPECT_TRUE(has(refused("sampler.width=3"), "cannot change sampler.width"));
  EXPECT_TRUE(has(refused("evaluate.samples=0"), "evaluate.samples = 0 measures nothing"));
  EXPECT_TRUE(
      has(message_of([&] { resume({"seed=3"}, quietly("two")); }), "cannot change seed (the run began with 2)"));
  EXPECT_EQ(read(directory / "two/summary.json"), before);
  EXPECT_EQ(evaluate({"seed=3", "reference.energy=none", "run.threads=2"}, quietly("two")), done);
  EXPECT_FALSE(summary("two").reference.has_value());
}

TEST_F(Job, a_directory_in_use_is_left_alone) {
  ASSERT_EQ(start("two", two, {"train.steps=3", "pretrain.steps=2", "evaluate.samples=600"}), done);
  {
    auto other = records("two");
    other.lock();
    for (const auto& refused :
         {message_of([&] { evaluate({}, quietly("two")); }), message_of([&] { resume({}, quietly("two")); }),
          message_of([&] { RunDirectory::create(directory / "two", true, ""); })})
      EXPECT_TRUE(has(refused, "is in use by another kato"));
  }
  EXPECT_EQ(evaluate({}, quietly("two")), done);
}

TEST_F(Job, too_many_parameters_for_the_optimiser_leave_no_directory) {
  EXPECT_TRUE(has(message_of([&] {
                    start("large", two, {"optimizer.kind=sr", "optimizer.solver=cholesky", "ansatz.hidden=64"});
                  }),
                  "sr:", "at most 6000", "minsr"));
  EXPECT_FALSE(std::filesystem::exists(directory / "large"));
}

TEST_F(Job, parts_that_do_not_fit_leave_no_directory) {
  EXPECT_TRUE(has(message_of([&] {
                    start("flat", two, {"system.dimensions=2", "evaluate.observables=[\"pair-distribution\"]"});
                  }),
                  "observable pair-distribution", "one dimension"));
  EXPECT_FALSE(std::filesystem::exists(directory / "flat"));
}

}  // namespace
}  // namespace kato
