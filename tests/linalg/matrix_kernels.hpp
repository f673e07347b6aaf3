// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "base/isa.hpp"

namespace kato::test {

/// The matrix functions of one instruction set at one precision, as functions on plain arrays.
template <class T>
struct MatrixKernels {
  int lanes;  ///< matrices that are worked on at once
  /// C [rows, columns] = (or +=) A B; element (r, k) of A is a[r * a_row + k * a_column].
  void (*product)(int rows, int columns, int depth, const T* a, std::ptrdiff_t a_row, std::ptrdiff_t a_column,
                  const T* b, std::ptrdiff_t b_stride, T* c, std::ptrdiff_t c_stride, bool accumulate);
  /// The numbers that B takes when packed, and B [depth, columns] packed from strides as A's.
  std::ptrdiff_t (*packed_size)(int depth, int columns);
  void (*pack)(int depth, int columns, const T* b, std::ptrdiff_t b_row, std::ptrdiff_t b_column, T* packed);
  /// C [rows, columns] += A^T B.
  void (*product_transposed)(int rows, int columns, int depth, const T* a, std::ptrdiff_t a_stride, const T* b,
                             std::ptrdiff_t b_stride, T* c, std::ptrdiff_t c_stride, T* scratch);
  /// Matrices a and inverse [n, n, lanes] aligned to 64 bytes, log and sign [lanes]; inverse may be null.
  void (*eliminate)(int n, T* a, T* inverse, T* log, T* sign);
  void (*pfaffian)(int n, T* a, T* log, T* sign);
  /// One matrix a [n, stride], replaced by its inverse if there is `origin`, space for n numbers; else destroyed.
  std::ptrdiff_t (*row_stride)(int n);
  void (*eliminate_rows)(int n, std::ptrdiff_t stride, T* a, T* origin, T* log, T* sign);
};

struct MatrixKernelSet {
  MatrixKernels<float> f;
  MatrixKernels<double> d;
};

const MatrixKernelSet& matrix_kernels(Isa isa);

}  // namespace kato::test
