// SPDX-License-Identifier: Apache-2.0
#include "system/time_scale.hpp"

#include <cmath>
#include <numbers>

#include "system/box_numbers.hpp"

namespace kato {

double time_scale(const System& system) {
  if (!system.space.periodic()) return system.length() * system.length();
  const auto box = box_numbers(system);
  double energy = box.k_F * box.k_F;
  if (system.of_charges())
    energy += std::sqrt(2 * std::numbers::pi * box.density * (system.dimensions == 3 ? 2 : box.k_F));
  return 1 / energy;
}

}  // namespace kato
