// SPDX-License-Identifier: Apache-2.0
#include "run/trial.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "run/vmc_session.hpp"
#include "small_run.hpp"

namespace kato {
namespace {

Input input_of(const std::string& more) {
  return resolve_input(parse_toml(small_run + more, "input.toml"), {}, registry());
}

TEST(Trial, it_has_the_first_walkers_and_leaves_the_run_its_own) {
  const VmcSession session(input_of("[train]\nfreeze = [\"layer1\"]\n"));
  const Stage& stage = session.last_stage();
  const PlannedRun plan{.input = session.input(),
                        .stages = {&stage, 1},
                        .theta = session.wave_function().parameters(),
                        .walkers = session.walkers(),
                        .copied = {}};
  const auto before = session.walkers();
  Trial trial(plan, stage, plan.theta, plan.walkers, 5);
  EXPECT_EQ(trial.walkers.count(), 5u);
  EXPECT_TRUE(std::equal(trial.walkers.x.begin(), trial.walkers.x.end(), before.x.begin()));
  EXPECT_EQ(trial.times_walkers(plan), 16 / 5.0);
  EXPECT_EQ(trial.psi.trainable_count(), session.wave_function().trainable_count());
  EXPECT_LT(trial.psi.trainable_count(), trial.psi.graph().parameter_count());
  EXPECT_EQ(trial.seconds("anything"), 0);
  trial.sampler->sweep(trial.psi.sampling(), trial.walkers, {.seed = 1, .purpose = Purpose::test}, 5, true);
  EXPECT_NE(trial.walkers.x[0], before.x[0]);
  EXPECT_EQ(session.walkers().x, before.x);
}

TEST(Trial, walkers_are_scaled_with_the_box_of_a_later_stage) {
  const std::string box =
      "seed = 1\n[run]\nthreads = 1\n[system]\nspace = \"box\"\nup = 1\ndown = 1\nlength = 6.0\n"
      "[sampler]\nwalkers = 8\n[[train.stage]]\nsteps = 1\nset = { \"system.length\" = 3.0 }\n";
  const auto input = resolve_input(parse_toml(box, "input.toml"), {}, registry());
  const VmcSession session(input);
  const std::vector<Stage> stages(input.stages.begin(), input.stages.end());
  const PlannedRun plan{.input = session.input(),
                        .stages = stages,
                        .theta = session.wave_function().parameters(),
                        .walkers = session.walkers(),
                        .copied = {}};
  const Trial first(plan, stages[0], plan.theta, plan.walkers, 8), last(plan, stages[1], plan.theta, plan.walkers, 8);
  for (std::size_t n = 0; n < first.walkers.x.size(); ++n) {
    EXPECT_EQ(first.walkers.x[n], session.walkers().x[n]);
    EXPECT_DOUBLE_EQ(last.walkers.x[n], 2 * first.walkers.x[n]);
  }
}

TEST(Trial, no_more_walkers_fill_the_tiles_than_there_are) {
  const VmcSession session(input_of(""));
  const PlannedRun plan{.input = session.input(),
                        .stages = {&session.last_stage(), 1},
                        .theta = session.wave_function().parameters(),
                        .walkers = session.walkers(),
                        .copied = {}};
  EXPECT_EQ(fewest_walkers(plan), 16u);
}

TEST(Trial, what_is_repeated_is_done_once_without_time_and_nine_times_with_it) {
  Timers timers;
  int times = 0;
  const auto work = [&] { ++times; };
  EXPECT_EQ(repeated(work, timers, -1), 1);
  EXPECT_EQ(times, 1);
  timers.add("sampling", 7);
  EXPECT_EQ(repeated(work, timers, 1e9), 8);
  EXPECT_EQ(times, 10);
  EXPECT_TRUE(timers.seconds().empty());  // the first time does not count
}

}  // namespace
}  // namespace kato
