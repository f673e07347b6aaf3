// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "exact/matrix.hpp"

namespace kato::exact {

struct Eigenpair {
  double value = 0;
  std::vector<double> vector;  ///< of unit norm
  double residual = 0;         ///< |H v - value v|; the value is wrong by at most residual^2 over the gap
};

/// The lowest eigenpair of the leading [size, size] block of the symmetric matrix `h`, by Lanczos with full
/// reorthogonalisation and restarts from the best vector, until the residual is below `tolerance`. `start` (shorter
/// vectors are padded with zeros) must not be orthogonal to it. The same bits for any number of threads.
Eigenpair lowest_eigenpair(const Matrix& h, int size, const std::vector<double>& start, double tolerance, int threads);

}  // namespace kato::exact
