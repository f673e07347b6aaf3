// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace kato {

/// A determinant as its logarithm and sign; the sign is 0 and the logarithm -infinity where it vanishes.
struct LogDeterminant {
  double log_abs = 0;
  double sign = 1;
};

/// Puts M^-1 in the place of M [n, n], row-major, by Gauss-Jordan elimination with pivots from the whole column, and
/// returns det M. For small matrices. A singular one becomes NaN throughout.
LogDeterminant invert(std::size_t n, std::span<double> matrix);

}  // namespace kato
