// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <functional>
#include <optional>
#include <string>

#include "system/system.hpp"

namespace kato {

/// A ground-state energy from a solver that does not sample.
struct Reference {
  double energy = 0, uncertainty = 0;  ///< in the system's unit of energy; the latter not a number if it is not known
  std::string method;                  ///< one line on how it was found, with the size of the basis or grid

  /// Whether it is no more than an approximation: runs are there to improve on it, not to come near it.
  bool approximate() const { return !std::isfinite(uncertainty); }
};

/// Solves one system. Throws `Error` with the reason where there is no ground state, or where what it finds is too
/// uncertain for a reference.
using ReferenceSolver = std::function<Reference(int threads)>;

/// The solver for `system` if there is one; nothing is solved yet:
/// trapped particles without interactions in a harmonic trap of any number of dimensions (closed form) and in any trap
/// of one dimension (levels of one particle); with any interaction that is a sum over pairs of V(|x_i - x_j|): two
/// particles in an isotropic trap (relative motion), on a line also with a contact, three to six fermions in the unit
/// trap of one dimension (configuration interaction, where V(0) is finite); two hard spheres; two species with contact
/// interaction; in a periodic box what exact/box_reference.hpp has. It holds a copy of the system.
std::optional<ReferenceSolver> reference_solver(const System& system);

/// The ground-state energy by that solver, nothing where there is none. The same bits for any number of threads. Throws
/// `Error` as the solver.
std::optional<Reference> reference_energy(const System& system, int threads);

}  // namespace kato
