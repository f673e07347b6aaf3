// SPDX-License-Identifier: Apache-2.0
#include "exact/ring_contact.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <utility>

#include "base/error.hpp"
#include "linalg/eigen.hpp"

namespace kato::exact {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double pi = std::numbers::pi, rounding = std::numeric_limits<double>::epsilon();

// The equations at k (and l): what is left of them, and their derivatives by the unknowns and by g.
struct Equations {
  VectorXd left;
  MatrixXd slope;
  VectorXd by_g;

  explicit Equations(Eigen::Index size)
      : left(VectorXd::Zero(size)), slope(MatrixXd::Zero(size, size)), by_g(VectorXd::Zero(size)) {}

  // Adds 2 arctan(c (y_i - y_j)/g) to the equation of i.
  void add_phase(const VectorXd& y, Eigen::Index i, Eigen::Index j, double c, double g) {
    const double u = c * (y[i] - y[j]) / g, peak = 2 / (1 + u * u);
    left[i] += 2 * std::atan(u);
    slope(i, i) += peak * c / g;
    slope(i, j) -= peak * c / g;
    by_g[i] -= peak * u / g;
  }
};

double quantum_number(Eigen::Index j, Eigen::Index count) { return static_cast<double>(j) - 0.5 * (count - 1.0); }

Equations bosons_equations(const VectorXd& k, double g, double side) {
  const auto N = k.size();
  Equations equations(N);
  for (Eigen::Index j = 0; j < N; ++j) {
    equations.left[j] = k[j] * side - 2 * pi * quantum_number(j, N);
    equations.slope(j, j) = side;
    for (Eigen::Index l = 0; l < N; ++l)
      if (l != j) equations.add_phase(k, j, l, 1, g);
  }
  return equations;
}

// Of y = (k, l), with M numbers l.
Equations fermions_equations(const VectorXd& y, Eigen::Index M, double g, double side) {
  const auto N = y.size() - M;
  Equations equations(y.size());
  for (Eigen::Index j = 0; j < N; ++j) {
    equations.left[j] = y[j] * side - 2 * pi * quantum_number(j, N);
    equations.slope(j, j) = side;
    for (Eigen::Index a = N; a < y.size(); ++a) equations.add_phase(y, j, a, 2, g);
  }
  for (Eigen::Index a = N; a < y.size(); ++a) {
    equations.left[a] = -2 * pi * quantum_number(a - N, M);
    for (Eigen::Index j = 0; j < N; ++j) equations.add_phase(y, a, j, 2, g);
    for (Eigen::Index b = N; b < y.size(); ++b)
      if (b != a) equations.add_phase(y, a, b, -1, g);
  }
  return equations;
}

// Newton's steps, halved until what is left of the equations shrinks; nothing if they do not end.
template <class F>
std::optional<VectorXd> solution(const F& equations_at, VectorXd y) {
  const double settled = 1e-13 * 2 * pi * static_cast<double>(y.size());
  auto now = equations_at(y);
  for (int step = 0; step < 200; ++step) {
    const VectorXd full = now.slope.partialPivLu().solve(now.left);
    if (!full.allFinite()) return std::nullopt;
    double part = 1;
    auto next = equations_at(y - full);
    while (next.left.norm() > (1 - 0.1 * part) * now.left.norm() && part > 1e-3)
      part *= 0.5, next = equations_at(y - part * full);
    const bool shrinks = next.left.norm() < now.left.norm();
    if (shrinks) y -= part * full, now = std::move(next);
    if (!shrinks || now.left.norm() < 0.01 * settled)
      return now.left.norm() < settled ? std::optional(y) : std::nullopt;
  }
  return std::nullopt;
}

RingContact solved(const VectorXd& y, const Equations& equations, Eigen::Index N, double g, double side) {
  const auto k = y.head(N);
  const auto factors = equations.slope.partialPivLu();
  const VectorXd error = factors.solve(equations.left), by_g = -factors.solve(equations.by_g);
  return {
      .energy = 0.5 * k.squaredNorm(),
      .uncertainty = std::abs(k.dot(error.head(N))) + 2 * pi * rounding * static_cast<double>(N) / side * k.lpNorm<1>(),
      .interaction = g * k.dot(by_g.head(N)),
      .wave_numbers = {k.begin(), k.end()}};
}

RingContact without_interaction(std::vector<double> wave_numbers) {
  double energy = 0;
  for (const double k : wave_numbers) energy += 0.5 * k * k;
  return {.energy = energy, .wave_numbers = std::move(wave_numbers)};
}

void check(double g, double side) {
  require(std::isfinite(g) && g >= 0 && side > 0,
          fmt::format("contact gas on a ring: is solved for repulsion, and strength = {:.6g}", g));
}

VectorXd strong_coupling(Eigen::Index N, Eigen::Index M, double g, double side) {
  VectorXd y(N + M);
  for (Eigen::Index j = 0; j < N; ++j) y[j] = 2 * pi * quantum_number(j, N) / side;
  for (Eigen::Index a = 0; a < M; ++a)
    y[N + a] = 0.5 * g * std::tan(pi * quantum_number(a, M) / static_cast<double>(N));
  return y;
}

// Where a function that grows from below zero at `low` has its zero.
template <class F>
double zero_of(const F& f, double low, double high) {
  for (int step = 0; step < 200; ++step) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) break;
    (f(middle) < 0 ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace

RingContact ring_bosons(int particles, double g, double side) {
  check(g, side);
  if (g == 0) return without_interaction(std::vector<double>(static_cast<std::size_t>(particles)));
  const auto at = [&](const VectorXd& k) { return bosons_equations(k, g, side); };
  const auto k = solution(at, strong_coupling(particles, 0, g, side));
  require(k.has_value(), "contact gas on a ring: its equations could not be solved; try another strength");
  return solved(*k, at(*k), particles, g, side);
}

RingContact ring_fermions(int up, int down, double g, double side) {
  check(g, side);
  require(up % 2 == 1 && down % 2 == 1,
          fmt::format("contact gas on a ring: {} up and {} down do not close their shells (odd numbers do); take odd "
                      "numbers of both",
                      up, down));
  const int N = up + down, M = std::min(up, down);
  if (g == 0) {
    std::vector<double> k;
    for (const int count : {up, down})
      for (int j = 0; j < count; ++j) k.push_back(2 * pi * quantum_number(j, count) / side);
    return without_interaction(std::move(k));
  }
  double now = std::max(g, 20.0 * N / side), factor = 0.7;
  auto y = solution([&](const VectorXd& at) { return fermions_equations(at, M, now, side); },
                    strong_coupling(N, M, now, side));
  while (y && now > g && factor < 0.999) {
    const double next = std::max(g, factor * now);
    const auto found = solution([&](const VectorXd& at) { return fermions_equations(at, M, next, side); }, *y);
    if (found) now = next, y = found;
    factor = found ? std::max(0.5, factor * factor) : std::sqrt(factor);
  }
  require(
      y && now == g,
      "contact gas on a ring: Newton's steps from strong coupling failed; take a larger strength or fewer particles");
  return solved(*y, fermions_equations(*y, M, g, side), N, g, side);
}

RingContact ring_pair(double g, double side) {
  require(std::isfinite(g), "contact gas on a ring: strength is not a finite number");
  const double c = 0.25 * std::abs(g) * side;
  if (c == 0) return without_interaction({0, 0});
  const double scale = 2 / side;
  if (g > 0) {  // x = k L/2, x tan x = c
    const double x = zero_of([c](double t) { return t * std::sin(t) - c * std::cos(t); }, 0, 0.5 * pi);
    const double slope = std::tan(x) + x / std::pow(std::cos(x), 2), energy = std::pow(scale * x, 2);
    return {.energy = energy,
            .uncertainty = 8 * rounding * energy,
            .interaction = 2 * scale * scale * x * c / slope,
            .wave_numbers = {-scale * x, scale * x}};
  }
  const double x = zero_of([c](double t) { return t * std::tanh(t) - c; }, 0, c + std::sqrt(c));
  const double slope = std::tanh(x) + x / std::pow(std::cosh(x), 2), energy = -std::pow(scale * x, 2);
  return {.energy = energy, .uncertainty = 8 * rounding * -energy, .interaction = -2 * scale * scale * x * c / slope};
}

}  // namespace kato::exact
