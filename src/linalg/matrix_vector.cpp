// SPDX-License-Identifier: Apache-2.0
#include "linalg/matrix_vector.hpp"

#include <algorithm>
#include <cassert>

#include "base/threads.hpp"
#include "linalg/blas.hpp"

namespace kato {
namespace {

constexpr std::size_t row_block = 32, column_block = 512;

}  // namespace

void multiply(std::span<const double> o, std::size_t rows, std::size_t columns, std::span<const double> v,
              std::span<double> out, int threads) {
  assert(o.size() == rows * columns && v.size() == columns && out.size() == rows);
  parallel_for((rows + row_block - 1) / row_block, threads, [&](std::size_t block, int) {
    const std::size_t start = block * row_block, count = std::min(row_block, rows - start);
    cblas_dgemv(CblasRowMajor, CblasNoTrans, static_cast<int>(count), static_cast<int>(columns), 1.0,
                o.data() + start * columns, static_cast<int>(columns), v.data(), 1, 0.0, out.data() + start, 1);
  });
}

void multiply_transposed(std::span<const double> o, std::size_t rows, std::size_t columns, std::span<const double> u,
                         std::span<double> out, int threads) {
  assert(o.size() == rows * columns && u.size() == rows && out.size() == columns);
  parallel_for((columns + column_block - 1) / column_block, threads, [&](std::size_t block, int) {
    const std::size_t start = block * column_block, count = std::min(column_block, columns - start);
    cblas_dgemv(CblasRowMajor, CblasTrans, static_cast<int>(rows), static_cast<int>(count), 1.0, o.data() + start,
                static_cast<int>(columns), u.data(), 1, 0.0, out.data() + start, 1);
  });
}

}  // namespace kato
