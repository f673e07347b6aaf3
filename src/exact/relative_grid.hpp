// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/pair_potential.hpp"

namespace kato::exact {

struct PairEnergy {
  double energy = 0;       ///< of the ground state, centre of mass included, hbar omega
  double uncertainty = 0;  ///< from the last changes with the box and the spacing, and rounding; infinite if V is
                           ///< shorter than the finest spacing
  double spacing = 0;      ///< of the grid in (x_1 - x_2)/sqrt(2), a_ho
  int points = 0;
};

/// The ground state of two spinless fermions in a one-dimensional trap with the pair potential V:
///     E = 1/2 + the lowest odd level of -1/2 d^2/dr^2 + r^2/2 + V(sqrt(2) r),   r = (x_1 - x_2)/sqrt(2),
/// on a sinc grid r = h, 2h .. (Colbert and Miller, J. Chem. Phys. 96, 1982 (1992), Appendix A), the box widened, then
/// the spacing refined below the core of V (`core_radius`), until the energy stands still; the error falls
/// exponentially with 1/h if V is smooth.
PairEnergy relative_grid(const RadialPotential& potential);

}  // namespace kato::exact
