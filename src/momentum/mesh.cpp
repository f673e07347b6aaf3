// SPDX-License-Identifier: Apache-2.0
#include "momentum/mesh.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace kato {
namespace {

// P_n(x) and its derivative.
struct Legendre {
  double value, slope;
};
Legendre legendre(int n, double x) {
  double before = 1, now = x;
  for (int k = 2; k <= n; ++k) {
    const double next = ((2 * k - 1) * x * now - (k - 1) * before) / k;
    before = now;
    now = next;
  }
  return {now, n * (x * now - before) / (x * x - 1)};
}

// The derivative at t[at] of the polynomial through (t, f).
double polynomial_slope(std::span<const double> t, std::span<const double> f, std::size_t at) {
  double slope = 0;
  for (std::size_t j = 0; j < t.size(); ++j) {
    if (j == at) continue;
    double ratio = 1;  // prod_{k != j, at} (t_at - t_k)/(t_j - t_k)
    for (std::size_t k = 0; k < t.size(); ++k)
      if (k != j && k != at) ratio *= (t[at] - t[k]) / (t[j] - t[k]);
    slope += f[j] * ratio / (t[j] - t[at]) + f[at] / (t[at] - t[j]);
  }
  return slope;
}

}  // namespace

Quadrature gauss_legendre(int points) {
  Quadrature rule;
  for (int i = points; i >= 1; --i) {
    double x = std::cos(std::numbers::pi * (i - 0.25) / (points + 0.5)), change = 1;
    for (int round = 0; round < 100 && std::abs(change) > 1e-16; ++round) {
      const auto p = legendre(points, x);
      change = p.value / p.slope;
      x -= change;
    }
    const double slope = legendre(points, x).slope;
    rule.x.push_back(x);
    rule.w.push_back(2 / ((1 - x * x) * slope * slope));
  }
  return rule;
}

Mesh tangential_mesh(int points, double scale, double cutoff) {
  const auto rule = gauss_legendre(points);
  const double last = std::atan(cutoff / scale);
  Mesh mesh;
  for (std::size_t i = 0; i < rule.x.size(); ++i) {
    const double angle = last * (1 + rule.x[i]) / 2, cosine = std::cos(angle);
    mesh.q.push_back(scale * std::tan(angle));
    mesh.w.push_back(scale * last / 2 * rule.w[i] / (cosine * cosine));
  }
  return mesh;
}

std::vector<double> measure_roots(const Mesh& mesh) {
  std::vector<double> roots(mesh.size());
  for (std::size_t i = 0; i < roots.size(); ++i) roots[i] = std::sqrt(mesh.w[i]) * mesh.q[i];
  return roots;
}

std::vector<double> derivative(const Mesh& mesh, std::span<const double> f) {
  constexpr std::size_t nearest = 10;
  const std::size_t count = mesh.size(), width = std::min(nearest, count);
  std::vector<double> t(count), slopes(count);
  for (std::size_t i = 0; i < count; ++i) t[i] = std::atan(mesh.q[i]);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t first = std::min(i - std::min(i, width / 2), count - width);
    const double slope = polynomial_slope(std::span(t).subspan(first, width), f.subspan(first, width), i - first);
    slopes[i] = slope / (1 + mesh.q[i] * mesh.q[i]);
  }
  return slopes;
}

}  // namespace kato
