// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <vector>

#include "exact/mean_field.hpp"

namespace kato::exact {

/// Determinants in their own mean field.
struct SelfConsistent {
  std::vector<Matrix> orbitals;  ///< of every kind [functions, particles], orthonormal, from the lowest on
  double kinetic = 0, trap = 0, interaction = 0;
  double residual = 0;  ///< the largest norm of F P - P F, in the unit of energy; 0 at self-consistency
  /// From the highest occupied orbital to the lowest empty one, of any parity.
  double gap = std::numeric_limits<double>::infinity();
  int iterations = 0;

  double energy() const { return kinetic + trap + interaction; }
};

/// The orbitals of every kind [functions, particles] that are lowest without interaction, with as many of each parity
/// as the trap's lowest levels have.
std::vector<Matrix> free_orbitals(const MeanField& field, const std::vector<double>& omega);

/// Solves F_s C_s = C_s e_s for all kinds, from the orbitals `start`, whose parities stay: in every class of parity the
/// lowest orbitals are taken, as many as there are in `start`. Far from the solution by optimal damping (Cances and
/// Le Bris, Int. J. Quantum Chem. 79, 82 (2000)), which lowers the energy in every iteration, near it by Pulay's
/// extrapolation of F (J. Comput. Chem. 3, 556 (1982)). The energy is that of the last orbitals, an upper bound of the
/// exact one, converged or not.
SelfConsistent self_consistent(const MeanField& field, const std::vector<Matrix>& start);

}  // namespace kato::exact
