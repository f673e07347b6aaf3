// SPDX-License-Identifier: Apache-2.0
#include "system/singularity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/error.hpp"

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

// What the input says, if that is near what follows from the potential; to all digits it is taken as it stands.
double as_declared(std::optional<double> declared, double found, const std::string& what) {
  if (!declared) return found;
  const double off = std::abs(*declared - found), scale = std::max(std::abs(found), std::abs(*declared));
  require(
      off <= 1e-3 * scale,
      fmt::format("system.interaction: {} of psi where they meet is {:.9g} in the input, but the potential asks for "
                  "{:.9g}; leave it out, and it is found",
                  what, *declared, found));
  return off <= 1e-9 * scale ? *declared : found;
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

ContactShape contact_shape(const ContactTerms& terms, std::optional<double> other, int dimensions,
                           const std::string& pairs) {
  const bool apart = dimensions == 1 && (terms.apart || terms.inverse != 0);
  const double power = terms.square != 0 ? contact_power(terms.square, dimensions) : apart ? 1 : 0;
  require(
      std::isfinite(power) && !(dimensions == 1 && terms.square == 0 && terms.inverse < 0),
      fmt::format("system.interaction: there is no ground state: {} particles fall towards each other (V = {:.6g}/r^2 "
                  "+ {:.6g}/r at contact); weaken it or soften it there",
                  pairs, terms.square, terms.inverse));
  const double bend = 2 * power + dimensions - 1;
  ContactShape shape{.slope = other, .power = as_declared(terms.power, power, pairs + " particles: the power")};
  const double inverse = terms.inverse + (other ? *other * (dimensions - 1) : 0);
  if (power != 0 || terms.inverse != 0) shape.slope = inverse != 0 ? std::optional(inverse / bend) : std::nullopt;
  if (terms.slope) {
    const double own = bend > 0 ? terms.inverse / bend : 0;
    const double declared = as_declared(terms.slope, own, pairs + " particles: the slope");
    if (!other && declared != 0) shape.slope = declared;
  }
  return shape;
}

}  // namespace kato
