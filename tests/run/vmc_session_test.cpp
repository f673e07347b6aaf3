// SPDX-License-Identifier: Apache-2.0
#include "run/vmc_session.hpp"

#include <algorithm>
#include <cmath>

#include "graph/text.hpp"
#include "message.hpp"
#include "temporary_directory.hpp"
#include "theta.hpp"
#include "train/named_parameters.hpp"

namespace kato {
namespace {

const std::string text = R"(seed = 3
[run]
threads = 1
[system]
particles = 2
[[system.interaction]]
kind = "gaussian"
strength = 2.0
[ansatz]
kind = "equivariant-slater"
hidden = 8
[pretrain]
steps = 3
[sampler]
walkers = 40
sweeps = 2
thermalise = 10
[evaluate]
samples = 400
burn_in = 10
[train]
steps = 4
[[train.stage]]
steps = 3
set = { "system.interaction.0.strength" = -1.0, "optimizer.kind" = "adam" }
)";

class VmcSessions : public TemporaryDirectory {
 protected:
  Input input(const std::vector<std::string>& changes = {}) const {
    return load_input(write("input.toml", text), changes);
  }
  static Checkpoint timeless(VmcSession& session) {
    auto checkpoint = session.save();
    checkpoint.seconds.clear();
    return checkpoint;
  }
};

// A sampler is chosen before there are parameters.
TEST_F(VmcSessions, a_boltzmann_machine_is_trained_with_its_own_sampler) {
  VmcSession session(input({"system.statistics=boson", "ansatz.kind=boltzmann", "ansatz.hidden=2", "pretrain.steps=0",
                            "sampler.kind=gibbs"}));
  for (int step = 0; step < 5; ++step) EXPECT_TRUE(std::isfinite(session.advance().row.energy));
}

TEST_F(VmcSessions, a_checkpoint_restores_everything_at_every_step) {
  VmcSession whole(input());
  whole.begin();
  for (std::int64_t done = 0; done < 7; ++done) {
    std::string warning;
    save_checkpoint(directory / "checkpoint.h5", whole.save());
    VmcSession restored(input(), load_checkpoint(directory / "checkpoint.h5", warning));
    auto expected = timeless(whole), found = timeless(restored);
    EXPECT_EQ(found, expected);
    EXPECT_EQ(restored.steps_done(), done);
    const auto record = whole.advance(), again = restored.advance();
    EXPECT_EQ(record.row.energy, again.row.energy);
    EXPECT_EQ(record.row.variance, again.row.variance);
    EXPECT_EQ(record.row.gradient_norm, again.row.gradient_norm);
    EXPECT_EQ(timeless(whole), timeless(restored)) << done;
    EXPECT_GE(restored.seconds(), 0);
  }
  EXPECT_TRUE(whole.trained());
  EXPECT_EQ(whole.stage_index(), 1);
}

TEST_F(VmcSessions, a_checkpoint_restores_walkers_that_are_kept) {
  const std::vector<std::string> changes{"train.reweight.enabled=true", "train.reweight.upper=3",
                                         "train.stop.kind=settled", "train.steps=9"};
  VmcSession whole(input(changes));
  whole.begin();
  std::string drawn;
  while (!whole.trained()) {
    std::string warning;
    save_checkpoint(directory / "checkpoint.h5", whole.save());
    VmcSession restored(input(changes), load_checkpoint(directory / "checkpoint.h5", warning));
    EXPECT_EQ(timeless(restored), timeless(whole));
    const auto record = whole.advance(), again = restored.advance();
    EXPECT_EQ(record.row.energy, again.row.energy);
    EXPECT_EQ(record.row.resampled, again.row.resampled);
    EXPECT_EQ(timeless(whole), timeless(restored));
    drawn += record.row.resampled ? '1' : '0';
  }
  EXPECT_NE(drawn.find("10"), std::string::npos) << drawn;
  EXPECT_NE(drawn.find("01"), std::string::npos) << drawn;
}

// A rule of one window of two steps that any energy passes: the first window fails, the second passes.
const std::vector<std::string> hasty{
    "train.stop.kind=slopes",  "train.stop.window=2",         "train.stop.passes=1",
    "train.stop.slope=1e9",    "train.stop.slope_change=1e9", "train.stop.energy_change=1e9",
    "train.stop.variance=1e9", "train.stop.deviation=1e9",    "train.steps=30",
    "train.stage.0.steps=20"};

TEST_F(VmcSessions, a_rule_ends_a_stage_and_goes_on_to_the_next) {
  VmcSession session(input(hasty));
  EXPECT_EQ(session.steps_of_all_stages(), 50);
  EXPECT_EQ(session.end_of_stage(), "");
  for (int step = 0; step < 4; ++step) session.advance();
  EXPECT_EQ(session.stage_index(), 0);
  EXPECT_TRUE(has(session.end_of_stage(), "1 windows of 2 steps passed", "V-score"));
  EXPECT_EQ(session.steps_of_all_stages(), 34);
  EXPECT_FALSE(session.trained());
  EXPECT_FALSE(session.converged());
  VmcSession resumed(input(hasty), session.save());
  for (auto* each : {&session, &resumed}) {
    each->advance();
    EXPECT_EQ(each->stage_index(), 1);
    EXPECT_EQ(each->end_of_stage(), "");
    for (int step = 0; step < 3; ++step) each->advance();
    EXPECT_TRUE(each->trained());
    EXPECT_TRUE(each->converged());
    EXPECT_EQ(each->steps_done(), 8);
    EXPECT_EQ(each->steps_of_all_stages(), 8);
  }
  EXPECT_EQ(timeless(session), timeless(resumed));
  EXPECT_TRUE(VmcSession(input(hasty), session.save()).converged());
  VmcSession again(load_input(write("none.toml", text), {"train.steps=30", "train.stage.0.steps=20"}), session.save());
  EXPECT_FALSE(again.trained()) << "without the rule the stage goes on";
  EXPECT_EQ(again.steps_of_all_stages(), 4 + 30);
}

TEST_F(VmcSessions, all_steps_of_a_stage_are_an_end_too) {
  VmcSession session(input());
  for (int step = 0; step < 7; ++step) session.advance();
  EXPECT_EQ(session.end_of_stage(), "all 4 steps were done");
  EXPECT_TRUE(session.trained());
  EXPECT_FALSE(session.converged());
}

TEST_F(VmcSessions, a_step_tells_where_a_stage_ends) {
  VmcSession session(input());
  std::string ends;
  for (int step = 1; step <= 7; ++step) {
    const auto done = session.advance();
    EXPECT_EQ(done.row.step, step);
    EXPECT_EQ(done.row.stage, step > 3);
    EXPECT_EQ(done.note, "");
    if (!done.end.empty()) ends += done.end + "\n";
  }
  EXPECT_EQ(ends,
            "stage 1 of 2 ended after step 3: all 3 steps were done\n"
            "stage 2 of 2 ended after step 7: all 4 steps were done\n");
}

// What pretraining and measurements cost is none of the steps'.
TEST_F(VmcSessions, the_ops_of_steps_alone_are_booked) {
  VmcSession session(input());
  const auto booked = [&] {
    double sum = 0;
    for (const auto& [what, seconds] : session.save().seconds)
      if (what.starts_with("op.")) sum += seconds;
    return sum;
  };
  session.begin();
  session.measure();
  EXPECT_EQ(booked(), 0);
  session.advance();
  const double one = booked();
  EXPECT_GT(one, 0);
  session.measure();
  EXPECT_EQ(booked(), one);
  session.advance();
  session.measure();
  EXPECT_GT(booked(), one);
}

TEST_F(VmcSessions, stages_bring_their_own_system_and_optimiser) {
  VmcSession session(input());
  EXPECT_EQ(session.steps_of_all_stages(), 7);
  EXPECT_EQ(session.save().optimizer, "adam");
  for (int step = 0; step < 3; ++step) session.advance();
  EXPECT_EQ(session.stage_index(), 0);
  session.advance();
  EXPECT_EQ(session.stage_index(), 1);
  EXPECT_EQ(session.save().optimizer, "spring");
  EXPECT_FALSE(session.trained());
}

TEST_F(VmcSessions, a_stage_freezes_what_it_names_and_the_next_one_trains_it_again) {
  auto staged = text;
  staged.replace(staged.find("\"optimizer.kind\" = \"adam\""), 25, "\"train.freeze\" = [\"layer*\", \"envelope\"]");
  const auto ladder = load_input(write("ladder.toml", staged));
  EXPECT_EQ(load_input(write("again.toml", to_toml(ladder))), ladder);
  VmcSession session(ladder);
  const std::size_t all = session.wave_function().graph().parameter_count();
  EXPECT_EQ(session.wave_function().trainable_count(), 8u * 2 + 2);
  const auto before = session.save().parameters;
  for (int step = 0; step < 3; ++step) session.advance();
  const auto between = session.save();
  for (std::size_t p = 0; p < before.size(); ++p)
    EXPECT_EQ(between.parameters[p] != before[p], before[p].name.starts_with("orbitals")) << before[p].name;
  EXPECT_EQ(between.optimizer_state.at("direction").size(), 8u * 2 + 2);
  VmcSession resumed(ladder, between);
  EXPECT_EQ(resumed.wave_function().trainable_count(), 8u * 2 + 2);
  for (VmcSession* next : {&session, &resumed}) next->advance();
  EXPECT_EQ(timeless(session), timeless(resumed));
  EXPECT_EQ(session.wave_function().trainable_count(), all);
  EXPECT_EQ(session.save().optimizer_state.at("direction").size(), all);
  for (std::size_t p = 0; p < before.size(); ++p)
    EXPECT_NE(session.save().parameters[p], between.parameters[p]) << before[p].name;
}

TEST_F(VmcSessions, a_pattern_that_freezes_nothing_is_found_before_the_start) {
  auto staged = text;
  staged.replace(staged.find("\"optimizer.kind\" = \"adam\""), 25, "\"train.freeze\" = [\"layers\"]");
  const auto ladder = load_input(write("ladder.toml", staged));
  EXPECT_TRUE(has(message_of([&] { VmcSession session(ladder); }), "\"layers\" names no parameter", "layer1.weight"));
}

TEST_F(VmcSessions, a_measurement_leaves_the_training_as_it_was) {
  VmcSession measured(input()), plain(input());
  for (VmcSession* session : {&measured, &plain}) session->begin();
  for (int step = 0; step < 4; ++step) {
    measured.measure();
    EXPECT_EQ(measured.advance().row.energy, plain.advance().row.energy);
  }
  EXPECT_EQ(timeless(measured), timeless(plain));
}

TEST_F(VmcSessions, a_measurement_in_a_ladder_is_of_the_last_system) {
  for (const auto& changes : {std::vector<std::string>{}, std::vector<std::string>{"train.steps=0"}}) {
    VmcSession session(input(changes));
    session.begin();
    for (int step = 0; step < 3; ++step) session.advance();
    EXPECT_EQ(session.stage_index(), 0);
    EXPECT_EQ(session.trained(), !changes.empty());
    const auto found = session.measure();
    const auto interaction =
        std::ranges::find(found.components, "interaction", [](const auto& part) { return part.first; });
    ASSERT_NE(interaction, found.components.end());
    EXPECT_GT(interaction->second.mean, 0);  // the strength is 2 as written, and -1 in the stage
  }
}

TEST_F(VmcSessions, a_checkpoint_of_another_input_is_refused) {
  VmcSession session(input());
  for (int step = 0; step < 4; ++step) session.advance();
  const auto saved = session.save();
  const auto refused = [&](const std::string& change) {
    return message_of([&] { VmcSession(input({change}), saved); });
  };
  EXPECT_TRUE(has(refused("ansatz.hidden=9"), "checkpoint: has no parameter 'layer1.weight' of"));
  EXPECT_TRUE(has(refused("sampler.walkers=41"), "holds 40 walkers, but the input asks for 41"));
  EXPECT_TRUE(has(refused("optimizer.kind=minsr"), "its optimiser is spring, the input's is minsr"));
  auto beyond = saved;
  beyond.stage = 5;
  EXPECT_TRUE(has(message_of([&] { VmcSession(input(), beyond); }), "its stage is not in the input"));
}

TEST_F(VmcSessions, a_stage_cannot_change_the_number_of_walkers) {
  auto staged = text;
  staged.replace(staged.find("\"optimizer.kind\" = \"adam\""), 25, "\"sampler.walkers\" = 50");
  const auto other = load_input(write("other.toml", staged));
  EXPECT_TRUE(has(message_of([&] { VmcSession session(other); }), "cannot change sampler.walkers"));
}

TEST_F(VmcSessions, every_sampler_moves_what_it_can_and_refuses_the_rest_before_the_run) {
  for (const std::vector<std::string>& changes :
       {std::vector<std::string>{"sampler.kind=mala"},
        std::vector<std::string>{"sampler.kind=single-particle", "ansatz.kind=slater"}}) {
    VmcSession session(input(changes));
    session.begin();
    EXPECT_GT(session.advance().row.acceptance, 0.1);
  }
  EXPECT_TRUE(has(message_of([&] { VmcSession(input({"sampler.kind=single-particle"})); }), "single-particle",
                  "backflow", "metropolis", "mala", "slater"));
}

// The slope of ln|psi| where the two particles meet.
double kink(const WaveFunction& psi) {
  WaveFunction copy(psi.graph(), Precision::double_, 1);
  copy.set_parameters(theta_of(psi));
  const double h = 1e-8;
  const std::vector<double> x{h, -h, -h, h};
  std::vector<LogPsi> values(2);
  std::vector<double> gradient(4), laplacian(2);
  copy.laplacian({.x = x, .particles = 2, .dimensions = 1}, values, gradient, laplacian);
  return 0.25 * (gradient[0] - gradient[1] - gradient[2] + gradient[3]);
}

TEST_F(VmcSessions, a_stage_may_change_the_treatment_of_a_contact_but_not_leave_its_kink_out) {
  const auto begin = [&](const std::string& settings, const std::string& change) {
    const auto path =
        write("contact.toml",
              "[run]\nthreads = 1\n[system]\nup = 1\ndown = 1\n"
              "[[system.interaction]]\nkind = \"contact\"\nstrength = 1.0\n" +
                  settings + "[ansatz]\nhidden = 4\n[[train.stage]]\nsteps = 1\nset = { " + change + " }\n");
    VmcSession session(load_input(path, {}));
  };
  const std::string treatment = "\"system.interaction.0.treatment\" = ";
  EXPECT_NO_THROW(begin("", treatment + "\"reorganised\""));
  EXPECT_NO_THROW(begin("treatment = \"reorganised\"\n", treatment + "\"cusp\""));
  const std::string smooth = "treatment = \"reorganised\"\nweight = \"gaussian\"\n";
  EXPECT_TRUE(
      has(message_of([&] { begin(smooth, treatment + "\"cusp\""); }), "train.stage", "treatment of the interactions"));
}

TEST_F(VmcSessions, a_ladder_of_contact_strengths_changes_the_kink_and_keeps_the_parameters) {
  const auto path = write("contact.toml", R"([run]
threads = 1
[system]
up = 1
down = 1
[[system.interaction]]
kind = "contact"
strength = 3.0
[ansatz]
hidden = 4
[pretrain]
steps = 0
[sampler]
walkers = 20
[train]
steps = 1
[[train.stage]]
steps = 1
set = { "system.interaction.0.strength" = -1.0 }
)");
  VmcSession session(load_input(path, {}));
  EXPECT_NEAR(kink(session.wave_function()), -0.5, 1e-5);
  session.advance();
  const auto trained = theta_of(session.wave_function());
  VmcSession resumed(load_input(path, {}), session.save());
  EXPECT_EQ(theta_of(resumed.wave_function()), trained);
  session.advance();
  EXPECT_NEAR(kink(session.wave_function()), 1.5, 1e-5);
  EXPECT_NE(theta_of(session.wave_function()), trained);
  EXPECT_EQ(session.wave_function().parameters().size(), trained.size());
}

// Without the input, the registry or the ansatz.
TEST_F(VmcSessions, the_graph_in_a_checkpoint_is_the_wave_function) {
  VmcSession session(input());
  session.begin();
  const auto checkpoint = decoded(encoded(session.save()), "checkpoint.h5");
  const Graph graph = graph_from_text(checkpoint.graph);
  WaveFunction psi(graph, Precision::double_, 1);
  psi.set_parameters(parameters_from(checkpoint, graph));
  std::vector<LogPsi> found(session.walkers().count()), expected(found.size());
  evaluate(psi, session.walkers(), found);
  WaveFunction first(session.stage().graph, Precision::double_, 1);
  first.set_parameters(theta_of(session.wave_function()));
  evaluate(first, session.walkers(), expected);
  for (std::size_t w = 0; w < found.size(); ++w) {
    EXPECT_EQ(found[w].log_abs, expected[w].log_abs);
    EXPECT_EQ(found[w].sign, expected[w].sign);
  }
}

}  // namespace
}  // namespace kato
