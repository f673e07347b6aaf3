// SPDX-License-Identifier: Apache-2.0
#include "train/transfer.hpp"

#include <fmt/format.h>

#include <numeric>

#include "run/run_files.hpp"
#include "run/vmc_session.hpp"

namespace kato {
namespace {

std::size_t numbers(const std::vector<Transfer::Part>& parts) {
  return std::accumulate(parts.begin(), parts.end(), std::size_t{0}, [](auto sum, auto& p) { return sum + p.size; });
}

using Names = std::vector<std::string>;

Names names(const std::vector<Transfer::Part>& parts) {
  Names all;
  for (const auto& part : parts) all.push_back(part.name);
  return all;
}

const Names layers{"layer1.weight", "layer1.bias", "layer2.weight", "layer2.bias"};
const Names head{"orbitals.weight", "orbitals.bias", "envelope.width"};

std::string network(int particles, int hidden) {
  return fmt::format(R"(seed = 5
[run]
threads = 1
[system]
particles = {}
[[system.interaction]]
kind = "gaussian"
strength = 5.0
[ansatz]
hidden = {}
[pretrain]
steps = 3
[sampler]
walkers = 32
sweeps = 2
thermalise = 10
[train]
steps = 4
[evaluate]
samples = 0
[reference]
energy = "none"
)",
                     particles, hidden);
}

class Transfers : public RunFiles {
 protected:
  Input input(int particles, int hidden, std::vector<std::string> changes = {}) const {
    return load_input(write("input.toml", network(particles, hidden)), changes);
  }
  std::string from(const std::string& name) const { return "initial.from=" + (directory / name).string(); }

