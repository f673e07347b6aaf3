// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "exact/lanczos.hpp"

namespace kato::exact {

/// The lowest eigenpair of a symmetric operator that is close to its diagonal where that is large, as kinetic energies
/// are among plane waves: each step adds the residual over (diagonal - value), not below `gap`, to the space in which
/// the operator is diagonalised, until the residual is below `tolerance` or 1000 steps have passed. Takes a few dozen
/// products where Lanczos' number of them grows with the largest eigenvalue. `start` (padded with zeros if it is
/// shorter) must not be orthogonal to the pair. Davidson, J. Comput. Phys. 17, 87 (1975).
Eigenpair lowest_near_diagonal(const Operator& h, std::span<const double> diagonal, double gap,
                               const std::vector<double>& start, double tolerance);

}  // namespace kato::exact
