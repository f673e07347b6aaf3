// SPDX-License-Identifier: Apache-2.0
#include "exact/reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.hpp"
#include "exact/box_reference.hpp"
#include "exact/configuration_interaction.hpp"
#include "exact/contact_reference.hpp"
#include "exact/hard_core_pair.hpp"
#include "exact/line_levels.hpp"
#include "exact/pair_potential.hpp"
#include "exact/radial_pair.hpp"
#include "system/lower_bound.hpp"
#include "system/singularity.hpp"

namespace kato {
namespace {

constexpr int most_particles = 6;                   // of configuration interaction
constexpr double most_relative_uncertainty = 1e-2;  // beyond it an energy is no reference

bool isotropic(const System& system) {
  const auto omega = system.frequencies();
  return std::ranges::all_of(omega, [&](double each) { return each == omega[0]; });
}

Reference ideal(const System& system) {
  return {system.ideal_energy(), 0,
          system.statistics == Statistics::boson ? "closed form: all bosons in the lowest level"
                                                 : "closed form: filled oscillator levels"};
}

// Particles without interactions in any trap on a line.
Reference of_levels(const System& system) {
  const bool bosons = system.statistics == Statistics::boson;
  int count = 1;
  for (const auto& range : system.ranges()) count = bosons ? 1 : std::max(count, range.count);
  const auto one = exact::line_levels(
      [&](double x) {
        std::array<double, 1> energy{0};
        system.trap()->add_energy({.x = {&x, 1}, .particles = 1, .dimensions = 1}, energy);
        return energy[0];
      },
      count);
  Reference found{0, 0,
                  fmt::format("{}, in {} finite elements",
                              bosons ? "all bosons in the lowest level" : "filled levels of the trap", one.panels)};
  for (const auto& range : system.ranges())
    for (int n = 0; n < range.count; ++n) {
      const auto& level = one.levels[static_cast<std::size_t>(bosons ? 0 : n)];
      found.energy += level.energy;
      found.uncertainty += level.uncertainty;
    }
  return found;
}

// Two particles in an isotropic trap.
Reference of_two(const System& system) {
  const int momentum = system.nodeless() ? 0 : 1;
  const auto pair = exact::radial_pair(*exact::pair_potential(system), {.dimensions = system.dimensions,
                                                                        .omega = system.frequencies()[0],
                                                                        .momentum = momentum,
                                                                        .contact = system.contact_strength()});
  return {pair.energy, pair.uncertainty,
          fmt::format("relative motion with angular momentum {} in {} finite elements", momentum, pair.panels)};
}

Reference by_diagonalisation(const System& system, int threads) {
  const auto found =
      exact::configuration_interaction(system.particles, *exact::pair_potential(system), {.threads = threads});
  return {found.energy, found.uncertainty,
          fmt::format("configuration interaction (upper bound): {} antisymmetric states of up to {} quanta, oscillator "
                      "frequency {:.3g}",
                      found.states, found.quanta, found.frequency)};
}

// Two hard spheres without a node, in an isotropic trap.
Reference of_hard_cores(const System& system) {
  const auto pair = exact::hard_core_pair(system.dimensions, system.frequencies()[0], system.core());
  return {pair.energy, pair.uncertainty, "relative motion outside of the core, in finite elements"};
}

// Two species, or two bosons, with contact interactions alone.
Reference of_contact(const System& system, int threads) {
  const bool bosons = system.statistics == Statistics::boson;
  const auto found = contact_reference(bosons ? 1 : system.species[0].count, bosons ? 1 : system.species[1].count,
                                       system.contact_strength(), threads);
  require(found.ground.has_value(), found.message);
  return *found.ground;
}

bool only_contacts(const System& system) {
  return system.dimensions == 1 && std::ranges::all_of(system.interactions, [](const auto& term) {
           return term.interaction->contact_strength() != 0 || term.interaction->vanishes();
         });
}

// Whether it is two bosons, or two species for which there is a basis.
bool has_contact_solver(const System& system) {
  if (system.statistics == Statistics::boson) return system.particles == 2;
  return system.species.size() == 2 && has_contact_reference(system.species[0].count, system.species[1].count);
}

using Solver = Reference (*)(const System&, int);

Solver solver_with_interactions(const System& system) {
  if (system.core() > 0) {
    const bool pair = system.particles == 2 && system.interactions.size() == 1 && system.nodeless();
    return pair && isotropic(system) ? Solver([](const System& of, int) { return of_hard_cores(of); }) : nullptr;
  }
  const bool contact = system.contact_strength() != 0;
  if (system.harmonic() && only_contacts(system)) return has_contact_solver(system) ? of_contact : nullptr;
  const auto potential = exact::pair_potential(system);
  if (!potential) return nullptr;
  if (system.particles == 2)
    return isotropic(system) ? Solver([](const System& of, int) { return of_two(of); }) : nullptr;
  if (!system.harmonic() || system.dimensions != 1 || contact || system.species.size() > 1) return nullptr;
  if (exact::vanishes(*potential)) return [](const System& of, int) { return ideal(of); };
  // A basis of oscillators converges too slowly for its uncertainty where the potential is singular.
  const bool can = system.statistics == Statistics::fermion && system.particles <= most_particles &&
                   singularity_of(*potential).exponent == 0;
  return can ? by_diagonalisation : nullptr;
}

Reference in_a_box(const System& system) {
  const auto found = exact::box_ground_state(system);
  require(found.has_value(),
          "reference: the plane waves of two particles do not settle (a potential is too narrow or too singular); give "
          "reference.energy as a number, or \"none\"");
  return found->energy;
}

Solver solver_of(const System& system) {
  if (system.space.periodic())
    return exact::has_box_ground_state(system) ? Solver([](const System& of, int) { return in_a_box(of); }) : nullptr;
  const bool harmonic = !system.frequencies().empty();
  if (system.particles < 1 || system.trap() == nullptr) return nullptr;
  if (system.interactions.empty() || system.particles == 1) {
    if (harmonic) return [](const System& of, int) { return ideal(of); };
    return system.dimensions == 1 ? Solver([](const System& of, int) { return of_levels(of); }) : nullptr;
  }
  return harmonic ? solver_with_interactions(system) : nullptr;
}

}  // namespace

std::optional<ReferenceSolver> reference_solver(const System& system) {
  const Solver solve = solver_of(system);
  if (solve == nullptr) return std::nullopt;
  return [system, solve](int threads) {
    if (!system.space.periodic()) require_lower_bound(system);
    auto found = solve(system, threads);
    require(std::isfinite(found.energy) &&
                found.uncertainty <= most_relative_uncertainty * std::max(1.0, std::abs(found.energy)),
            fmt::format("reference: {} is too uncertain by {:.1g} to be one (a potential is too narrow or too singular "
                        "for {}); compare with another solver, or give reference.energy as a number",
                        found.energy, found.uncertainty, found.method));
    return found;
  };
}

std::optional<Reference> reference_energy(const System& system, int threads) {
  const auto solver = reference_solver(system);
  return solver ? std::optional((*solver)(threads)) : std::nullopt;
}

}  // namespace kato
