// SPDX-License-Identifier: Apache-2.0
#include "linalg/cholesky.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/threads.hpp"
#include "linalg/blas.hpp"
#include "linalg/gram_kernel.hpp"

extern "C" void dpotrf_(const char* uplo, const int* n, double* a, const int* lda, int* info);
extern "C" void dpotrs_(const char* uplo, const int* n, const int* nrhs, const double* a, const int* lda, double* b,
                        const int* ldb, int* info);

namespace kato {
namespace {

constexpr int block = 64;  ///< columns that are factorised at a time

// LAPACK counts by columns: our lower triangle is its upper one.
bool factorise_diagonal(double* a, int size, int stride) {
  int info = 0;
  dpotrf_("U", &size, a, &stride, &info);
  if (info != 0) return false;
  for (int i = 0; i < size; ++i)
    if (!std::isfinite(a[static_cast<std::ptrdiff_t>(i) * (stride + 1)])) return false;
  return true;
}

// The rows below a diagonal block L: X L^T = A, in place.
void solve_below(const double* l, double* below, int rows, int size, int stride, int threads) {
  constexpr int chunk = 64;
  parallel_for(static_cast<std::size_t>((rows + chunk - 1) / chunk), threads, [&](std::size_t task, int) {
    const int begin = static_cast<int>(task) * chunk, count = std::min(chunk, rows - begin);
    cblas_dtrsm(CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, count, size, 1.0, l, stride,
                below + static_cast<std::ptrdiff_t>(begin) * stride, stride);
  });
}

}  // namespace

bool cholesky(std::span<double> a, std::size_t n, int threads) {
  assert(a.size() == n * n);
  const int order = static_cast<int>(n);
  for (int k = 0; k < order; k += block) {
    const int size = std::min(block, order - k), rows = order - k - size;
    double* diagonal = a.data() + static_cast<std::ptrdiff_t>(k) * (order + 1);
    double* below = diagonal + static_cast<std::ptrdiff_t>(size) * order;
    if (!factorise_diagonal(diagonal, size, order)) return false;
    if (rows == 0) break;
    solve_below(diagonal, below, rows, size, order, threads);
    fill_lower({.v = below,
                .vector_stride = order,
                .entry_stride = 1,
                .n = rows,
                .depth = size,
                .begin = 0,
                .end = 0,
                .g = below + size,
                .g_stride = order,
                .subtract = true,
                .packed = nullptr},
               threads);
  }
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
