// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>

namespace kato {

struct ConjugateGradients {
  int iterations = 0;      ///< products with A that were taken, without the one for the start
  double residual = 0;     ///< |b - A x|/|b|, as the recursion has it
  bool converged = false;  ///< the residual is at most the tolerance
};

/// Solves A x = b [n] for a symmetric positive definite A, of which only products y = A v are asked for, by conjugate
/// gradients from the given x (from 0 where that has the smaller residual), until |b - A x| <= tolerance |b| or after
/// so many iterations. Stops early where v^T A v is not positive (A is not positive definite, or not finite): x is then
/// the last iterate, and it is not finite if b or the first product is not. The sums run in index order on one thread.
/// Source: Hestenes and Stiefel, J. Res. Natl. Bur. Stand. 49, 409 (1952).
ConjugateGradients solve_by_conjugate_gradients(
    const std::function<void(std::span<const double> v, std::span<double> y)>& multiply, std::span<const double> b,
    std::span<double> x, double tolerance, int most_iterations);

}  // namespace kato
