// SPDX-License-Identifier: Apache-2.0
#include "run/cost.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "graph/print.hpp"
#include "message.hpp"
#include "small_run.hpp"

namespace kato {
namespace {

Input input_of(const std::vector<std::string>& changes) {
  return resolve_input(parse_toml(small_run, "input.toml"), changes, registry());
}

std::string text_of(const std::vector<std::string>& changes) {
  const Stage stage(input_of(changes));
  const WaveFunction psi(stage.graph, Precision::double_, 1);
  return cost_text(stage, psi);
}

// The megabytes of a text.
double memory(const std::string& text) {
  const std::string words = "about ";
  return std::stod(text.substr(text.find(words) + words.size()));
}

TEST(Cost, it_names_parameters_walkers_and_work) {
  const int parameters = (2 + 1) * 16 + (32 + 1) * 16 + (16 + 1) * 2 + 2;
  EXPECT_TRUE(has(text_of({"ansatz.hidden=16", "sampler.walkers=256"}),
                  "parameters  " + std::to_string(parameters) + "\n", "256 walkers", "GFLOP"));
}

TEST(Cost, the_memory_is_that_of_the_matrices_an_optimiser_asks_for) {
  const std::vector<std::string> many{"sampler.walkers=20000"};
  const auto with = [&](const std::string& kind) {
    auto changes = many;
    changes.push_back("optimizer.kind=" + kind);
    return memory(text_of(changes));
  };
  EXPECT_NEAR(with("minsr") - with("kfac"), 8 * 20'000 * 20'000.0 * 1e-6, 100);  // MB: the matrix of walkers
  EXPECT_GT(with("kfac"), with("adam"));
}

TEST(Cost, more_than_the_machine_has_is_refused_before_the_run) {
  EXPECT_NO_THROW(check_memory(Stage(input_of({}))));
  EXPECT_TRUE(has(message_of([] { check_memory(Stage(input_of({"sampler.walkers=10000000"}))); }),
                  "sampler.walkers = 10000000", "optimizer.kind = \"spring\"", "GB of memory", "adam"));
}

std::int64_t samples_with(const std::vector<std::string>& changes) {
  const std::vector<Stage> stages{Stage(input_of(changes))};
  return samples_for(stages);
}

TEST(Cost, samples_are_what_half_of_the_work_of_the_training_pays_for) {
  const std::vector<std::string> some{"sampler.walkers=1000", "train.steps=100"};
  const auto cost = cost_of(Stage(input_of(some)).graph);
  const double step = 1000 * (11 * cost.value + cost.laplacian + cost.pullback);
  const double paid = 0.5 * 100 * step / (11 * cost.value + cost.laplacian);
  EXPECT_LE(static_cast<double>(samples_with(some)), paid);
  EXPECT_GT(static_cast<double>(samples_with(some)), paid - 1000);
  EXPECT_EQ(samples_with(some) % 1000, 0);
  EXPECT_GT(samples_with({"sampler.walkers=1000", "train.steps=100", "evaluate.sweeps=1"}), samples_with(some));
}

TEST(Cost, samples_have_bounds) {
  EXPECT_EQ(samples_with({"train.steps=0"}), 20'000);
  EXPECT_EQ(samples_with({"train.steps=1000000000"}), 1'000'000);
  EXPECT_EQ(samples_with({"train.steps=0", "evaluate.target_error=0.1"}), 1'000'000);
}

TEST(Cost, the_steps_of_all_stages_pay_for_samples) {
  const std::vector<std::string> some{"sampler.walkers=1000", "train.steps=100"};
  std::vector<Stage> stages;
  for (int n = 0; n < 3; ++n) stages.emplace_back(input_of(some));
  EXPECT_NEAR(static_cast<double>(samples_for(stages)), 3.0 * static_cast<double>(samples_with(some)), 3000);
}

}  // namespace
}  // namespace kato
