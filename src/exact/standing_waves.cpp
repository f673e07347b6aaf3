// SPDX-License-Identifier: Apache-2.0
#include "exact/standing_waves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "exact/laguerre.hpp"
#include "exact/panels.hpp"

namespace kato::exact {
namespace {

constexpr double pi = std::numbers::pi;

struct Direction {
  std::array<double, 3> unit;
  double share;
};

// Directions with positive components, over which functions even in every component have their exact mean: polynomials
// up to the degree 4 (count - 1) in the components.
std::vector<Direction> directions(int dimensions, int count) {
  std::vector<Direction> all;
  const auto around = [&](double height, double share) {  // midpoints on a quarter of a circle
    const double radius = std::sqrt(1 - height * height);
    for (int n = 0; n < count; ++n) {
      const double angle = 0.5 * pi * (n + 0.5) / count;
      all.push_back({{radius * std::cos(angle), radius * std::sin(angle), height}, share / count});
    }
  };
  if (dimensions == 1) all.push_back({{1, 0, 0}, 1});
  if (dimensions == 2) around(0, 1);
  if (dimensions == 3)
    for (const auto& node : gauss_legendre(2 * count))  // on (-1, 1), of which the upper half
      if (node.position > 0.5) around(2 * node.position - 1, 2 * node.weight);
  return all;
}

// <a| cos(q x) |b> for a + b even, <a| sin(q x) |b> for a + b odd, a, b = 0 .. shells - 1: with t = q^2/2
//     <n + k| exp(i q x) |n> = i^k sqrt(n!/(n + k)!) t^(k/2) L_n^k(t) exp(-t/2).
void fill_axis(double q, Matrix& a) {
  const int shells = a.rows;
  const double t = 0.5 * q * q;
  std::vector<double> u(static_cast<std::size_t>(shells));
  for (int k = 0; k < shells; ++k) {
    const auto count = static_cast<std::size_t>(shells - k);
    laguerre_functions(k, t, {u.data(), count});
    const double sign = k / 2 % 2 == 0 ? 1 : -1, factor = sign * std::pow(t, 0.5 * k);
    for (int n = 0; n < shells - k; ++n) a(n + k, n) = a(n, n + k) = factor * u[static_cast<std::size_t>(n)];
  }
}

// alpha of the functions of |r|^2 in d dimensions.
double order_of(int dimensions) { return 0.5 * dimensions - 1; }

}  // namespace

StandingWaves::StandingWaves(int dimensions, int shells) : dimensions_(dimensions), shells_(shells) {
  const auto radii = gauss_laguerre(order_of(dimensions), moments());
  const auto towards = directions(dimensions, shells);
  directions_ = static_cast<int>(towards.size());
  functions_ = Matrix(moments(), static_cast<int>(radii.size()));
  for (std::size_t k = 0; k < radii.size(); ++k) {
    double* column = functions_.data.data() + k * static_cast<std::size_t>(moments());
    laguerre_functions(order_of(dimensions), radii[k].position, {column, static_cast<std::size_t>(moments())});
    for (int p = 0; p < moments(); ++p) column[p] *= radii[k].weight;
    for (const auto& direction : towards)
      for (int c = 0; c < dimensions; ++c)
        q_.push_back(std::sqrt(radii[k].position) * direction.unit[static_cast<std::size_t>(c)]);
  }
  for (const auto& direction : towards) shares_.push_back(direction.share);
}

std::vector<double> StandingWaves::weights(std::span<const double> moments) const {
  std::vector<double> all;
  for (int k = 0; k < functions_.cols; ++k) {
    double radial = 0;
    for (int p = 0; p < functions_.rows; ++p) radial += functions_(p, k) * moments[static_cast<std::size_t>(p)];
    for (const double share : shares_) all.push_back(radial * share);
  }
  return all;
}

void StandingWaves::matrix(int wave, std::span<const std::vector<int>> levels, Matrix& a) const {
  std::array<Matrix, 3> axes;
  for (int c = 0; c < dimensions_; ++c) {
    axes[static_cast<std::size_t>(c)] = Matrix(shells_, shells_);
    fill_axis(q_[static_cast<std::size_t>(wave * dimensions_ + c)], axes[static_cast<std::size_t>(c)]);
  }
  for (int j = 0; j < a.cols; ++j)
    for (int i = 0; i <= j; ++i) {
      const auto& bra = levels[static_cast<std::size_t>(i)];
      const auto& ket = levels[static_cast<std::size_t>(j)];
      double product = 1;
      for (std::size_t c = 0; c < ket.size(); ++c) product *= axes[c](bra[c], ket[c]);
      a(i, j) = a(j, i) = product;
    }
}

std::vector<double> moments(const RadialPotential& potential, int dimensions, double length, int count) {
  const double alpha = order_of(dimensions), sphere = 2 * std::pow(pi, 0.5 * dimensions) / std::tgamma(alpha + 1);
  const double factor = sphere * std::pow(2 * pi, -0.5 * dimensions);
  const double reach = std::sqrt(4.0 * count + dimensions) + 7;  // u_p is below 1e-20 there
  std::vector<double> sums(static_cast<std::size_t>(count)), u(sums.size());
  const auto scaled = [&](double r) { return potential(length * r); };
  for (const auto& [r, weight] : half_line_nodes(scaled, reach, 60 + 4 * count)) {
    laguerre_functions(alpha, r * r, u);
    const double v = factor * weight * std::pow(r, dimensions - 1) * scaled(r);
    for (std::size_t p = 0; p < u.size(); ++p) sums[p] += (p % 2 == 0 ? v : -v) * u[p];
  }
  return sums;
}

std::vector<double> contact_moments(double strength, double length, int count) {
  std::vector<double> u(static_cast<std::size_t>(count));
  laguerre_functions(order_of(1), 0, u);
  for (std::size_t p = 0; p < u.size(); ++p) u[p] *= (p % 2 == 0 ? 1 : -1) * strength / (length * std::sqrt(2 * pi));
  return u;
}

}  // namespace kato::exact
