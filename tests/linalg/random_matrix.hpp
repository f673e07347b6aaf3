// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/random.hpp"

namespace kato {

/// A matrix [rows, columns] of standard normal numbers.
inline std::vector<double> random_matrix(std::size_t rows, std::size_t columns, std::uint64_t seed) {
  std::vector<double> matrix(rows * columns);
  fill_normal({.seed = seed, .purpose = Purpose::test}, 0, 0, matrix);
  return matrix;
}

}  // namespace kato
