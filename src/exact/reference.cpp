// SPDX-License-Identifier: Apache-2.0
#include "exact/reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "exact/box_reference.hpp"
#include "exact/configuration_interaction.hpp"
#include "exact/contact_reference.hpp"
#include "exact/hard_core_pair.hpp"
#include "exact/pair_potential.hpp"
#include "exact/radial_pair.hpp"
#include "exact/relative_grid.hpp"

namespace kato {
namespace {

Reference on_a_grid(const exact::RadialPotential& potential) {
  const auto pair = exact::relative_grid(potential);
  return {pair.energy, pair.uncertainty,
          fmt::format("relative coordinate on a sinc grid of {} points, spacing {:.3g}", pair.points, pair.spacing)};
}

Reference by_diagonalisation(int particles, const exact::RadialPotential& potential, int threads) {
  const auto found = exact::configuration_interaction(particles, potential, {.threads = threads});
  return {found.energy, found.uncertainty,
          fmt::format("configuration interaction (upper bound): {} antisymmetric states of up to {} quanta, oscillator "
                      "frequency {:.3g}",
                      found.states, found.quanta, found.frequency)};
}

// Two particles in an isotropic trap, but for two of one kind on the line of the unit trap, which a grid does better.
std::optional<Reference> of_two(const System& system) {
  const auto omega = system.frequencies();
  const bool unlike = system.nodeless(),
             isotropic = std::ranges::all_of(omega, [&](double each) { return each == omega[0]; });
  const bool on_the_grid = system.dimensions == 1 && !unlike && omega[0] == 1;
  if (!isotropic || on_the_grid || system.contact_strength() != 0) return std::nullopt;
  const auto potential = exact::pair_potential(system);
  if (!potential) return std::nullopt;
  const auto pair = exact::radial_pair(*potential, system.dimensions, omega[0], unlike ? 0 : 1);
  return Reference{pair.energy, pair.uncertainty,
                   fmt::format("relative motion with angular momentum {} in {} polynomials of the distance",
                               unlike ? 0 : 1, pair.functions)};
}

// Two hard spheres without a node, in an isotropic trap.
std::optional<Reference> of_hard_cores(const System& system) {
  const auto omega = system.frequencies();
  const bool isotropic = std::ranges::all_of(omega, [&](double each) { return each == omega[0]; });
  if (system.particles != 2 || system.interactions.size() != 1 || !system.nodeless() || !isotropic) return std::nullopt;
  const auto pair = exact::hard_core_pair(system.dimensions, omega[0], system.core());
  if (pair.uncertainty > 1e-6 * omega[0]) return std::nullopt;
  return Reference{pair.energy, pair.uncertainty, "relative motion outside of the core, by Numerov's rule"};
}

// Two species, or two bosons, with contact interactions alone.
std::optional<Reference> of_contact(const System& system, int threads) {
  const bool contact = std::ranges::all_of(system.interactions, [](const auto& term) {
    return term.interaction->contact_strength() != 0 || term.interaction->vanishes();
  });
  if (system.dimensions != 1 || !contact) return std::nullopt;
  if (system.statistics == Statistics::boson)
    return system.particles == 2 ? contact_reference(1, 1, system.contact_strength(), threads).ground : std::nullopt;
  if (system.species.size() != 2) return std::nullopt;
  return contact_reference(system.species[0].count, system.species[1].count, system.contact_strength(), threads).ground;
}

}  // namespace

std::optional<Reference> reference_energy(const System& system, int threads) {
  if (system.space.periodic()) {
    const auto found = exact::box_ground_state(system);
    return found ? std::optional(found->energy) : std::nullopt;
  }
  const bool bosons = system.statistics == Statistics::boson;
  const Reference ideal{
      system.ideal_energy(), 0,
      bosons ? "closed form: all bosons in the lowest level" : "closed form: filled oscillator levels"};
  if (system.frequencies().empty() || system.particles < 1) return std::nullopt;
  if (system.interactions.empty() || system.particles == 1) return ideal;
  if (system.core() > 0) return of_hard_cores(system);
  if (system.particles == 2)
    if (auto pair = of_two(system)) return pair;
  if (!system.harmonic()) return std::nullopt;
  if (system.species.size() > 1 || system.contact_strength() != 0) return of_contact(system, threads);
  if (system.dimensions != 1 || system.particles > 6) return std::nullopt;

  const auto potential = exact::pair_potential(system);
  if (!potential) return std::nullopt;
  if (exact::vanishes(*potential)) return ideal;
  if (bosons) return std::nullopt;
  // A basis of oscillators converges too slowly for its uncertainty where the potential is singular.
  if (system.particles > 2 && !std::isfinite((*potential)(0))) return std::nullopt;
  const Reference found =
      system.particles == 2 ? on_a_grid(*potential) : by_diagonalisation(system.particles, *potential, threads);
  return std::isfinite(found.energy) && std::isfinite(found.uncertainty) ? std::optional(found) : std::nullopt;
}

}  // namespace kato
