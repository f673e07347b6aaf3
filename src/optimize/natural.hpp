// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "optimize/optimizer.hpp"

namespace kato {

/// What the natural-gradient kinds (sr, minsr, spring, kfac, qn-kfac, dgd) have in common: Obar [N, P] and e [N] of a
/// step, N walkers.

/// The settings `damping` and `norm_constraint`, for the metadata; the arguments are the defaults.
std::vector<Option> natural_options(double damping, double norm_constraint);

/// The settings `tolerance` and `iterations` of conjugate gradients.
std::vector<Option> iteration_options(double tolerance, std::int64_t iterations);

/// Throws `std::runtime_error`, naming `kind`: the metric is not positive definite or not finite.
[[noreturn]] void refuse_metric(std::string_view kind);

/// Throws the same unless every entry is finite.
void require_finite(std::span<const double> direction, std::string_view kind);

/// Solves (S + damping) x = b [P], S = Obar^T Obar, by conjugate gradients from x: products with Obar, no matrix.
void solve_with_products(TrainingStep& step, double damping, std::span<const double> b, std::span<double> x,
                         double tolerance, int most_iterations);

/// y <- (Obar Obar^T + damping + shift s s^T)^{-1} y [N], s = sqrt(w), by Cholesky; `matrix` [N, N] is the workspace.
/// Throws `std::runtime_error`, naming `kind`, if the matrix is not positive definite or not finite.
void solve_for_walkers(TrainingStep& step, double damping, double shift, std::string_view kind,
                       std::vector<double>& matrix, std::vector<double>& y);

/// |g| = |2 Obar^T e|; leaves Obar^T e in `product` [P].
double gradient_norm(TrainingStep& step, std::vector<double>& product);

/// update = min(rate, sqrt(norm_constraint)/|direction|) direction, without the constraint if it is 0: |update| is at
/// most sqrt(norm_constraint). Returns the factor.
double scale_direction(std::span<const double> direction, double rate, double norm_constraint,
                       std::span<double> update);

}  // namespace kato
