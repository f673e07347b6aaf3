// SPDX-License-Identifier: Apache-2.0
#include "system/lower_bound.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

#include "base/error.hpp"

namespace kato {
namespace {

// How many particles of each species are in the first cluster; the others are in the second one.
using Division = std::vector<int>;

// The potential energy of the two clusters at the places -+ `first` and `second` on an axis. The particles of a cluster
// are a length apart.
double energy_of(const System& system, const Division& division, int axis, double first, double second) {
  std::vector<double> x(static_cast<std::size_t>(system.coordinates()));
  const auto ranges = system.ranges();
  const double length = system.length();
  for (std::size_t kind = 0; kind < ranges.size(); ++kind)
    for (int i = 0; i < ranges[kind].count; ++i) {
      const int particle = ranges[kind].first + i;
      const double apart = length * (particle - 0.5 * system.particles);
      x[static_cast<std::size_t>(particle * system.dimensions + axis)] = apart + (i < division[kind] ? first : second);
    }
  std::array<double, 1> energy{0};
  const auto labels = system.label_values();
  system.potential_energy({.x = x, .particles = system.particles, .dimensions = system.dimensions, .labels = labels},
                          energy);
  return energy[0];
}

// Whether an energy that is a function of the distance goes to -infinity: its falls do not become smaller.
template <class F>
bool falls(F&& energy, double length) {
  const double farthest = energy(1e8 * length);
  if (!(farthest < 0)) return false;
  const double far = energy(1e6 * length), near = energy(1e4 * length);
  return std::isinf(farthest) || (far > farthest && near > far && far - farthest >= 0.9 * (near - far));
}

// None, one, half and all of each species: what counts is how many like and unlike pairs are torn apart.
std::vector<Division> divisions(const System& system) {
  std::vector<Division> all{{}};
  for (const auto& range : system.ranges()) {
    std::vector<Division> longer;
    for (const auto& division : all)
      for (const int count : std::set{0, std::min(1, range.count), range.count / 2, range.count}) {
        longer.push_back(division);
        longer.back().push_back(count);
      }
    all = std::move(longer);
  }
  return all;
}

}  // namespace

std::string fall_without_end(const System& system) {
  if (system.space.periodic() || system.particles < 1) return {};
  const double length = system.length();
  Division all;
  for (const auto& range : system.ranges()) all.push_back(range.count);
  for (int axis = 0; axis < system.dimensions; ++axis) {
    for (const double side : {-1.0, 1.0})
      if (falls([&](double r) { return energy_of(system, all, axis, side * r, 0); }, length))
        return "the energy has no lower bound (the potential falls without end far from the centre); give a trap that "
               "holds the particles";
    if (system.interactions.empty()) continue;
    for (const auto& division : divisions(system)) {
      int first = 0;
      for (const int count : division) first += count;
      const double share = static_cast<double>(first) / system.particles;
      if (falls([&](double r) { return energy_of(system, division, axis, -r * (1 - share), r * share); }, length))
        return fmt::format(
            "the energy has no lower bound (the interaction makes {} of the particles flee from the others faster than "
            "the trap holds them); weaken it",
            first);
    }
  }
  return {};
}

void require_lower_bound(const System& system) {
  const auto why = fall_without_end(system);
  require(why.empty(), why);
}

}  // namespace kato
