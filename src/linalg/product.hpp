// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "linalg/simd.hpp"

// Products of tall, narrow matrices: the whole weight matrix fits the first-level cache, the rows stream past it.
// A block of C stays in registers while the sum runs; every element is summed in the same order whatever the block,
// so a row's result does not depend on how many rows there are.
namespace kato::KATO_ISA {

/// One operand by strides: element (row, column) is data[row * row_stride + column * column_stride].
template <class T>
struct Operand {
  const T* data;
  std::ptrdiff_t row_stride, column_stride;
};

template <class T, int MR, int NV>
KATO_INLINE void product_block(int depth, Operand<T> a, const T* b, std::ptrdiff_t b_stride, T* c,
                               std::ptrdiff_t c_stride, int columns, bool accumulate) noexcept {
  using V = Vector<T>;
  constexpr int width = lanes_of<T>;
  V sum[MR][NV];
  for (int r = 0; r < MR; ++r)
    for (int v = 0; v < NV; ++v) sum[r][v] = V{};
  const T* rows[(MR + 2) / 3];  // one pointer for three rows: there are not enough registers for more
  for (int r = 0; r < MR; r += 3) rows[r / 3] = a.data + r * a.row_stride;
  for (int k = 0; k < depth; ++k) {
    V right[NV];
    for (int v = 0; v < NV; ++v) right[v] = load(b + v * width);
    b += b_stride;
    for (int r = 0; r < MR; ++r) {
      const V left = broadcast(rows[r / 3][r % 3 * a.row_stride]);
      for (int v = 0; v < NV; ++v) sum[r][v] += left * right[v];
    }
    for (int r = 0; r < MR; r += 3) rows[r / 3] += a.column_stride;
  }
  for (int r = 0; r < MR; ++r) {
    for (int v = 0; v < NV; ++v) {
      T* target = c + r * c_stride + v * width;
      const int left = columns - v * width;
      if (left < width)
        store_first<T>(target, sum[r][v], left, accumulate);
      else
        store(target, accumulate ? load(target) + sum[r][v] : sum[r][v]);
    }
  }
}

/// All rows of one panel of at most NV vectors of columns.
template <class T, int MR, int NV>
KATO_INLINE void product_panel(int rows, int depth, Operand<T> a, const T* b, std::ptrdiff_t b_stride, T* c,
                               std::ptrdiff_t c_stride, int columns, bool accumulate) noexcept {
  int r = 0;
  const auto step = [&]<int M>() {
    product_block<T, M, NV>(depth, {a.data + r * a.row_stride, a.row_stride, a.column_stride}, b, b_stride,
                            c + r * c_stride, c_stride, columns, accumulate);
    r += M;
  };
  while (rows - r >= MR) step.template operator()<MR>();
  if constexpr (MR > 8)
    if (rows - r >= 8) step.template operator()<8>();
  if constexpr (MR > 4)
    if (rows - r >= 4) step.template operator()<4>();
  if constexpr (MR > 2)
    if (rows - r >= 2) step.template operator()<2>();
  while (r < rows) step.template operator()<1>();
}

/// C [rows, columns] = (or +=) A [rows, depth] B [depth, columns]. B is packed (see `pack`) when `b_stride` is 0; else
/// its rows are `b_stride` apart and must be readable to a whole number of vectors.
template <class T>
void product(int rows, int columns, int depth, Operand<T> a, const T* b, std::ptrdiff_t b_stride, T* c,
             std::ptrdiff_t c_stride, bool accumulate) noexcept {
  constexpr int width = lanes_of<T>;
  for (int n = 0; n < columns;) {
    const int vectors = (columns - n + width - 1) / width;
    const int taken = vectors >= panel_vectors ? panel_vectors : vectors >= 2 ? 2 : 1;
    const int here = columns - n < taken * width ? columns - n : taken * width;
    const T* panel = b_stride == 0 ? b + static_cast<std::ptrdiff_t>(n) * depth : b + n;
    const std::ptrdiff_t stride = b_stride == 0 ? taken * width : b_stride;
    if (taken == panel_vectors)
      product_panel<T, rows_by_panel, panel_vectors>(rows, depth, a, panel, stride, c + n, c_stride, here, accumulate);
    else if (taken == 2)
      product_panel<T, rows_by_two, 2>(rows, depth, a, panel, stride, c + n, c_stride, here, accumulate);
    else
      product_panel<T, rows_by_one, 1>(rows, depth, a, panel, stride, c + n, c_stride, here, accumulate);
    n += taken * width;
  }
}

/// The numbers that packing a [depth, columns] matrix takes.
template <class T>
constexpr std::ptrdiff_t packed_size(int depth, int columns) {
  constexpr int widest = 64 / sizeof(T);  // the same for every instruction set
  return static_cast<std::ptrdiff_t>((columns + widest - 1) / widest * widest) * depth;
}

/// Packs B [depth, columns] into the panels of `product`: each panel's rows one after the other, padded with zeros.
template <class T>
void pack(int depth, int columns, Operand<T> b, T* packed) noexcept {
  constexpr int width = lanes_of<T>;
  for (int n = 0; n < columns;) {
    const int vectors = (columns - n + width - 1) / width;
    const int taken = vectors >= panel_vectors ? panel_vectors : vectors >= 2 ? 2 : 1;
    for (int k = 0; k < depth; ++k)
      for (int j = n; j < n + taken * width; ++j)
        *packed++ = j < columns ? b.data[k * b.row_stride + j * b.column_stride] : T(0);
    n += taken * width;
  }
}

/// C [rows, columns] += A^T B summed over `depth` rows of A [depth, rows] and B [depth, columns] (both with their rows
/// contiguous): the cotangent of a weight matrix.
template <class T>
void product_transposed(int rows, int columns, int depth, const T* a, std::ptrdiff_t a_stride, const T* b,
                        std::ptrdiff_t b_stride, T* c, std::ptrdiff_t c_stride, T* scratch) noexcept {
  constexpr int width = lanes_of<T>;
  if (columns % width == 0) {
    product<T>(rows, columns, depth, {a, 1, a_stride}, b, b_stride, c, c_stride, true);
  } else if (rows % width == 0) {  // the narrow side runs over the registers instead
    product<T>(columns, rows, depth, {b, 1, b_stride}, a, a_stride, scratch, rows, false);
    for (int r = 0; r < rows; ++r)
      for (int n = 0; n < columns; ++n) c[r * c_stride + n] += scratch[static_cast<std::ptrdiff_t>(n) * rows + r];
  } else {
    for (int k = 0; k < depth; ++k)
      for (int r = 0; r < rows; ++r)
        for (int n = 0; n < columns; ++n) c[r * c_stride + n] += a[k * a_stride + r] * b[k * b_stride + n];
  }
}

}  // namespace kato::KATO_ISA
