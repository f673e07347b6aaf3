// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include "analytic_psi.hpp"
#include "base/random.hpp"
#include "observe/observable.hpp"

namespace kato {

/// The exact ground state of two spinless fermions in the trap with a Gaussian repulsion of strength 10 and range 1/2,
///     psi(x, y) = u((x - y)/sqrt 2) pi^(-1/4) exp(-((x + y)/sqrt 2)^2/2),   integral psi^2 dx dy = 1,
/// u odd, from inverse iteration on a grid of spacing 1/200: its error is below 1e-4.
class ExactPair {
 public:
  static constexpr double energy = 2.4256190226;  ///< tests/data/spinless-gaussian.csv

  ExactPair() : u_(points) {
    std::vector<double> diagonal(points), right(points, 1.0);
    const double height = 10 / (std::sqrt(2 * std::numbers::pi) * 0.5);
    for (int n = 0; n < points; ++n) {
      const double r = place(n);
      diagonal[n] = 1 / (step * step) + 0.5 * r * r + height * std::exp(-4 * r * r) - (energy - 0.5 + 1e-3);
    }
    for (int iteration = 0; iteration < 6; ++iteration) {
      right = solve(diagonal, right);
      double norm = 0;
      for (const double v : right) norm += 2 * v * v * step;  // both signs of r
      for (double& v : right) v /= std::sqrt(norm);
    }
    for (int n = 0; n < points; ++n) u_[n] = std::abs(right[n]);
  }

  double operator()(double x, double y) const {
    const double centre = (x + y) / std::numbers::sqrt2;
    return relative((x - y) / std::numbers::sqrt2) * std::exp(-0.5 * centre * centre) /
           std::sqrt(std::sqrt(std::numbers::pi));
  }

  AnalyticPsi amplitude() const {
    return AnalyticPsi([this](const WalkerView& walker) { return log_psi((*this)(walker.x[0], walker.x[1])); });
  }

  /// Independent places [W, 2] that follow psi^2.
  std::vector<double> draw(std::size_t walkers, std::uint32_t step_number) const {
    std::vector<double> sum(points), x(2 * walkers), uniform(2), normal(1);
    double total = 0;
    for (int n = 0; n < points; ++n) sum[n] = total += 2 * u_[n] * u_[n] * step;
    for (std::size_t w = 0; w < walkers; ++w) {
      const StreamKey key{.seed = 11, .step = step_number, .purpose = Purpose::test};
      fill_uniform(key, static_cast<std::uint32_t>(w), 0, uniform);
      fill_normal(key, static_cast<std::uint32_t>(w), 2, normal);
      const auto at = std::ranges::lower_bound(sum, std::abs(2 * uniform[0] - 1) * total) - sum.begin();
      const double r = std::copysign(place(static_cast<int>(at)) + (uniform[1] - 0.5) * step, uniform[0] - 0.5);
      const double centre = normal[0] / std::numbers::sqrt2;  // of variance 1/2
      x[2 * w] = (centre + r) / std::numbers::sqrt2;
      x[2 * w + 1] = (centre - r) / std::numbers::sqrt2;
    }
    return x;
  }

  /// What an observable finds on this state, from `steps` measurements of independent walkers.
  std::map<std::string, Curve> measured(Observable& observable, std::size_t walkers, std::uint32_t steps) const {
    auto psi = amplitude();
    for (std::uint32_t n = 0; n < steps; ++n) {
      const auto x = draw(walkers, n);
      const WalkerView now{.x = x, .particles = 2, .dimensions = 1};
      const auto values = values_of(psi, now);
      const StreamKey stream{.seed = 12, .step = n, .purpose = Purpose::observable};
      observable.measure(now, {.psi = &psi, .values = values, .stream = stream});
    }
    return observable.results();
  }

 private:
  static constexpr int points = 1300;
  static constexpr double step = 1.0 / 200;
  static double place(int n) { return (n + 1) * step; }

  double relative(double r) const {
    const double at = std::abs(r) / step - 1;
    if (at >= points - 1) return std::copysign(1e-30, r);
    const int n = static_cast<int>(std::floor(at));
    const double before = n < 0 ? 0 : u_[n];
    return std::copysign(before + (u_[n + 1] - before) * (at - n), r);
  }

  // The tridiagonal system with -1/(2 step^2) beside its diagonal.
  static std::vector<double> solve(std::vector<double> diagonal, std::vector<double> right) {
    const double beside = -0.5 / (step * step);
    for (int n = 1; n < points; ++n) {
      const double factor = beside / diagonal[n - 1];
      diagonal[n] -= factor * beside;
      right[n] -= factor * right[n - 1];
    }
    for (int n = points - 1; n >= 0; --n)
      right[n] = (right[n] - (n + 1 < points ? beside * right[n + 1] : 0)) / diagonal[n];
    return right;
  }

  std::vector<double> u_;  // at step, 2 step ..
};

}  // namespace kato
