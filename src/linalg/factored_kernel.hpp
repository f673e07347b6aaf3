// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "base/isa.hpp"

namespace kato {

/// A block of columns of O that belongs to a matrix W [depth, width]: row b, seen as such a matrix, is
/// sum_t left_bt (x) right_bt, with left [rows, terms, depth] and right [rows, terms, width].
struct OuterView {
  const double* left;
  const double* right;
  int depth, width, terms;
};

inline constexpr int outer_chunk = 32;   ///< rows that are worked on at a time
inline constexpr int product_chunk = 8;  ///< of them that fit the first-level cache in a product with a vector

/// Numbers of workspace that the kernels need for a block, for products with vectors and for the Gram matrix (which
/// grow with terms and with terms^2), and of W packed for it.
std::size_t outer_product_workspace(const OuterView& block);
std::size_t outer_gram_workspace(const OuterView& block);
std::size_t outer_packed(const OuterView& block);

/// Kernels of one instruction set. Rows begin .. end - 1 of O; `work` is a thread's own workspace.
struct OuterKernels {
  /// Packs W [depth, width] for `multiply`.
  void (*pack)(const OuterView&, const double* w, double* packed) noexcept;
  /// y_b += O_b . W.
  void (*multiply)(const OuterView&, int begin, int end, const double* packed, double* y, double* work) noexcept;
  /// W += sum_b y_b O_b.
  void (*multiply_transposed)(const OuterView&, int begin, int end, const double* y, double* w, double* work) noexcept;
  /// g[a * stride + b] += O_a . O_b for two chunks of rows a, b.
  void (*gram)(const OuterView&, int begin_a, int end_a, int begin_b, int end_b, double* g, std::ptrdiff_t stride,
               double* work) noexcept;
};

const OuterKernels& outer_kernels(Isa isa);

}  // namespace kato
