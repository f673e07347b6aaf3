// SPDX-License-Identifier: Apache-2.0
#include "stats/least_squares.hpp"

#include <cmath>

namespace kato {
namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

void subtract(Vector& from, double factor, const Vector& other) {
  for (std::size_t i = 0; i < from.size(); ++i) from[i] -= factor * other[i];
}

// Q R = A by Gram and Schmidt, twice each, which is as good as reflections; Q by columns, R^-1 [p, p] upper.
struct Factors {
  std::vector<Vector> q;
  std::vector<Vector> inverse;
};

std::optional<Factors> factorise(std::vector<Vector> columns) {
  constexpr double independent = 1e-10;  // what is left of a column beside the others
  const std::size_t p = columns.size();
  Factors made{.q = {}, .inverse = std::vector<Vector>(p, Vector(p))};
  for (std::size_t j = 0; j < p; ++j) {
    auto& column = columns[j];
    const double whole = std::sqrt(dot(column, column));
    Vector r(j);
    for (int again = 0; again < 2; ++again)
      for (std::size_t k = 0; k < j; ++k) {
        const double part = dot(made.q[k], column);
        r[k] += part;
        subtract(column, part, made.q[k]);
      }
    const double left = std::sqrt(dot(column, column));
    if (!(left > independent * whole) || !std::isfinite(left)) return std::nullopt;
    for (double& each : column) each /= left;
    made.q.push_back(column);
    made.inverse[j][j] = 1 / left;
    for (std::size_t i = 0; i < j; ++i) {
      double sum = 0;
      for (std::size_t k = i; k < j; ++k) sum += made.inverse[i][k] * r[k];
      made.inverse[i][j] = -sum / left;
    }
  }
  return made;
}

}  // namespace

double LinearFit::std_err(std::size_t j) const { return std::sqrt(covariance[j * coefficients.size() + j]); }

std::optional<LinearFit> weighted_least_squares(std::span<const double> a, std::span<const double> y,
                                                std::span<const double> sigma) {
  const std::size_t n = y.size(), p = a.size() / n;
  std::vector<Vector> columns(p, Vector(n));
  Vector left(n);
  for (std::size_t i = 0; i < n; ++i) {
    left[i] = y[i] / sigma[i];
    for (std::size_t j = 0; j < p; ++j) columns[j][i] = a[i * p + j] / sigma[i];
  }
  if (p > n) return std::nullopt;
  const auto factors = factorise(columns);
  if (!factors) return std::nullopt;
  LinearFit fit{.coefficients = Vector(p), .covariance = Vector(p * p), .residuals = {}};
  for (int again = 0; again < 2; ++again)  // what rounding left the first time is fitted the second
    for (std::size_t k = 0; k < p; ++k) {
      const double part = dot(factors->q[k], left);
      subtract(left, part, factors->q[k]);
      for (std::size_t i = 0; i <= k; ++i) fit.coefficients[i] += factors->inverse[i][k] * part;
    }
  for (std::size_t i = 0; i < p; ++i)
    for (std::size_t j = 0; j < p; ++j) fit.covariance[i * p + j] = dot(factors->inverse[i], factors->inverse[j]);
  fit.chi_square = dot(left, left);
  fit.residuals = std::move(left);
  fit.degrees_of_freedom = static_cast<int>(n) - static_cast<int>(p);
  return fit;
}

}  // namespace kato
