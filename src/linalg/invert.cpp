// SPDX-License-Identifier: Apache-2.0
#include "linalg/invert.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace kato {

LogDeterminant invert(std::size_t n, std::span<double> matrix) {
  thread_local std::vector<std::size_t> swapped_with;
  swapped_with.resize(n);
  LogDeterminant det;
  const auto row = [&](std::size_t r) { return matrix.data() + r * n; };
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t r = k + 1; r < n; ++r)
      if (std::abs(row(r)[k]) > std::abs(row(pivot)[k])) pivot = r;
    if (pivot != k) std::swap_ranges(row(k), row(k) + n, row(pivot));
    swapped_with[k] = pivot;
    const double value = row(k)[k];
    if (value == 0) {
      std::ranges::fill(matrix, std::numeric_limits<double>::quiet_NaN());
      return {.log_abs = -std::numeric_limits<double>::infinity(), .sign = 0};
    }
    det.log_abs += std::log(std::abs(value));
    det.sign *= (pivot != k) == (value > 0) ? -1 : 1;
    row(k)[k] = 1;
    for (std::size_t r = 0; r < n; ++r) {
      if (r == k) continue;
      const double factor = row(r)[k] / value;  // exactly 1 for two equal rows: they leave zeros
      row(r)[k] = 0;
      for (std::size_t c = 0; c < n; ++c) row(r)[c] -= factor * row(k)[c];
    }
    for (std::size_t c = 0; c < n; ++c) row(k)[c] /= value;
  }
  for (std::size_t k = n; k-- > 0;)  // rows that were exchanged are columns of the inverse
    if (swapped_with[k] != k)
      for (std::size_t r = 0; r < n; ++r) std::swap(row(r)[k], row(r)[swapped_with[k]]);
  return det;
}

}  // namespace kato
