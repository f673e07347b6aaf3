// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "message.hpp"
#include "record/evaluation_file.hpp"
#include "run/vmc_session.hpp"
#include "small_run.hpp"

namespace kato {
namespace {

// How a session measures, and what of it others may take over.
class VmcEvaluation : public testing::Test {
 protected:
  static Input input(const std::vector<std::string>& changes = {}) {
    const auto text = small_run + "[train]\nsteps = 4\n[evaluate]\nsamples = 640\nobservables = [\"density\"]\n";
    return resolve_input(parse_toml(text, "input.toml"), changes, registry());
  }
  static void train(VmcSession& session) {
    session.begin();
    while (!session.trained()) session.advance();
  }
  // Stops after so many measurements.
  static Watch until(std::int64_t step) {
    return [step](const Progress& progress) { return progress.phase == "burn-in" || progress.step < step; };
  }
};

TEST_F(VmcEvaluation, another_session_goes_on_with_what_one_was_measuring) {
  VmcSession whole(input()), stopped(input());
  train(whole);
  train(stopped);
  EXPECT_TRUE(stopped.measuring().empty());
  EXPECT_FALSE(stopped.evaluate(until(7)).has_value());
  const auto state = stopped.measuring();
  EXPECT_FALSE(state.empty());
  VmcSession other(input(), stopped.save());
  other.restore_measuring(state);
  const auto found = other.evaluate(), expected = whole.evaluate();
  EXPECT_EQ(found->summary.energy.mean, expected->summary.energy.mean);
  EXPECT_EQ(found->summary.energy.std_err, expected->summary.energy.std_err);
  EXPECT_EQ(found->summary.acceptance, expected->summary.acceptance);
  EXPECT_EQ(found->summary.evaluation->origin.state, expected->summary.evaluation->origin.state);
  EXPECT_TRUE(other.measuring().empty()) << "it is at its end";
}

TEST_F(VmcEvaluation, leaves_the_training_as_if_nothing_had_been_and_a_step_ends_it) {
  VmcSession measured(input({"train.steps=6"})), plain(input({"train.steps=6"}));
  for (auto* session : {&measured, &plain}) {
    session->begin();
    for (int step = 0; step < 3; ++step) session->advance();
  }
  EXPECT_FALSE(measured.evaluate(until(5)).has_value());
  for (auto* session : {&measured, &plain}) session->advance();
  EXPECT_TRUE(measured.measuring().empty());
  const auto one = measured.save(), other = plain.save();
  EXPECT_EQ(one.parameters, other.parameters);
  EXPECT_EQ(one.walkers, other.walkers);
  EXPECT_EQ(one.sampler_state, other.sampler_state);
}

TEST_F(VmcEvaluation, a_state_of_another_measurement_is_refused_and_nothing_is_under_way) {
  VmcSession one(input()), other(input({"evaluate.observables=[\"virial\"]"}));
  train(one);
  train(other);
  EXPECT_FALSE(one.evaluate(until(5)).has_value());
  EXPECT_TRUE(has(message_of([&] { other.restore_measuring(one.measuring()); }), "observable.virial", "measure anew"));
  EXPECT_TRUE(other.measuring().empty());
}

TEST_F(VmcEvaluation, says_what_it_took) {
  VmcSession session(input({"evaluate.sweeps=3", "evaluate.burn_in=20", "seed=8"}));
  train(session);
  const auto origin = session.evaluate()->summary.evaluation->origin;
  EXPECT_EQ(origin.samples, 640);
  EXPECT_EQ(origin.sweeps, 3);
  EXPECT_EQ(origin.burn_in, 20);
  EXPECT_EQ(origin.seed, 8u);
  EXPECT_EQ(origin.observables, std::vector<std::string>{"density"});
  EXPECT_FALSE(origin.date.empty() || origin.program.empty() || origin.state.empty());
}

}  // namespace
}  // namespace kato
