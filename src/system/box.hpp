// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "system/matter.hpp"

namespace kato {

/// A gas of fermions in d = 1, 2 or 3 dimensions with so many components (two spins, or one kind alone), infinite and
/// free: the units of a box of the same density n, the number of particles of all components in a unit of volume.
struct FreeGas {
  int dimensions = 3;
  int components = 2;

  /// n of k_F, for two components pi n/2 = k_F (d = 1), 2 pi n = k_F^2 (2), 3 pi^2 n = k_F^3 (3); twice the n for one.
  double density(double fermi_wave_number) const;
  /// k_F of n.
  double fermi_wave_number(double density) const;
  /// E_FG = d/(d + 2) E_F, E_F = (hbar^2/m) k_F^2/2, the energy of a particle.
  double energy(double density, double hbar2_m) const;
};

/// The free gas of these particles: of two components if there are two species, else of one.
FreeGas free_gas_of(const Matter& matter);

/// n of the mean distance r_s: 1/n = 2 r_s, pi r_s^2, 4 pi r_s^3/3 in one, two and three dimensions.
double density_of_distance(int dimensions, double r_s);
/// r_s of n.
double distance_of_density(int dimensions, double density);

/// L of a cube (square, line) with so many particles at a density n: L^d = N/n.
double side_of_box(int dimensions, int particles, double density);

}  // namespace kato
