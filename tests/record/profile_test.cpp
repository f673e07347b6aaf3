// SPDX-License-Identifier: Apache-2.0
#include "record/profile.hpp"

#include <numeric>

#include "message.hpp"
#include "oscillator_state.hpp"
#include "psi/book_ops.hpp"
#include "run/run_files.hpp"

namespace kato {
namespace {

using Profiles = RunFiles;

double sum(const Profile::Parts& parts) {
  return std::accumulate(parts.begin(), parts.end(), 0.0, [](double s, const auto& part) { return s + part.second; });
}

double part(const Profile::Parts& parts, const std::string& name) {
  for (const auto& [other, seconds] : parts)
    if (other == name) return seconds;
  ADD_FAILURE() << name;
  return 0;
}

const std::map<std::string, double> seconds{{"sampling", 8},
                                            {"local_energy", 4},
                                            {"gradient", 6},
                                            {"optimizer", 2},
                                            {"output", 1},
                                            {"training", 0.5},
                                            {"pretraining", 100},
                                            {"op.sampling.forward.linear", 30},
                                            {"op.sampling.forward.determinant", 10},
                                            {"op.local_energy.forward.pointwise", 5},
                                            {"op.gradient.forward.linear", 1},
                                            {"op.gradient.backward.linear", 1},
                                            {"op.gradient.backward.determinant", 1}};

TEST(Profile, phases_add_up_to_the_step_and_ops_to_what_they_are_part_of) {
  const auto profile = profile_of(seconds, 2);
  EXPECT_DOUBLE_EQ(profile.total(), 21.5 / 2);
  EXPECT_DOUBLE_EQ(sum(profile.phases), profile.total());
  EXPECT_DOUBLE_EQ(part(profile.phases, "sampling"), 4);
  EXPECT_DOUBLE_EQ(part(profile.phases, "forward"), 1);
  EXPECT_DOUBLE_EQ(part(profile.phases, "backward"), 2);
  EXPECT_DOUBLE_EQ(part(profile.phases, "other"), 0.25);
  EXPECT_DOUBLE_EQ(sum(profile.ops), (8 + 4 + 6) / 2.0);
  EXPECT_DOUBLE_EQ(part(profile.ops, "linear"), 4 * 0.75 + 3 * 2 / 3.0);
  EXPECT_DOUBLE_EQ(part(profile.ops, "determinant"), 4 * 0.25 + 3 / 3.0);
  EXPECT_DOUBLE_EQ(part(profile.ops, "pointwise"), 2);
}

TEST(Profile, without_steps_there_is_nothing) {
  EXPECT_TRUE(profile_of(seconds, 0).phases.empty());
  EXPECT_EQ(profile_of(seconds, 0).total(), 0);
}

TEST(Profile, the_table_names_every_part) {
  const auto text = profile_text(profile_of(seconds, 2));
  EXPECT_TRUE(has(text, "2 steps", "sampling", "4000.000", "37.2", "backward", "total", "100.0", "of it determinant"));
}

TEST(Profile, ops_are_booked_by_phase_direction_and_kind_and_once) {
  auto state = oscillator_ground_state(2);
  WaveFunction psi(state.graph, Precision::mixed, 2);
  psi.set_parameters(state.theta);
  auto walkers = Walkers::at_origin(100, 2, 1);
  std::vector<double> seed(100, 1.0), bar(state.theta.size());
  std::vector<LogPsi> value(1);
  for (std::size_t n = 0; n < walkers.x.size(); ++n) walkers.x[n] = 0.5 + 0.01 * static_cast<double>(n);
  Timers timers;
  psi.pullback(walkers, seed, bar);
  book_ops(psi, timers);
  for (const char* name :
       {"op.gradient.forward.linear", "op.gradient.backward.linear", "op.gradient.forward.determinant",
        "op.gradient.backward.determinant", "op.gradient.forward.pointwise"})
    EXPECT_GT(timers.seconds().at(name), 0) << name;
  EXPECT_FALSE(timers.seconds().contains("op.sampling.forward.linear"));
  psi.sampling().value_tile(0, walkers.view().rows(0, 1), value);
  book_ops(psi, timers);
  EXPECT_GT(timers.seconds().at("op.sampling.forward.linear"), 0);
  const auto before = timers.seconds();
  book_ops(psi, timers);
  EXPECT_EQ(timers.seconds(), before);
}

TEST_F(Profiles, a_run_has_one_whose_parts_are_within_its_time) {
  ASSERT_EQ(start("run", R"([run]
threads = 2
[system]
particles = 2
[ansatz]
hidden = 4
[pretrain]
steps = 2
[sampler]
walkers = 20
[train]
steps = 5
[evaluate]
samples = 0
)"),
            done);
  const auto found = summary("run");
  EXPECT_EQ(found.profile.steps, 5);
  EXPECT_EQ(found.profile.phases.size(), 7u);
  for (const auto& [name, value] : found.profile.phases) EXPECT_GT(value, 0) << name;
  for (const auto& [name, value] : found.profile.ops) EXPECT_GT(value, 0) << name;
  EXPECT_LE(5 * found.profile.total(), found.seconds.total);
  EXPECT_NEAR(sum(found.profile.ops),
              sum(found.profile.phases) - part(found.profile.phases, "optimizer") -
                  part(found.profile.phases, "output") - part(found.profile.phases, "other"),
              1e-9);
}

}  // namespace
}  // namespace kato
