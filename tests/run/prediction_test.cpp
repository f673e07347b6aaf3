// SPDX-License-Identifier: Apache-2.0
#include "run/prediction.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "message.hpp"
#include "run/vmc_session.hpp"
#include "small_run.hpp"

namespace kato {
namespace {

Input input_of(const std::vector<std::string>& changes) {
  return resolve_input(parse_toml(small_run, "input.toml"), changes, registry());
}

Prediction prediction_of(const std::vector<std::string>& changes) {
  const VmcSession session(input_of(changes));
  const Stage stage(session.input().stages.back());
  return predict({.input = session.input(),
                  .stages = {&stage, 1},
                  .theta = session.wave_function().parameters(),
                  .walkers = session.walkers(),
                  .copied = {}});
}

// Of `steps`, after a rung with what `rung` says.
Prediction prediction_of_ladder(const std::string& rung, std::int64_t steps) {
  const auto text = small_run + fmt::format("[train]\nsteps = {}\n[[train.stage]]\n{}\n", steps, rung);
  const VmcSession session(resolve_input(parse_toml(text, "input.toml"), {}, registry()));
  const std::vector<Stage> stages(session.input().stages.begin(), session.input().stages.end());
  return predict({.input = session.input(),
                  .stages = stages,
                  .theta = session.wave_function().parameters(),
                  .walkers = session.walkers(),
                  .copied = {}});
}

// What it is depends on the machine, and is not tested.
TEST(Prediction, every_part_takes_a_time_and_together_they_are_the_whole) {
  const auto found = prediction_of({"evaluate.samples=100000", "train.steps=50"});
  std::vector<std::string> names;
  double sum = 0;
  for (const auto& [what, seconds] : found.parts) {
    EXPECT_TRUE(std::isfinite(seconds) && seconds > 0) << what << " " << seconds;
    names.push_back(what);
    sum += seconds;
  }
  EXPECT_EQ(names, (std::vector<std::string>{"pretraining", "thermalisation", "sampling", "local energy", "gradient",
                                             "optimiser", "evaluation"}));
  EXPECT_DOUBLE_EQ(found.total(), sum);
  EXPECT_EQ(found.samples, 100000);
}

TEST(Prediction, what_a_run_leaves_out_takes_no_time) {
  const auto found = prediction_of(
      {"evaluate.samples=0", "train.steps=0", "pretrain.steps=0", "sampler.thermalise=0", "evaluate.burn_in=0"});
  for (const auto& [what, seconds] : found.parts) EXPECT_EQ(seconds, 0) << what;
  EXPECT_TRUE(std::isnan(found.std_err));
}

// By the square root of the samples that are independent.
TEST(Prediction, the_error_is_that_of_the_starting_state) {
  const auto found = prediction_of({"evaluate.samples=1000000", "evaluate.sweeps=20"});
  EXPECT_GT(found.start.variance, 0);
  EXPECT_GE(found.measured, 3);
  EXPECT_EQ(found.walkers, 16u);
  const double independent = 1e6 / std::max(1.0, found.start.tau / 20);
  EXPECT_NEAR(found.std_err, std::sqrt(found.start.variance / independent), 1e-12 * found.std_err);
}

TEST(Prediction, a_target_takes_no_more_samples_than_its_error_does) {
  const auto with_target = [](double target, const char* samples) {
    return prediction_of({fmt::format("evaluate.target_error={}", target), samples, "evaluate.sweeps=20"});
  };
  const auto easy = with_target(1e3, "evaluate.samples=100000");
  EXPECT_EQ(easy.samples, 32 * 16);  // no measurement ends earlier
  const auto hard = with_target(1e-9, "evaluate.samples=100000");
  EXPECT_EQ(hard.samples, 100000);
  EXPECT_GT(hard.std_err, 1e-9);
  EXPECT_EQ(with_target(1e3, "evaluate.samples=64").samples, 64);
  const auto between = with_target(0.01, "evaluate.samples=1000000000");
  EXPECT_GT(between.samples, 32 * 16);
  EXPECT_LE(between.std_err, 0.01);
  const double longer = std::sqrt(static_cast<double>(between.samples) / (static_cast<double>(between.samples) - 16));
  EXPECT_GT(between.std_err * longer, 0.01);  // one measurement of 16 walkers less does not do
}

TEST(Prediction, a_target_is_told) {
  const VmcSession session(input_of({"evaluate.target_error=1000", "evaluate.samples=100000"}));
  const auto text = session.prediction_text();
  EXPECT_TRUE(has(text, " for 512 samples (evaluate.target_error; at most 100000)")) << text;
}

TEST(Prediction, it_is_told_with_the_samples_and_leaves_the_session_as_it_was) {
  const auto input = input_of({"train.steps=3", "evaluate.samples=128", "sampler.walkers=32"});
  VmcSession asked(input), other(input);
  const auto text = asked.prediction_text();
  EXPECT_TRUE(has(text, "time        about ", "pretraining", "thermalisation", "sampling", "local energy", "gradient",
                  "optimiser", "evaluation", " for 128 samples", "error       at most about ", "hbar omega"))
      << text;
  for (auto* session : {&asked, &other}) {
    session->begin();
    for (int step = 0; step < 3; ++step) session->advance();
  }
  EXPECT_EQ(asked.walkers().x, other.walkers().x);
  EXPECT_EQ(asked.save().parameters, other.save().parameters);
  EXPECT_EQ(asked.measure().energy.mean, other.measure().energy.mean);
}

// A billion steps are hours on any machine, two of them are not.
TEST(Prediction, a_ladder_takes_the_time_of_all_its_steps) {
  const std::string weaker = "set = { \"system.interaction.0.strength\" = 1.0 }\n";
  EXPECT_LT(prediction_of_ladder("steps = 2\n" + weaker, 2).total(), 3600);
  EXPECT_GT(prediction_of_ladder("steps = 1000000000\n" + weaker, 2).total(), 3600);
  EXPECT_GT(prediction_of_ladder("steps = 2\n" + weaker, 1000000000).total(), 3600);
}

TEST(Prediction, stages_that_differ_in_more_than_their_steps_are_tried_themselves) {
  EXPECT_EQ(prediction_of_ladder("steps = 2\n", 3).tried, 1u);
  for (const char* change : {"system.interaction.0.strength\" = 1.0", "train.freeze\" = [\"orbitals*\"]",
                             "sampler.sweeps\" = 3", "optimizer.learning_rate\" = 0.01"})
    EXPECT_EQ(prediction_of_ladder(fmt::format("steps = 2\nset = {{ \"{} }}\n", change), 3).tried, 2u) << change;
}

TEST(Prediction, a_mistake_of_the_input_stays_one) {
  const VmcSession session(input_of({}));
  Stage stage(session.input().stages.back());
  stage.input.sampler.kind = "nothing";
  const auto tell = [&] {
    static_cast<void>(prediction_text({.input = session.input(),
                                       .stages = {&stage, 1},
                                       .theta = session.wave_function().parameters(),
                                       .walkers = session.walkers(),
                                       .copied = {}}));
  };
  EXPECT_THROW(tell(), Error);
}

// The orbitals of four particles from one function.
TEST(Prediction, a_start_that_is_nothing_but_rounding_is_no_mistake) {
  const VmcSession session(input_of({"ansatz.kind=\"slater\"", "ansatz.hidden=1", "system.particles=4",
                                     "optimizer.kind=\"adam\"", "pretrain.steps=0"}));
  const auto text = session.prediction_text();
  EXPECT_TRUE(has(text, "not known", "rounding noise")) << text;
}

TEST(Prediction, a_start_that_cannot_be_tried_is_no_mistake) {
  const VmcSession session(input_of({}));
  auto nowhere = session.walkers();
  for (double& x : nowhere.x) x = std::nan("");
  const Stage stage(session.input().stages.back());
  const auto text = prediction_text({.input = session.input(),
                                     .stages = {&stage, 1},
                                     .theta = session.wave_function().parameters(),
                                     .walkers = nowhere,
                                     .copied = {}});
  EXPECT_TRUE(has(text, "not known", "no walker has a finite energy")) << text;
}

}  // namespace
}  // namespace kato
