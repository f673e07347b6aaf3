// SPDX-License-Identifier: Apache-2.0
#include "exact/box_reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.hpp"
#include "exact/pair_in_a_box.hpp"
#include "exact/pair_potential.hpp"
#include "exact/pair_transform.hpp"
#include "exact/plane_wave_energies.hpp"
#include "exact/ring_contact.hpp"
#include "system/filled_waves.hpp"
#include "system/plane_waves.hpp"

namespace kato::exact {
namespace {

constexpr double useful = 1e-3;  // uncertainty of a pair's energy, of that or of the lowest excitation

using Components = std::vector<std::pair<std::string, double>>;

BoxEnergy known(double energy, double uncertainty, const std::string& method, const Components& components) {
  BoxEnergy found;
  found.energy = {energy, uncertainty, method};
  found.components = components;
  return found;
}

bool bosons(const System& system) { return system.statistics == Statistics::boson; }

// Whether nothing acts: no interactions, or those that vanish.
bool is_free(const System& system) {
  if (system.interactions.empty()) return true;
  const auto potentials = species_potentials(system);
  return potentials && system.contact_strength() == 0 && vanishes(potentials->like) &&
         (system.ranges().size() == 1 || vanishes(potentials->unlike));
}

bool contact_alone(const System& system) {
  return system.dimensions == 1 && std::ranges::all_of(system.interactions, [](const auto& term) {
           return term.interaction->contact_strength() != 0 || term.interaction->vanishes();
         });
}

// A contact on a ring, or nothing where Bethe's equations have no ground state of these particles.
std::optional<RingContact> on_a_ring(const System& system, double g) {
  const double side = system.space.side;
  const auto species = system.ranges();
  if (system.particles == 2 && system.nodeless()) return ring_pair(g, side);
  if (g < 0 || species.size() > 2 || (species.size() == 1) != bosons(system)) return std::nullopt;
  if (bosons(system)) return ring_bosons(system.particles, g, side);
  if (species[0].count % 2 == 0 || species[1].count % 2 == 0) return std::nullopt;
  return ring_fermions(species[0].count, species[1].count, g, side);
}

std::string ring_method(const System& system) {
  if (system.particles == 2) return "closed form: two particles with a contact on a ring";
  return bosons(system) ? "Bethe's equations of Lieb and Liniger's bosons on a ring"
                        : "Bethe's equations of Gaudin and Yang's fermions on a ring";
}

std::optional<BoxEnergy> ring_ground_state(const System& system) {
  const double unit = system.hbar2_m;
  const auto found = on_a_ring(system, system.contact_strength() / unit);
  if (!found) return std::nullopt;
  return known(unit * found->energy, unit * found->uncertainty, ring_method(system),
               {{"kinetic", unit * (found->energy - found->interaction)}, {"interaction", unit * found->interaction}});
}

std::optional<BoxEnergy> pair_ground_state(const System& system) {
  const auto interaction = pair_transform(system);
  if (!interaction) return std::nullopt;
  const auto found = pair_in_a_box(system, *interaction);
  const double unit = system.hbar2_m * std::pow(2 * std::numbers::pi / system.space.side, 2);
  if (!(found.uncertainty < useful * (std::abs(found.energy) + unit))) return std::nullopt;
  return known(found.energy, found.uncertainty,
               fmt::format("relative motion in even plane waves, {} of each coordinate", found.waves),
               {{"kinetic", found.kinetic}, {"interaction", found.interaction}});
}

// One particle: it has its own images alone.
std::optional<BoxEnergy> single_ground_state(const System& system) {
  const auto interaction = pair_transform(system);
  if (!interaction) return std::nullopt;
  const double self = (*interaction)(0).self;
  return known(self, 0, "closed form: one particle at rest", {{"kinetic", 0}, {"interaction", self}});
}

// Of two filled waves.
double largest_distance(const System& system) {
  int square = 0;
  if (!bosons(system))
    for (const auto& range : system.ranges())
      if (range.count > 0)
        square = std::max(square, squared_length(plane_waves(system.dimensions, range.count).back()));
  return 2 * 2 * std::numbers::pi / system.space.side * std::sqrt(square);
}

// "7 + 7" of the particles of each species.
std::string counts(const System& system) {
  std::string text;
  for (const auto& range : system.ranges()) text += fmt::format("{}{}", text.empty() ? "" : " + ", range.count);
  return text;
}

std::string method_without_interactions(const System& system) {
  if (bosons(system)) return "closed form: all bosons at rest";
  if (closes_shells(system)) return fmt::format("closed form: filled shells of plane waves, {}", counts(system));
  return fmt::format(
      "closed form: the lowest plane waves, {}, of which a shell is open (the ground state is degenerate)",
      counts(system));
}

}  // namespace

BoxEnergy box_without_interactions(const System& system) {
  const double energy = filled_waves_energy(system);
  return known(energy, 0, method_without_interactions(system), {{"kinetic", energy}});
}

std::optional<BoxEnergy> box_ground_state(const System& system) {
  if (system.particles < 1 || system.trap() != nullptr) return std::nullopt;
  if (is_free(system)) return box_without_interactions(system);
  if (system.particles == 1) return single_ground_state(system);
  if (contact_alone(system)) return ring_ground_state(system);
  if (system.particles == 2 && system.nodeless()) return pair_ground_state(system);
  return std::nullopt;
}

bool has_box_ground_state(const System& system) {
  if (system.particles < 1 || system.trap() != nullptr) return false;
  if (is_free(system) || system.particles == 1) return true;
  return contact_alone(system) ? ring_ground_state(system).has_value() : system.particles == 2 && system.nodeless();
}

BoxEnergy box_first_order(const System& system) {
  const auto interaction = pair_transform(system);
  require(
      interaction.has_value() && system.trap() == nullptr,
      "hartree-fock: knows plane waves in an empty box (here is a potential, a hard core, or an interaction that is no "
      "sum over pairs of V(|x_i - x_j|), charges or contacts); use another reference, or \"none\"");
  const auto found = plane_wave_energies(system, (*interaction)(largest_distance(system)));
  const std::string method = bosons(system)
                                 ? std::string("all bosons at rest, first order in the interaction")
                                 : fmt::format("determinant of filled shells of plane waves, {}", counts(system));
  return known(
      found.energy(), found.uncertainty, method,
      {{"kinetic", found.kinetic}, {"direct", found.direct}, {"exchange", found.exchange}, {"self", found.self}});
}

}  // namespace kato::exact
