// SPDX-License-Identifier: Apache-2.0
#include "system/filled_waves.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.hpp"
#include "system/box.hpp"
#include "system/plane_waves.hpp"

namespace kato {

double filled_waves_energy(const Matter& matter) {
  require(matter.space.periodic(), "plane waves: are levels of a box only; set system.space = \"box\"");
  if (matter.statistics == Statistics::boson) return 0;
  long sum = 0;
  for (const auto& range : matter.ranges()) sum += sum_of_squares(matter.dimensions, range.count);
  const double k = 2 * std::numbers::pi / matter.space.side;
  return 0.5 * matter.hbar2_m * k * k * static_cast<double>(sum);
}

double infinite_gas_energy(const Matter& matter) {
  require(matter.space.periodic(), "infinite gas: needs the density of a box; set system.space = \"box\"");
  if (matter.statistics == Statistics::boson) return 0;
  const double volume = std::pow(matter.space.side, matter.dimensions);
  const FreeGas one_kind{matter.dimensions, 1};
  double sum = 0;
  for (const auto& range : matter.ranges()) sum += range.count * one_kind.energy(range.count / volume, matter.hbar2_m);
  return sum / matter.particles;
}

bool closes_shells(const Matter& matter) {
  return matter.statistics == Statistics::boson || std::ranges::all_of(matter.ranges(), [&](const auto& range) {
           return closes_shell(matter.dimensions, range.count);
         });
}

}  // namespace kato
