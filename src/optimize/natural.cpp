// SPDX-License-Identifier: Apache-2.0
#include "optimize/natural.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "linalg/cholesky.hpp"
#include "linalg/conjugate_gradients.hpp"
#include "optimize/memory.hpp"

namespace kato {

std::vector<Option> natural_options(double damping, double norm_constraint) {
  return {{.name = "damping",
           .fallback = damping,
           .summary = "lambda, added to the diagonal of the metric",
           .lower = 0,
           .lower_open = true},
          {.name = "norm_constraint",
           .fallback = norm_constraint,
           .summary = "C: a step is no longer than sqrt(C); 0 for no limit",
           .lower = 0}};
}

std::vector<Option> iteration_options(double tolerance, std::int64_t iterations) {
  return {{.name = "tolerance",
           .fallback = tolerance,
           .summary = "conjugate gradients end at this residual, relative to the right-hand side",
           .lower = 0,
           .upper = 1,
           .upper_open = true},
          {.name = "iterations",
           .fallback = iterations,
           .summary = "most iterations of conjugate gradients in a step",
           .lower = 1}};
}

void refuse_metric(std::string_view kind) {
  throw std::runtime_error(
      std::string(kind) +
      ": the metric is not positive definite (rounding or numbers that are not finite); raise damping");
}

void require_finite(std::span<const double> direction, std::string_view kind) {
  if (!std::ranges::all_of(direction, [](double v) { return std::isfinite(v); })) refuse_metric(kind);
}

void solve_with_products(TrainingStep& step, double damping, std::span<const double> b, std::span<double> x,
                         double tolerance, int most_iterations) {
  const auto multiply = [&](std::span<const double> v, std::span<double> y) {
    step.multiply_metric(v, y);
    for (std::size_t p = 0; p < y.size(); ++p) y[p] += damping * v[p];
  };
  solve_by_conjugate_gradients(multiply, b, x, tolerance, most_iterations);
}

void solve_for_walkers(TrainingStep& step, double damping, double shift, std::string_view kind,
                       std::vector<double>& matrix, std::vector<double>& y) {
  const std::size_t walkers = step.walkers();
  matrix.resize(walkers * walkers);
  step.gram(matrix);
  std::vector<double> roots(walkers);  // s
  std::ranges::transform(step.weights(), roots.begin(), [](double weight) { return std::sqrt(weight); });
  for (std::size_t a = 0; a < walkers; ++a) {  // Obar^T s = 0: the shift changes no step
    for (std::size_t b = 0; b <= a; ++b) matrix[a * walkers + b] += shift * roots[a] * roots[b];
    matrix[a * walkers + a] += damping;
  }
  if (!cholesky_over_ranks(matrix, walkers, step.threads())) refuse_metric(kind);
  cholesky_solve(matrix, walkers, y);
}

double gradient_norm(TrainingStep& step, std::vector<double>& product) {
  product.resize(step.parameters());
  step.multiply_transposed(step.residuals(), product);
  return 2 * norm(product);
}

double scale_direction(std::span<const double> direction, double rate, double norm_constraint,
                       std::span<double> update) {
  const double length = norm(direction);
  const double factor = norm_constraint > 0 && length > 0 ? std::min(rate, std::sqrt(norm_constraint) / length) : rate;
  for (std::size_t p = 0; p < update.size(); ++p) update[p] = factor * direction[p];
  return factor;
}

}  // namespace kato
