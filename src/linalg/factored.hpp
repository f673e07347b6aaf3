// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "linalg/factored_kernel.hpp"

namespace kato {

/// The columns `offset` .. `offset + depth * width - 1` of a factored matrix: row b, seen as a matrix [depth, width],
/// is sum_t left_bt (x) right_bt.
struct OuterBlock {
  std::size_t offset = 0;
  int depth = 0, width = 0, terms = 1;
  std::vector<double> left;   ///< [rows, terms, depth]
  std::vector<double> right;  ///< [rows, terms, width]

  OuterView view() const { return {left.data(), right.data(), depth, width, terms}; }
};

/// A matrix O [rows, columns] that is never formed: most of its columns are in blocks of outer products, as the
/// derivatives by the weights of a layer are, the few others are kept as they are. Sums run in a fixed order, whatever
/// the number of threads.
struct FactoredMatrix {
  std::size_t rows = 0, columns = 0;
  std::vector<OuterBlock> blocks;
  std::vector<std::size_t> dense_columns;  ///< the other columns,
  std::vector<double> dense;               ///< and their numbers [rows, dense_columns.size()]

  /// y = O v.
  void multiply(std::span<const double> v, std::span<double> y, int threads) const;
  /// v = O^T y.
  void multiply_transposed(std::span<const double> y, std::span<double> v, int threads) const;
  /// out = O^T diag(w) O v for w [rows], in one pass over O.
  void multiply_normal(std::span<const double> w, std::span<const double> v, std::span<double> out, int threads) const;
  /// The lower triangle of G = O O^T [rows, rows]; above it, nothing of use. A block costs rows^2 terms^2 (depth +
  /// width) multiplications through its factors and rows^2 depth width when it is written out: the cheaper is taken.
  /// Where each rank holds its share of the rows, G is of all rows and all ranks get it: columns that are written out
  /// are shared out anew, so that a rank sums over some columns for all rows, and so are chunks of G for the factors.
  void gram(std::span<double> g, int threads) const;
  /// O itself, [rows, columns].
  std::vector<double> expanded(int threads) const;
};

/// Whether a block's part of the Gram matrix is cheaper from its factors than written out.
bool gram_from_factors(const OuterBlock& block);

}  // namespace kato
