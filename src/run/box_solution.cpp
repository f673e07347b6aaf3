// SPDX-License-Identifier: Apache-2.0
#include "run/box_solution.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/text.hpp"
#include "exact/box_reference.hpp"
#include "system/box_numbers.hpp"

namespace kato {
namespace {

using Json = nlohmann::ordered_json;
using exact::BoxEnergy;

// What the energy of all particles is divided by for that of one, and the unit of that.
struct PerParticle {
  double unit;
  std::string name;

  PerParticle(int particles, const BoxNumbers& box)
      : unit(particles * box.particle_unit), name(box.particle_unit_name) {}
};

Json to_json(const BoxEnergy& found, const PerParticle& per_particle) {
  Json json{{"energy", found.energy.energy},
            {"uncertainty", found.energy.uncertainty},
            {"method", found.energy.method},
            {"per_particle", {{"energy", found.energy.energy / per_particle.unit}, {"unit", per_particle.name}}}};
  for (const auto& [name, value] : found.components) json["components"][name] = value;
  return json;
}

// The lines of one energy, the first of them begins with `name`.
std::string text_of(const char* name, const BoxEnergy& found, const System& system, const PerParticle& per_particle) {
  const double energy = found.energy.energy;
  std::string text = fmt::format("{:<12} {} {}{}\nper particle {} {}\n", name, exact_text(energy), system.energy_unit(),
                                 std::string(name) == "hartree-fock" ? " (an upper bound)" : "",
                                 exact_text(energy / per_particle.unit), per_particle.name);
  if (found.components.size() > 1)
    for (const auto& [part, value] : found.components) text += fmt::format("{:<12} {}\n", part, exact_text(value));
  return text + fmt::format("uncertainty  {:.2g}\nmethod       {}\n", found.energy.uncertainty, found.energy.method);
}

// What a solver finds, or nothing and why.
template <class Solve>
std::optional<BoxEnergy> found_by(Solve&& solve, std::string& why_not) {
  try {
    return solve();
  } catch (const Error& reason) {
    why_not = reason.what();
    return std::nullopt;
  }
}

// The best determinant of particles that interact.
std::optional<BoxEnergy> first_order(const System& system) {
  if (system.interactions.empty()) return std::nullopt;
  return exact::box_first_order(system);
}

std::string reason_without_energy(const System& system, const std::string& why_not) {
  if (!why_not.empty()) return why_not;
  return exact::has_box_ground_state(system) ? "the plane waves of two particles do not settle"
                                             : "there is no exact solver for this system";
}

}  // namespace

ExactSolution box_solution(const System& system) {
  const auto box = box_numbers(system);
  const PerParticle per_particle(system.particles, box);
  std::string why_no_energy, why_not;
  const auto ground_state = found_by([&] { return exact::box_ground_state(system); }, why_no_energy);
  const auto determinant = found_by([&] { return first_order(system); }, why_not);
  const auto free = exact::box_without_interactions(system);
  const bool fermions = system.statistics == Statistics::fermion;

  Json json = ground_state ? to_json(*ground_state, per_particle)
                           : Json{{"energy", nullptr}, {"uncertainty", nullptr}, {"method", nullptr}};
  std::string text = ground_state
                         ? text_of("energy", *ground_state, system, per_particle)
                         : fmt::format("energy       unknown ({})\n", reason_without_energy(system, why_no_energy));
  if (determinant) {
    if (fermions) json["hartree_fock"] = to_json(*determinant, per_particle);
    json["first_order"] = to_json(*determinant, per_particle);
    text += "\n" + text_of(fermions ? "hartree-fock" : "first order", *determinant, system, per_particle);
    if (ground_state)
      text += fmt::format("correlation  {:.9g} {}\n", ground_state->energy.energy - determinant->energy.energy,
                          system.energy_unit());
  } else if (!why_not.empty()) {
    text += "\n" + why_not + "\n";
  }
  json["non_interacting"] = to_json(free, per_particle);
  if (!system.interactions.empty()) text += "\n" + text_of("free", free, system, per_particle);
  return {.text = text, .json = json.dump(2) + "\n", .table = {}};
}

}  // namespace kato
