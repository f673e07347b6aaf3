// SPDX-License-Identifier: Apache-2.0
#include "linalg/conjugate_gradients.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "linalg/random_matrix.hpp"

namespace kato {
namespace {

// A = diag(1, 2, ..., n): known inverse.
const auto diagonal = [](std::span<const double> v, std::span<double> y) {
  for (std::size_t i = 0; i < v.size(); ++i) y[i] = static_cast<double>(i + 1) * v[i];
};

TEST(ConjugateGradients, a_known_matrix_is_solved_in_as_many_iterations_as_it_has_eigenvalues) {
  const auto b = random_matrix(6, 1, 81);
  std::vector<double> x(6, 0.0);
  const auto report = solve_by_conjugate_gradients(diagonal, b, x, 1e-12, 20);
  EXPECT_TRUE(report.converged);
  EXPECT_EQ(report.iterations, 6);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(x[i], b[i] / static_cast<double>(i + 1), 1e-12);
}

TEST(ConjugateGradients, too_few_iterations_are_reported_with_their_residual) {
  const auto b = random_matrix(50, 1, 82);
  std::vector<double> x(50, 0.0), product(50);
  const auto report = solve_by_conjugate_gradients(diagonal, b, x, 1e-12, 8);
  EXPECT_FALSE(report.converged);
  EXPECT_EQ(report.iterations, 8);
  diagonal(x, product);
  double square = 0, whole = 0;
  for (std::size_t i = 0; i < 50; ++i) {
    square += (b[i] - product[i]) * (b[i] - product[i]);
    whole += b[i] * b[i];
  }
  EXPECT_GT(report.residual, 1e-6);
  EXPECT_NEAR(report.residual, std::sqrt(square / whole), 1e-12);
}

TEST(ConjugateGradients, a_start_at_the_solution_takes_no_iteration_and_a_bad_one_is_dropped) {
  const auto b = random_matrix(20, 1, 83);
  std::vector<double> x(20), far(20, 1e6), zero(20, 0.0);
  for (std::size_t i = 0; i < 20; ++i) x[i] = b[i] / static_cast<double>(i + 1);
  EXPECT_EQ(solve_by_conjugate_gradients(diagonal, b, x, 1e-10, 20).iterations, 0);
  solve_by_conjugate_gradients(diagonal, b, far, 1e-10, 3);
  solve_by_conjugate_gradients(diagonal, b, zero, 1e-10, 3);
  EXPECT_EQ(far, zero);
}

TEST(ConjugateGradients, a_matrix_that_is_not_positive_ends_it_and_one_that_is_not_finite_shows) {
  const auto negative = [](std::span<const double> v, std::span<double> y) {
    for (std::size_t i = 0; i < v.size(); ++i) y[i] = -v[i];
  };
  const auto broken = [](std::span<const double>, std::span<double> y) {
    std::ranges::fill(y, std::numeric_limits<double>::quiet_NaN());
  };
  const std::vector<double> b{1, 2};
  std::vector<double> x(2, 0.0), y(2, 0.0);
  EXPECT_FALSE(solve_by_conjugate_gradients(negative, b, x, 1e-10, 5).converged);
  EXPECT_EQ(x, (std::vector<double>{0, 0}));
  EXPECT_FALSE(solve_by_conjugate_gradients(broken, b, y, 1e-10, 5).converged);
  EXPECT_FALSE(std::isfinite(y[0]));
}

}  // namespace
}  // namespace kato
