// SPDX-License-Identifier: Apache-2.0
#include "linalg/cholesky.hpp"

#include <cassert>
#include <cmath>

#include "linalg/blas.hpp"

extern "C" void dpotrf_(const char* uplo, const int* n, double* a, const int* lda, int* info);
extern "C" void dpotrs_(const char* uplo, const int* n, const int* nrhs, const double* a, const int* lda, double* b,
                        const int* ldb, int* info);

namespace kato {

// LAPACK counts by columns: our lower triangle is its upper one.
bool cholesky(std::span<double> a, std::size_t n) {
  assert(a.size() == n * n);
  const int order = static_cast<int>(n);
  int info = 0;
  dpotrf_("U", &order, a.data(), &order, &info);
  if (info != 0) return false;
  for (std::size_t i = 0; i < n; ++i)
    if (!std::isfinite(a[i * n + i])) return false;
  return true;
}

void cholesky_solve(std::span<const double> factor, std::size_t n, std::span<double> b) {
  assert(factor.size() == n * n && b.size() == n);
  const int order = static_cast<int>(n), one = 1;
  int info = 0;
  dpotrs_("U", &order, &one, factor.data(), &order, b.data(), &order, &info);
  assert(info == 0);
}

}  // namespace kato
