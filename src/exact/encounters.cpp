// SPDX-License-Identifier: Apache-2.0
#include "exact/encounters.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "exact/pair_potential.hpp"
#include "exact/panels.hpp"
#include "system/singularity.hpp"

namespace kato::exact {
namespace {

// <|V|>^2/<V^2>, in D dimensions, lengths in those of the trap, or half the side of a box.
double share_of_encounters(const RadialPotential& potential, double length, int dimensions, bool periodic) {
  const auto at_contact = singularity_of(potential);
  double power = dimensions - 1;
  if (dimensions == 1 && at_contact.exponent >= 1) power = 2;
  if (at_contact.exponent == 2) power += 2 * std::max(0.0, contact_power(at_contact.square, dimensions));
  const auto v = [&](double x) {
    const double r = length * x, all = potential(r), left = all - at_contact.square / (r * r);
    return std::abs(left) > 1e-10 * std::abs(all) ? left : 0;  // or it is rounding
  };
  const double shortest = std::max(1e-10, std::pow(10, -60 / std::max(power, 1.0)));
  const auto panels = resolving(v, towards_contact(16, 64, shortest),
                                {.tolerance = 1e-12, .inverse_square = at_contact.square / (length * length)});
  double norm = 0, mean = 0, square = 0;
  for (const auto& [x, weight] : nodes_in(panels, 12)) {
    const double falls = periodic ? (x < 1 ? 1 : 0) : std::exp(-0.5 * x * x);
    const double density = weight * std::pow(x, power) * falls, at = std::abs(v(x));
    norm += density;
    mean += density * at;
    square += density * at * at;
  }
  return square > 0 ? mean * mean / (square * norm) : std::numeric_limits<double>::infinity();
}

}  // namespace

double encounters(const System& system, double samples) {
  constexpr double none = std::numeric_limits<double>::infinity();
  const auto potentials = species_potentials(system);
  if (!potentials || system.interactions.empty()) return none;
  double like = 0, all = 0.5 * system.particles * (system.particles - 1.0);
  for (const auto& range : system.ranges()) like += 0.5 * range.count * (range.count - 1.0);
  const bool bosons = system.statistics == Statistics::boson, periodic = system.space.periodic();
  const double length = periodic ? 0.5 * system.space.side : system.length();
  const auto share = [&](const RadialPotential& potential, int dimensions) {
    return share_of_encounters(potential, length, dimensions, periodic);
  };
  double least = none;
  if (like > 0) least = like * samples * share(potentials->like, system.dimensions + (bosons ? 0 : 2));
  if (all > like) least = std::min(least, (all - like) * samples * share(potentials->unlike, system.dimensions));
  return least;
}

}  // namespace kato::exact
