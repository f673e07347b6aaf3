// SPDX-License-Identifier: Apache-2.0
#include "system/box_numbers.hpp"

#include <cmath>

#include "system/box.hpp"

namespace kato {

BoxNumbers box_numbers(const System& system) {
  const int d = system.dimensions;
  const double density = system.particles / std::pow(system.space.side, d), energy = system.free_gas_energy();
  const bool charges = system.of_charges();
  return {.side = system.space.side,
          .density = density,
          .r_s = distance_of_density(d, density),
          .k_F = free_gas_of(system).fermi_wave_number(density),
          .free_gas_energy = energy,
          .length_unit = system.length_unit(),
          .energy_unit = system.energy_unit(),
          .particle_unit = charges ? 1 : energy,
          .particle_unit_name = charges ? system.energy_unit() : "E_FG"};
}

}  // namespace kato
