// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace kato {

/// Factorises the symmetric A = L L^T [n, n], row-major, in place: reads the lower triangle and overwrites it with L;
/// what is above the diagonal is of no use, before and after. By blocks of columns: the matrix that is left
/// loses their product, which is most of the work. The bits do not depend on the number of threads. False if A is not
/// positive definite or not finite; A is then spoilt.
[[nodiscard]] bool cholesky(std::span<double> a, std::size_t n, int threads = 1);

/// The same of a matrix that all ranks have, for all ranks: each updates some of the blocks of columns, and a block
/// goes to the others when it is done.
[[nodiscard]] bool cholesky_over_ranks(std::span<double> a, std::size_t n, int threads);

/// Solves A x = b in place for b [n], with the factor that `cholesky` left.
void cholesky_solve(std::span<const double> factor, std::size_t n, std::span<double> b);

}  // namespace kato
