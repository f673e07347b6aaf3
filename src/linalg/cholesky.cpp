// SPDX-License-Identifier: Apache-2.0
#include "linalg/cholesky.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

#include "base/ranks.hpp"
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

// What follows a panel of columns k .. k + size - 1 is updated in blocks of columns; block c belongs to a rank.
int rank_of_block(int column) { return column / block % ranks(); }

// The panel [rows, size] of the factor, and behind it whether there is one; computed by the rank that has the columns.
std::vector<double> panel_of_factor(double* diagonal, int rows, int size, int stride, int owner, int threads) {
  std::vector<double> panel(static_cast<std::size_t>(rows) * size + 1);
  if (rank() == owner && factorise_diagonal(diagonal, size, stride)) {
    solve_below(diagonal, diagonal + static_cast<std::ptrdiff_t>(size) * stride, rows - size, size, stride, threads);
    for (int i = 0; i < rows; ++i)
      std::copy_n(diagonal + static_cast<std::ptrdiff_t>(i) * stride, size,
                  panel.begin() + static_cast<std::ptrdiff_t>(i) * size);
    panel.back() = 1;
  }
  copy_from_rank(owner, panel);
  return panel;
}

// Takes the product of the panel with itself off the columns of this rank.
void update_own_columns(double* below, int first, int rows, int size, int stride, int threads) {
  const auto kernel = gram_kernel(chosen_isa());
  std::vector<int> own;
  for (int column = 0; column < rows; column += block)
    if (rank_of_block(first + column) == rank()) own.push_back(column);
  std::vector<double> packed(gram_packed * static_cast<std::size_t>(std::max(1, threads)));
  parallel_for(own.size(), threads, [&](std::size_t n, int thread) {
    kernel({.v = below,
            .vector_stride = stride,
            .entry_stride = 1,
            .n = rows,
            .depth = size,
            .begin = own[n],
            .end = std::min(rows, own[n] + block),
            .g = below + size,
            .g_stride = stride,
            .subtract = true,
            .packed = packed.data() + gram_packed * static_cast<std::size_t>(thread)});
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

bool cholesky_over_ranks(std::span<double> a, std::size_t n, int threads) {
  assert(a.size() == n * n);
  constexpr std::size_t worth_a_message = 1000;  // measured
  if (ranks() == 1 || n < worth_a_message) return cholesky(a, n, threads);
  const int order = static_cast<int>(n);
  for (int k = 0; k < order; k += block) {
    const int size = std::min(block, order - k), rows = order - k;
    double* diagonal = a.data() + static_cast<std::ptrdiff_t>(k) * (order + 1);
    const auto panel = panel_of_factor(diagonal, rows, size, order, rank_of_block(k), threads);
    if (panel.back() == 0) return false;
    for (int i = 0; i < rows; ++i)
      std::copy_n(panel.begin() + static_cast<std::ptrdiff_t>(i) * size, size,
                  diagonal + static_cast<std::ptrdiff_t>(i) * order);
    update_own_columns(diagonal + static_cast<std::ptrdiff_t>(size) * order, k + size, rows - size, size, order,
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
