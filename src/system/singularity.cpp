// SPDX-License-Identifier: Apache-2.0
#include "system/singularity.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace kato {
namespace {

struct Start {
  double value, slope;
};

// f(0) and f'(0) of a function that is smooth at 0 beside rounding errors, from f at h, 2h, 4h and 8h, for the h of
// which the polynomial through them changes least.
Start at_zero(const std::function<double(double)>& f) {
  constexpr int nodes = 4;
  std::array<Start, 11> all{};
  double h = 1e-2;
  for (auto& each : all) {
    each = {0, 0};
    for (int i = 0; i < nodes; ++i) {  // Lagrange's polynomials at 0, and their derivatives there
      double weight = 1, derivative = 0;
      for (int j = 0; j < nodes; ++j)
        if (j != i) {
          const double own = std::exp2(i), other = std::exp2(j);
          weight *= other / (other - own);
          derivative -= 1 / other;
        }
      const double value = f(h * std::exp2(i));
      each.value += weight * value;
      each.slope += weight * derivative * value / h;
    }
    h *= 0.1;
  }
  Start found{0, 0};
  double least = std::numeric_limits<double>::infinity(), least_of_slope = least;
  for (std::size_t n = 1; n < all.size(); ++n) {
    const auto& [value, slope] = all[n];
    const auto& [before, slope_before] = all[n - 1];
    const double change = std::abs(value - before) / std::abs(value);
    const double change_of_slope = change + std::abs(slope - slope_before) / (std::abs(slope) + 1e-5 * std::abs(value));
    if (change < least) least = change, found.value = value;
    if (change_of_slope < least_of_slope) least_of_slope = change_of_slope, found.slope = slope;
  }
  return found;
}

}  // namespace

Singularity singularity_of(const std::function<double(double)>& potential) {
  constexpr double near = 1e-14, next = 1e-12, same = 0.02;
  Singularity found;
  if (std::isfinite(potential(0))) return found;
  const double v = potential(near), before = potential(next);
  if (!(std::abs(v) > 0) || !(std::abs(before) > 0)) return found;
  // A logarithm has the exponent 1/|ln r|, up to 0.04 here.
  found.exponent = std::log(std::abs(v / before)) / std::log(next / near);
  if (found.exponent < 2 * same) return {};
  found.sign = v > 0 ? 1 : -1;
  for (const double whole : {1.0, 2.0})
    if (std::abs(found.exponent - whole) < same) found.exponent = whole;
  if (found.exponent == 1) found.inverse = at_zero([&](double r) { return r * potential(r); }).value;
  if (found.exponent == 2) {
    const auto start = at_zero([&](double r) { return r * r * potential(r); });
    found.square = start.value;
    found.inverse = std::abs(start.slope) > 1e-6 * std::abs(start.value) ? start.slope : 0;
  }
  return found;
}

double contact_power(double square, int dimensions) {
  const double half = 1 - 0.5 * dimensions;
  return half + std::sqrt(half * half + square);
}

}  // namespace kato
