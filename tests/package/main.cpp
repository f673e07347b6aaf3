// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <span>
#include <vector>

#include "base/registry.hpp"
#include "record/session.hpp"
#include "system/interaction.hpp"

// Lists the kinds of the installed library and uses one: two particles at one place, strength 1 and range 1. Then
// trains a wave function without the command.
int main() {
  for (const auto& entry : kato::registry().entries()) fmt::print("{} {}\n", entry.category, entry.metadata.name);
  const auto gaussian = kato::registry().factory<kato::Interaction>("gaussian")(
      {.particles = 2}, kato::Settings({{"strength", 1.0}, {"range", 1.0}}));
  const std::vector<double> x{0.25, 0.25};
  double energy = 0;
  gaussian->diagonal({.x = x, .particles = 2, .dimensions = 1}, std::span(&energy, 1));
  fmt::print("energy {:.6f}\n", energy);

  const std::vector<std::string> small{"train.steps=3", "pretrain.steps=5", "evaluate.samples=2000"};
  const auto session = kato::make_session(kato::load_input(EXAMPLES "/demo.toml", small));
  session->begin();
  while (!session->trained()) session->advance();
  if (session->evaluate()->summary.energy.std_err > 0) fmt::print("trained in {} steps\n", session->steps_done());
}
