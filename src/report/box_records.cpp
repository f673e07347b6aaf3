// SPDX-License-Identifier: Apache-2.0
#include "report/box_records.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "exact/box_reference.hpp"
#include "run/system_from_input.hpp"

namespace kato {
namespace {

std::string counts_of(const System& system) {
  if (system.species.empty()) return std::to_string(system.particles);
  std::string text;
  for (const auto& species : system.species)
    text += fmt::format("{}{} {}", text.empty() ? "" : " + ", species.count, species.name);
  return text;
}

std::optional<double> first_order(const System& system) {
  if (system.interactions.empty()) return std::nullopt;
  try {
    return exact::box_first_order(system).energy.energy;
  } catch (const Error&) {  // an open shell, or no Fourier coefficients
    return std::nullopt;
  }
}

}  // namespace

std::optional<BoxRecords> box_records(const Input& input) {
  if (input.system.text("space") != "box") return std::nullopt;
  const auto system = system_from_input(input.stages.back());
  return BoxRecords{.dimensions = system.dimensions,
                    .particles = system.particles,
                    .fermions = system.statistics == Statistics::fermion,
                    .counts = counts_of(system),
                    .numbers = box_numbers(system),
                    .interacting = !system.interactions.empty(),
                    .free_gas = exact::box_without_interactions(system).energy.energy,
                    .first_order = first_order(system)};
}

}  // namespace kato
