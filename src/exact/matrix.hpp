// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace kato::exact {

/// A dense matrix, columns contiguous.
struct Matrix {
  int rows = 0, cols = 0;
  std::vector<double> data;

  Matrix() = default;
  Matrix(int row_count, int col_count)
      : rows(row_count), cols(col_count), data(static_cast<std::size_t>(row_count) * col_count) {}

  double& operator()(int i, int j) { return data[static_cast<std::size_t>(j) * rows + i]; }
  double operator()(int i, int j) const { return data[static_cast<std::size_t>(j) * rows + i]; }
};

}  // namespace kato::exact
