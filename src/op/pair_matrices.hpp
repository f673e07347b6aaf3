// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "linalg/simd.hpp"
#include "op/op.hpp"

// Products of matrices whose elements (i, j) are rows of features, feature by feature: c_ij = sum_l a_il b_lj.
namespace kato::KATO_ISA {

#if defined(__AVX512F__)
inline constexpr int block_rows = 4, block_columns = 4;
#else
inline constexpr int block_rows = 2, block_columns = 4;
#endif

/// Rows of features by two numbers and their strides: the pairs of one lane by the first and the second particle, or
/// the pairs of one particle by lane and the other particle.
template <class T>
struct PairMatrix {
  T* data;
  std::ptrdiff_t row, column;

  KATO_INLINE T* at(int i, int j) const { return data + i * row + j * column; }
  KATO_INLINE PairMatrix from(int i, int j) const { return {at(i, j), row, column}; }
  KATO_INLINE PairMatrix transposed() const { return {data, column, row}; }
};

template <class T>
KATO_INLINE PairMatrix<T> pair_matrix(const Buffer<T>& pairs, int particles, int walker, int lane) noexcept {
  return {pairs.at(walker, lane), static_cast<std::ptrdiff_t>(particles) * pairs.features, pairs.features};
}

/// C [rows, columns] from A [rows, depth] and B [depth, columns], every element so many features.
struct PairSizes {
  int rows, depth, columns, features;
};

/// A block of I x J elements; the sums of one register of features stay in registers while l runs. Reads to a whole
/// number of registers.
template <class T, int I, int J>
KATO_INLINE void pair_block(const PairSizes& sizes, PairMatrix<T> a, PairMatrix<T> b, PairMatrix<T> c, T factor,
                            bool accumulate) noexcept {
  using V = Vector<T>;
  constexpr int width = lanes_of<T>;
  for (int n = 0; n < sizes.features; n += width) {
    V sum[I][J];
    for (int i = 0; i < I; ++i)
      for (int j = 0; j < J; ++j) sum[i][j] = V{};
    for (int l = 0; l < sizes.depth; ++l) {
      V right[J];
      for (int j = 0; j < J; ++j) right[j] = load(b.at(l, j) + n);
      for (int i = 0; i < I; ++i) {
        const V left = load(a.at(i, l) + n);
        for (int j = 0; j < J; ++j) sum[i][j] += left * right[j];
      }
    }
    for (int i = 0; i < I; ++i)
      for (int j = 0; j < J; ++j) {
        T* to = c.at(i, j) + n;
        const V value = sum[i][j] * factor;
        if (sizes.features - n < width)
          store_first<T>(to, value, sizes.features - n, accumulate);
        else
          store(to, accumulate ? load(to) + value : value);
      }
  }
}

template <class T, int J>
KATO_INLINE void pair_columns(const PairSizes& sizes, PairMatrix<T> a, PairMatrix<T> b, PairMatrix<T> c, T factor,
                              bool accumulate) noexcept {
  int i = 0;
  const auto step = [&]<int I>() {
    pair_block<T, I, J>(sizes, a.from(i, 0), b, c.from(i, 0), factor, accumulate);
    i += I;
  };
  while (sizes.rows - i >= block_rows) step.template operator()<block_rows>();
  if constexpr (block_rows > 2)
    if (sizes.rows - i >= 2) step.template operator()<2>();
  while (i < sizes.rows) step.template operator()<1>();
}

/// C = (or +=) factor A B.
template <class T>
KATO_INLINE void pair_matrix_product(const PairSizes& sizes, PairMatrix<T> a, PairMatrix<T> b, PairMatrix<T> c,
                                     T factor, bool accumulate) noexcept {
  int j = 0;
  const auto step = [&]<int J>() {
    pair_columns<T, J>(sizes, a, b.from(0, j), c.from(0, j), factor, accumulate);
    j += J;
  };
  while (sizes.columns - j >= block_columns) step.template operator()<block_columns>();
  if (sizes.columns - j >= 2) step.template operator()<2>();
  while (j < sizes.columns) step.template operator()<1>();
}

}  // namespace kato::KATO_ISA
