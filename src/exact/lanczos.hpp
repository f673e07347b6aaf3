// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
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

/// y = H x for a symmetric H.
using Operator = std::function<void(std::span<const double> x, std::span<double> y)>;

/// The same for an operator of which only the product with a vector is known.
Eigenpair lowest_eigenpair(const Operator& h, int size, const std::vector<double>& start, double tolerance);

}  // namespace kato::exact
