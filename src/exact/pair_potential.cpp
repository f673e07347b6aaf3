// SPDX-License-Identifier: Apache-2.0
#include "exact/pair_potential.hpp"

#include <cmath>
#include <limits>
#include <vector>

namespace kato::exact {
namespace {

constexpr double shortest = 1e-9, longest = 100;  // distances that are probed, a_ho

// The energy of particles at places x along the diagonal of space.
double interaction_energy(const System& system, const std::vector<double>& x) {
  double energy = 0;
  const int dimensions = system.dimensions;
  std::vector<double> places;
  for (const double each : x)
    places.insert(places.end(), static_cast<std::size_t>(dimensions), each / std::sqrt(dimensions));
  const Configurations walker{.x = places,
                              .particles = static_cast<int>(x.size()),
                              .dimensions = dimensions,
                              .labels = system.particles == 2 ? std::span(system.labels) : std::span<const Label>()};
  for (const auto& term : system.interactions) term.interaction->add_energy(walker, {&energy, 1});
  return energy;
}

// Whether the energy at x is that of its pairs, summed.
bool is_sum_over_pairs(const System& system, const PairPotential& potential, const std::vector<double>& x) {
  double sum = 0, scale = 1;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double value = potential(std::abs(x[i] - x[j]));
      sum += value;
      scale += std::abs(value);
    }
  }
  return std::abs(interaction_energy(system, x) - sum) < 1e-11 * scale;  // false for nan, too
}

}  // namespace

std::optional<PairPotential> pair_potential(const System& system) {
  const auto potential = [system](double r) { return interaction_energy(system, {0.5 * r, -0.5 * r}); };
  for (int probe = 0; probe < 5; ++probe) {
    std::vector<double> x;  // spread without order or symmetry, some particles near one another
    for (int i = 0; i < system.particles; ++i)
      x.push_back(0.4 * probe - 0.9 + 2.3 * std::sin(1.7 * i * (i + probe + 1) + probe));
    if (!is_sum_over_pairs(system, potential, x)) return std::nullopt;
  }
  return potential;
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
