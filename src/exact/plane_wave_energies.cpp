// SPDX-License-Identifier: Apache-2.0
#include "exact/plane_wave_energies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>

#include "base/error.hpp"
#include "system/filled_waves.hpp"
#include "system/plane_waves.hpp"

namespace kato::exact {
namespace {

// How many ordered pairs of different waves are so far apart, by the square of their distance.
std::map<int, long> distances(int dimensions, int count) {
  const auto waves = plane_waves(dimensions, count);
  std::map<int, long> pairs;
  std::vector<int> apart(static_cast<std::size_t>(dimensions));
  for (const auto& one : waves)
    for (const auto& other : waves) {
      std::ranges::transform(one, other, apart.begin(), std::minus());
      if (const int square = squared_length(apart); square > 0) ++pairs[square];
    }
  return pairs;
}

void require_closed_shells(const Matter& matter) {
  if (matter.statistics == Statistics::boson) return;
  for (const auto& range : matter.ranges())
    require(closes_shell(matter.dimensions, range.count),
            fmt::format("hartree-fock: {} particles of one kind do not close a shell of plane waves in {} dimension{} "
                        "(which waves of the last shell are filled is open); take {}",
                        range.count, matter.dimensions, matter.dimensions == 1 ? "" : "s",
                        nearest_closed_shells(matter.dimensions, range.count)));
}

}  // namespace

PlaneWaveEnergies plane_wave_energies(const Matter& matter, const PairTransform& interaction) {
  PlaneWaveEnergies energies{.kinetic = filled_waves_energy(matter), .self = interaction.self};
  require_closed_shells(matter);
  const double volume = std::pow(matter.space.side, matter.dimensions), unit = 2 * std::numbers::pi / matter.space.side;
  const auto species = matter.ranges();
  double direct = 0, exchange = 0;
  for (std::size_t s = 0; s < species.size(); ++s) {
    const int a = static_cast<int>(s);
    const double count = species[s].count;
    direct += 0.5 * count * (count - 1) * interaction.v(0, a, a);
    for (std::size_t t = 0; t < s; ++t) direct += count * species[t].count * interaction.v(0, a, static_cast<int>(t));
    if (matter.statistics == Statistics::boson) continue;
    for (const auto& [square, pairs] : distances(matter.dimensions, species[s].count))
      exchange -= 0.5 * static_cast<double>(pairs) * interaction.v(unit * std::sqrt(square), a, a);
  }
  energies.direct = direct / volume;
  energies.exchange = exchange / volume;
  energies.uncertainty = std::pow(matter.particles, 2) * interaction.uncertainty / volume +
                         1e-15 * (energies.kinetic + std::abs(energies.interaction()));
  return energies;
}

}  // namespace kato::exact
