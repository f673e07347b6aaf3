// SPDX-License-Identifier: Apache-2.0
#include "run/starting_walkers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "run/system_from_input.hpp"
#include "system/box_walkers.hpp"
#include "system/fermi_sea.hpp"

namespace kato {

Walkers starting_walkers(const Input& input, const System& system) {
  const auto count = static_cast<std::size_t>(input.sampler.settings.integer("walkers"));
  const bool box = system.space.periodic();
  auto places = input.initial.text("walkers");
  if (places == "auto") places = box ? "uniform" : "scattered";
  require(box == (places != "scattered"),
          fmt::format("initial.walkers = \"{}\": {}; leave it out", places,
                      box ? "a cloud has no place in a box" : "there is no box that walkers could fill"));
  if (places == "scattered") return first_walkers(system, count, input.seed);
  return places == "crystal" ? crystal_walkers(system, count, input.seed) : uniform_walkers(system, count, input.seed);
}

Space space_of(const Checkpoint& checkpoint) {
  if (checkpoint.input.empty()) return {};
  const auto input = resolve_input(parse_toml(checkpoint.input, "checkpoint"), {}, registry());
  const auto stage = std::min(static_cast<std::size_t>(checkpoint.stage), input.stages.size() - 1);
  return system_from_input(input.stages[stage]).space;
}

void scale_with_box(Walkers& walkers, const Space& from, const Space& to) {
  if (!from.periodic() || !to.periodic() || from.side == to.side) return;
  for (double& x : walkers.x) x *= to.side / from.side;
}

}  // namespace kato
