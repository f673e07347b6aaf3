// SPDX-License-Identifier: Apache-2.0
#include "optimize/curvature.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "optimize/steps.hpp"

namespace kato {
namespace {

double model_at(const PlaneModel& m, double alpha, double mu) {
  return alpha * m.gu + mu * m.gv + 0.5 * (alpha * alpha * m.uu + 2 * alpha * mu * m.uv + mu * mu * m.vv);
}

TEST(Curvature, the_minimum_of_a_known_quadratic_is_exact) {
  // M = 2 (alpha - 3)^2 + 5 (mu + 1)^2 + 2 (alpha - 3)(mu + 1) - 17, which is 0 at 0.
  const PlaneModel model{.gu = -10, .gv = 4, .uu = 4, .uv = 2, .vv = 10};
  const auto found = minimum(model);
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->alpha, 3);
  EXPECT_DOUBLE_EQ(found->mu, -1);
  EXPECT_DOUBLE_EQ(found->change, -17);
  EXPECT_DOUBLE_EQ(model_at(model, 3, -1), -17);
}

TEST(Curvature, a_missing_or_parallel_second_direction_leaves_the_first) {
  for (const PlaneModel& model :
       {PlaneModel{.gu = -6, .uu = 3}, PlaneModel{.gu = -6, .gv = -12, .uu = 3, .uv = 6, .vv = 12}}) {
    const auto found = minimum(model);
    ASSERT_TRUE(found);
    EXPECT_DOUBLE_EQ(found->alpha, 2);
    EXPECT_DOUBLE_EQ(found->mu, 0);
    EXPECT_DOUBLE_EQ(found->change, -6);
  }
}

TEST(Curvature, a_model_without_a_minimum_has_none) {
  EXPECT_FALSE(minimum({.gu = -1, .uu = -1}));
  EXPECT_FALSE(minimum({.gu = -1, .uu = 0}));
  EXPECT_FALSE(minimum({.gu = -1, .gv = 1, .uu = 1, .uv = 0, .vv = -1}));
  EXPECT_FALSE(minimum({.gu = -1, .gv = 1, .uu = 1, .uv = 2, .vv = 1}));
  EXPECT_FALSE(minimum({.gu = -1, .gv = 1, .uu = std::nan(""), .uv = 0, .vv = 1}));
  EXPECT_FALSE(minimum({.gu = std::nan(""), .uu = 1}));
}

// u^T H u and so on of the oscillator's E(theta), by central differences of the known energy.
double second_derivative(const Oscillator& oscillator, const std::vector<double>& theta, const std::vector<double>& u,
                         const std::vector<double>& v) {
  const double h = 1e-3;
  const auto energy = [&](double s, double t) {
    auto at = theta;
    for (std::size_t p = 0; p < at.size(); ++p) at[p] += s * u[p] + t * v[p];
    return oscillator.energy(at);
  };
  return (energy(h, h) - energy(h, -h) - energy(-h, h) + energy(-h, -h)) / (4 * h * h);
}

TEST(Curvature, the_quasi_hessian_is_the_hessian_where_the_logarithm_is_linear_in_the_parameters) {
  // Many walkers: what is left is their statistical error.
  const Oscillator oscillator{.dimensions = 1, .walkers = 400000};
  const std::vector<double> theta{1.4, 0.5}, u{1, 0.3}, v{-0.2, 1};
  auto step = oscillator.step(theta);
  const auto model = plane_model(Curvature::quasi_hessian, step, 0, u, v);
  EXPECT_NEAR(model.uu, second_derivative(oscillator, theta, u, u), 0.01);
  EXPECT_NEAR(model.uv, second_derivative(oscillator, theta, u, v), 0.01);
  EXPECT_NEAR(model.vv, second_derivative(oscillator, theta, v, v), 0.01);
  const auto fisher = plane_model(Curvature::fisher, step, 0, u, v);
  EXPECT_GT(std::abs(fisher.vv - model.vv), 0.5);  // these are different matrices
}

TEST(Curvature, the_vmc_metric_is_the_hessian_at_an_eigenstate) {
  const Oscillator oscillator{.dimensions = 1, .walkers = 400000};
  const std::vector<double> theta{1, 0}, u{1, 0.3}, v{-0.2, 1};
  auto step = oscillator.step(theta);
  const auto model = plane_model(Curvature::vmc, step, 0, u, v);
  EXPECT_NEAR(model.uu, second_derivative(oscillator, theta, u, u), 0.01);
  EXPECT_NEAR(model.uv, second_derivative(oscillator, theta, u, v), 0.01);
  EXPECT_NEAR(model.vv, second_derivative(oscillator, theta, v, v), 0.01);
}

TEST(Curvature, the_fisher_matrix_and_the_ridge_are_those_of_the_formula) {
  auto step = random_step(20, 5, 161);
  const auto u = normal_numbers(5, 165), v = normal_numbers(5, 166);
  const auto model = plane_model(Curvature::fisher, step, 0.7, u, v);
  const auto o = step.jacobian();
  double uu = 0, uv = 0, vv = 0, gu = 0, gv = 0;
  for (std::size_t p = 0; p < 5; ++p) {
    gu += step.gradient()[p] * u[p];
    gv += step.gradient()[p] * v[p];
    for (std::size_t q = 0; q < 5; ++q) {
      double b = p == q ? 0.7 : 0;
      for (std::size_t w = 0; w < 20; ++w) b += 4 * o[w * 5 + p] * o[w * 5 + q];
      uu += u[p] * b * u[q];
      uv += u[p] * b * v[q];
      vv += v[p] * b * v[q];
    }
  }
  EXPECT_NEAR(model.gu, gu, 1e-12);
  EXPECT_NEAR(model.gv, gv, 1e-12);
  EXPECT_NEAR(model.uu, uu, 1e-12);
  EXPECT_NEAR(model.uv, uv, 1e-12);
  EXPECT_NEAR(model.vv, vv, 1e-12);
}

}  // namespace
}  // namespace kato
