// SPDX-License-Identifier: Apache-2.0
#include "run/cost.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace kato
