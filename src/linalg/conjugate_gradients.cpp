// SPDX-License-Identifier: Apache-2.0
#include "linalg/conjugate_gradients.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace kato {
namespace {

double dot(std::span<const double> x, std::span<const double> y) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}

void add(std::span<double> x, double factor, std::span<const double> y) {
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += factor * y[i];
}

}  // namespace

ConjugateGradients solve_by_conjugate_gradients(
    const std::function<void(std::span<const double> v, std::span<double> y)>& multiply, std::span<const double> b,
    std::span<double> x, double tolerance, int most_iterations) {
  const std::size_t n = b.size();
  std::vector<double> residual(b.begin(), b.end()), product(n);
  const double whole = dot(b, b), goal = tolerance * std::sqrt(whole);
  if (dot(x, x) != 0) {
    multiply(x, product);
    add(residual, -1, product);
  }
  double square = dot(residual, residual);
  if (square > whole) {  // the start is further from the solution than zero
    std::ranges::fill(x, 0.0);
    residual.assign(b.begin(), b.end());
    square = whole;
  }
  std::vector<double> direction = residual;
  ConjugateGradients report;
  while (!(std::sqrt(square) <= goal) && report.iterations < most_iterations) {
    multiply(direction, product);
    ++report.iterations;
    const double curvature = dot(direction, product);
    if (curvature <= 0) break;
    const double step = square / curvature;
    add(x, step, direction);
    add(residual, -step, product);
    const double before = square;
    square = dot(residual, residual);
    for (std::size_t i = 0; i < n; ++i) direction[i] = residual[i] + square / before * direction[i];
    if (!std::isfinite(square)) break;
  }
  report.converged = std::sqrt(square) <= goal;
  report.residual = square == 0 ? 0 : std::sqrt(square / whole);
  return report;
}

}  // namespace kato
