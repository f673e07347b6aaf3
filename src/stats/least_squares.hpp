// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace kato {

/// A linear law fitted to measured numbers.
struct LinearFit {
  std::vector<double> coefficients;  ///< c [p]
  std::vector<double> covariance;    ///< of the coefficients [p, p]
  std::vector<double> residuals;     ///< y - sum_j c_j a_j, in errors of y [n]
  double chi_square = 0;             ///< the sum of their squares
  int degrees_of_freedom = 0;        ///< n - p

  double std_err(std::size_t j) const;
};

/// The c that make chi^2 = sum_i ((y_i - sum_j a_ij c_j)/sigma_i)^2 least, for `a` [n, p], y [n] and sigma [n] > 0;
/// their covariance is (A^T W A)^-1 with W = diag(1/sigma^2), of the errors alone, whatever chi^2 is. Nothing where the
/// columns of `a` do not tell the coefficients apart.
std::optional<LinearFit> weighted_least_squares(std::span<const double> a, std::span<const double> y,
                                                std::span<const double> sigma);

}  // namespace kato