  /// The directory `name` with the checkpoint of a few steps.
  void train(const std::string& name, int particles, int hidden, const std::vector<std::string>& changes = {}) const {
    ASSERT_EQ(start(name, network(particles, hidden), changes), done);
  }
};

// Keeble et al.'s network with four particles: 8712 parameters, 8448 of them in layers that do not know the number of
// particles.
TEST_F(Transfers, from_two_particles_to_four_8448_of_8712_parameters_are_copied) {
  train("two", 2, 64);
  VmcSession session(input(4, 64, {from("two")}));
  const auto& transfer = session.transfer().value();
  EXPECT_EQ(session.wave_function().graph().parameter_count(), 8712u);
  EXPECT_EQ(numbers(transfer.copied), 8448u);
  EXPECT_EQ(numbers(transfer.initialised), 264u);
  EXPECT_EQ(numbers(transfer.ignored), 132u);
  EXPECT_EQ(names(transfer.copied), layers);
  EXPECT_EQ(names(transfer.initialised), head);
  EXPECT_EQ(names(transfer.ignored), head);
  EXPECT_EQ(transfer.step, 4);

  const auto source = checkpoint("two");
  const auto here = session.save();
  VmcSession random(input(4, 64));
  const auto fresh = random.save();
  for (std::size_t p = 0; p < 4; ++p) {
    EXPECT_EQ(here.parameters[p], source.parameters[p]);
    EXPECT_NE(here.parameters[p], fresh.parameters[p]);
  }
  for (std::size_t p = 4; p < 7; ++p) EXPECT_EQ(here.parameters[p], fresh.parameters[p]);
}

TEST_F(Transfers, with_frozen_layers_264_parameters_are_trained_and_no_other_bit_changes) {
  train("two", 2, 64);
  for (const std::string optimizer : {"adam", "spring"}) {
    VmcSession session(input(4, 64, {from("two"), "train.freeze=[\"layer*\"]", "optimizer.kind=" + optimizer}));
    EXPECT_EQ(session.wave_function().trainable_count(), 264u);
    const auto before = session.save();
    session.begin();
    for (int step = 0; step < 3; ++step) session.advance();
    const auto after = session.save();
    for (std::size_t p = 0; p < 7; ++p) EXPECT_EQ(after.parameters[p] == before.parameters[p], p < 4) << p;
    for (const auto& [name, values] : after.optimizer_state)
      EXPECT_TRUE(name == "steps" || values.size() == 264u) << optimizer << " " << name;
  }
}

TEST_F(Transfers, between_interactions_everything_is_copied_and_nothing_pretrained) {
  train("weak", 2, 8);
  VmcSession session(input(2, 8, {from("weak"), "system.interaction.0.strength=10"}));
  EXPECT_TRUE(session.transfer()->initialised.empty());
  EXPECT_TRUE(session.transfer()->ignored.empty());
  const auto walkers = session.save().walkers;
  EXPECT_TRUE(has(session.begin().value(), "no pretraining"));
  EXPECT_EQ(session.save().parameters, checkpoint("weak").parameters);
  EXPECT_NE(session.save().walkers, walkers);  // they thermalise
}

TEST_F(Transfers, pretraining_fits_what_was_not_copied_and_nothing_else) {
  train("two", 2, 8);
  VmcSession session(input(3, 8, {from("two")}));
  EXPECT_TRUE(has(session.begin().value(), "pretrained", "3 steps"));
  const auto found = session.save(), source = checkpoint("two"), fresh = VmcSession(input(3, 8)).save();
  for (std::size_t p = 0; p < 4; ++p) EXPECT_EQ(found.parameters[p], source.parameters[p]);
  for (std::size_t p = 4; p < 6; ++p) EXPECT_NE(found.parameters[p], fresh.parameters[p]);
  EXPECT_EQ(session.wave_function().trainable_count(), session.wave_function().graph().parameter_count());
  session.advance();  // trains all again
  for (std::size_t p = 0; p < 7; ++p) EXPECT_NE(session.save().parameters[p], found.parameters[p]);
}

TEST_F(Transfers, another_width_starts_at_random_where_it_does_not_fit) {
  train("narrow", 2, 8);
  VmcSession session(input(2, 12, {from("narrow")}));
  EXPECT_EQ(names(session.transfer()->copied), (Names{"orbitals.bias", "envelope.width"}));
  EXPECT_EQ(names(session.transfer()->initialised),
            (Names{"layer1.weight", "layer1.bias", "layer2.weight", "layer2.bias", "orbitals.weight"}));
  EXPECT_EQ(session.save().parameters[0], VmcSession(input(2, 12)).save().parameters[0]);
}

TEST_F(Transfers, that_copy_nothing_are_refused_with_what_is_there_and_what_is_wanted) {
  train("two", 2, 8);
  const auto message = message_of([&] { VmcSession(input(3, 12, {from("two")})); });
  EXPECT_TRUE(has(message, "initial.from: no parameter of", "there: layer1.weight 2x8, layer1.bias 8, ",
                  "wanted: layer1.weight 2x12, layer1.bias 12, "));
}

TEST_F(Transfers, name_a_run_or_a_checkpoint_that_is_there) {
  train("two", 2, 8);
  VmcSession by_file(input(2, 8, {from("two/checkpoint.h5")}));
  EXPECT_EQ(by_file.transfer()->copied.size(), 7u);
  EXPECT_TRUE(has(message_of([&] { VmcSession(input(2, 8, {from("none")})); }), "initial.from: there is no", "none"));
  std::filesystem::create_directory(directory / "empty");
  EXPECT_TRUE(has(message_of([&] { VmcSession(input(2, 8, {from("empty")})); }), "holds no checkpoint"));
  EXPECT_NE(message_of([&] { VmcSession(input(2, 8, {from("two/input.toml")})); }), "");
}

TEST_F(Transfers, the_resolved_input_names_the_source_wherever_it_is_read) {
  const auto relative = input(2, 8, {"initial.from=runs/../runs/two"});
  EXPECT_EQ(relative.initial.text("from"), (std::filesystem::current_path() / "runs/two").string());
  EXPECT_EQ(load_input(write("resolved.toml", to_toml(relative))), relative);
  EXPECT_EQ(input(2, 8).initial.text("from"), "");
}

// A kill before the first checkpoint apart, a run holds all that it needs.
TEST_F(Transfers, a_run_goes_on_without_its_source_to_the_same_bits) {
  train("two", 2, 8);
  const std::vector<std::string> changes{from("two"), "train.freeze=[\"layer1\"]", "run.checkpoint_steps=1"};
  train("whole", 3, 8, changes);
  train("halves", 3, 8, {from("two"), "train.freeze=[\"layer1\"]", "train.steps=2"});
  std::filesystem::remove_all(directory / "two");
  ASSERT_EQ(resume({"train.steps=4"}, quietly("halves")), done);
  EXPECT_EQ(history("whole"), history("halves"));
  EXPECT_EQ(checkpoint("whole").parameters, checkpoint("halves").parameters);
  EXPECT_EQ(checkpoint("whole").walkers, checkpoint("halves").walkers);
  EXPECT_EQ(evaluate({"evaluate.samples=64"}, quietly("halves")), done);
}

// Each rung has its own coupling and goes on with the parameters and walkers of the one before.
TEST_F(Transfers, up_a_ladder_of_couplings_are_one_run) {
  const auto rung = [](double strength) {
    return fmt::format("[[train.stage]]\nsteps = 2\nset = {{ \"system.interaction.0.strength\" = {} }}\n", strength);
  };
  const auto ladder = network(2, 8) + rung(1.25) + rung(2.5);
  ASSERT_EQ(start("ladder", ladder, {"run.checkpoint_steps=1"}), done);
  VmcSession session(load_input(directory / "ladder" / "input.toml"));
  session.begin();
  std::vector<double> strengths;
  for (int step = 0; step < 8; ++step) {
    session.advance();
    strengths.push_back(session.stage().input.interactions[0].settings.real("strength"));
  }
  EXPECT_EQ(strengths, (std::vector<double>{1.25, 1.25, 2.5, 2.5, 5, 5, 5, 5}));
  EXPECT_EQ(session.save().parameters, checkpoint("ladder").parameters);
  const auto text = history("ladder");
  for (const char* row : {"\n1,0,", "\n2,0,", "\n3,1,", "\n4,1,", "\n5,2,", "\n8,2,"})
    EXPECT_TRUE(has(text, row)) << row;
}

TEST_F(Transfers, are_told_with_counts_and_names) {
  train("two", 2, 64);
  const auto text = transfer_text(*VmcSession(input(4, 64, {from("two")})).transfer());
  EXPECT_TRUE(has(text, "after step 4", "8448 numbers: layer1.weight 2x64, layer1.bias 64, layer2.weight 128x64"));
  EXPECT_TRUE(has(text, "264 numbers: orbitals.weight 64x4, orbitals.bias 4, envelope.width 4"));
  EXPECT_TRUE(has(text, "132 numbers: orbitals.weight 64x2, orbitals.bias 2, envelope.width 2"));
}

}  // namespace
}  // namespace kato
