// SPDX-License-Identifier: Apache-2.0
#include "exact/pair_potential.hpp"

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace kato::exact {
namespace {

constexpr double shortest = 1e-9, longest = 100;  // distances that are probed, a_ho

// The energy of particles at places x along the diagonal of space.
double interaction_energy(const System& system, const std::vector<double>& x, std::span<const Species> species) {
  double energy = 0;
  const int dimensions = system.dimensions;
  std::vector<double> places;
  for (const double each : x)
    places.insert(places.end(), static_cast<std::size_t>(dimensions), each / std::sqrt(dimensions));
  const Configurations walker{
      .x = places, .particles = static_cast<int>(x.size()), .dimensions = dimensions, .species = species};
  for (const auto& term : system.interactions) term.interaction->add_energy(walker, {&energy, 1});
  return energy;
}

// Whether the energy of particles with these species at x is that of their pairs, summed; `pair(i, j)` is V(r) of two.
template <class PairOf>
bool is_sum_over_pairs(const System& system, std::span<const Species> species, const std::vector<double>& x,
                       const PairOf& pair) {
  double sum = 0, scale = 1;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double value = pair(i, j)(std::abs(x[i] - x[j]));
      sum += value;
      scale += std::abs(value);
    }
  }
  return std::abs(interaction_energy(system, x, species) - sum) < 1e-11 * scale;  // false for nan, too
}

// The same at a few places, spread without order or symmetry, some particles near one another.
template <class PairOf>
bool is_always_sum_over_pairs(const System& system, std::span<const Species> species, const PairOf& pair) {
  for (int probe = 0; probe < 5; ++probe) {
    std::vector<double> x;
    for (int i = 0; i < system.particles; ++i)
      x.push_back(0.4 * probe - 0.9 + 2.3 * std::sin(1.7 * i * (i + probe + 1) + probe));
    if (!is_sum_over_pairs(system, species, x, pair)) return false;
  }
  return true;
}

// V(r) of two particles with these species.
PairPotential potential_of(const System& system, std::vector<Species> species) {
  return [system, species = std::move(species)](double r) {
    return interaction_energy(system, {0.5 * r, -0.5 * r}, species);
  };
}

}  // namespace

std::optional<PairPotential> pair_potential(const System& system) {
  const auto species = system.particles == 2 ? system.species : std::vector<Species>();
  const auto potential = potential_of(system, species);
  const bool holds = is_always_sum_over_pairs(
      system, species, [&](std::size_t, std::size_t) -> const PairPotential& { return potential; });
  return holds ? std::optional(potential) : std::nullopt;
}

std::optional<LabelPotentials> species_potentials(const System& system) {
  const LabelPotentials potentials{.like = potential_of(system, {{"one", 2}}),
                                   .unlike = potential_of(system, {{"one", 1}, {"other", 1}})};
  std::vector<std::size_t> kind;  // of every particle
  const auto ranges = system.ranges();
  for (std::size_t a = 0; a < ranges.size(); ++a) kind.insert(kind.end(), static_cast<std::size_t>(ranges[a].count), a);
  const bool holds =
      is_always_sum_over_pairs(system, system.species, [&](std::size_t i, std::size_t j) -> const PairPotential& {
        return kind[i] == kind[j] ? potentials.like : potentials.unlike;
      });
  return holds ? std::optional(potentials) : std::nullopt;
}

bool vanishes(const PairPotential& potential) {
  if (const double contact = potential(0); std::isfinite(contact) && contact != 0) return false;
  for (double r = shortest; r < longest; r *= 1.1)
    if (potential(r) != 0) return false;
  return true;
}

double core_radius(const PairPotential& potential) {
  const double contact = potential(0);
  const auto changed = [&](double r) { return std::abs(potential(r) - contact) >= 0.1 * std::abs(contact); };
  if (!std::isfinite(contact) || contact == 0) return std::numeric_limits<double>::infinity();
  double far = shortest;
  while (far < longest && !changed(far)) far *= 1.1;
  if (!(far < longest)) return std::numeric_limits<double>::infinity();
  double near = far / 1.1;
  for (int step = 0; step < 20; ++step) {
    const double middle = 0.5 * (near + far);
    (changed(middle) ? far : near) = middle;
  }
  return far;
}

}  // namespace kato::exact
