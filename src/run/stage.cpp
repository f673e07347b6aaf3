// SPDX-License-Identifier: Apache-2.0
#include "run/stage.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "ansatz/ansatz.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "run/check_statistics.hpp"
#include "run/system_from_input.hpp"

namespace kato {
namespace {

std::string text_of(const std::vector<Parameter>& parameters, std::size_t n) {
  if (n >= parameters.size()) return "nothing";
  return fmt::format("{} [{}]", parameters[n].name, fmt::join(parameters[n].shape, ", "));
}

}  // namespace

Stage::Stage(const Input& its_input)
    : input(its_input),
      system(system_from_input(input)),
      graph(registry().factory<Ansatz>(input.ansatz.kind)(particles_of(system), input.ansatz.settings)) {
  check_statistics(graph, system, input.ansatz.kind);
}

void check_same_parameters(const Stage& stage, const Stage& other) {
  const auto &here = stage.graph.parameters(), &there = other.graph.parameters();
  for (std::size_t n = 0; n < std::max(here.size(), there.size()); ++n)
    require(n < here.size() && n < there.size() && here[n].name == there[n].name && here[n].shape == there[n].shape,
            fmt::format("train.stage: a stage cannot change the parameters of the wave function (one has {} where "
                        "another has {}); leave the kind and the treatment of the interactions as they are",
                        text_of(here, n), text_of(there, n)));
}

void check_potential(const Stage& stage, const WalkerView& walkers) {
  std::vector<double> energy(walkers.count());
  stage.system.potential_energy(walkers, energy);
  for (std::size_t w = 0; w < energy.size(); ++w)
    require(std::isfinite(energy[w]),
            fmt::format("system: the potential energy is {} where the particles are at {:.4g}; it must be finite "
                        "wherever particles can be: change the potential or the interactions",
                        nonfinite_text(energy[w]), fmt::join(walkers.place(w), ", ")));
}

}  // namespace kato
