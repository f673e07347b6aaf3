// SPDX-License-Identifier: Apache-2.0
#include "system/fermi_gas.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.hpp"
#include "system/plane_waves.hpp"

namespace kato {

double free_gas_energy(const Matter& matter) {
  require(matter.space.periodic(), "free gas: has levels in a box only; set system.space = \"box\"");
  if (matter.statistics == Statistics::boson) return 0;
  long sum = 0;
  for (const auto& range : matter.ranges()) sum += sum_of_squares(matter.dimensions, range.count);
  const double k = 2 * std::numbers::pi / matter.space.side;
  return 0.5 * matter.hbar2_m * k * k * static_cast<double>(sum);
}

double fermi_wave_number(const Matter& matter) {
  const auto ranges = matter.ranges();
  const auto components = std::ranges::count_if(ranges, [](const auto& range) { return range.count > 0; });
  const double density =
      matter.particles / std::pow(matter.space.side, matter.dimensions) / static_cast<double>(components);
  constexpr double pi = std::numbers::pi;
  if (matter.dimensions == 1) return pi * density;
  return matter.dimensions == 2 ? std::sqrt(4 * pi * density) : std::cbrt(6 * pi * pi * density);
}

double fermi_gas_energy(const Matter& matter) {
  const double k = fermi_wave_number(matter), d = matter.dimensions;
  return d / (d + 2) * 0.5 * matter.hbar2_m * k * k;
}

}  // namespace kato
