// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "system/system.hpp"

namespace kato {

/// The size of a periodic box, and the units of its records.
struct BoxNumbers {
  double side = 0;             ///< L, in `length_unit`
  double density = 0;          ///< n = N/L^d
  double r_s = 0;              ///< of that density
  double k_F = 0;              ///< of the free gas of that density
  double free_gas_energy = 0;  ///< E_FG, of a particle of the infinite free gas, in `energy_unit`
  std::string length_unit, energy_unit;

  double particle_unit = 1;        ///< what energies of a particle are given in, in `energy_unit`
  std::string particle_unit_name;  ///< hartree for charges, else E_FG
};

/// Those of a system in a box.
BoxNumbers box_numbers(const System& system);

}  // namespace kato
