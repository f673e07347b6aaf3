// SPDX-License-Identifier: Apache-2.0
#include "exact/radial_transform.hpp"

#include <math.h>  // j0, which is no part of <cmath>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "exact/quadrature.hpp"

namespace kato::exact {
namespace {

constexpr double negligible = 1e-17;  // of the largest |V| r^d
constexpr int fewest_panels = 12, order = 40;
constexpr double phase_of_a_panel = 64;  // radians of q r that the nodes of the widest panel resolve to rounding
constexpr int terms = 64;
constexpr double phase_of_a_piece = 52;  // of q that so many polynomials resolve to rounding at the reach of V

// Beyond which V does not count.
double reach_of(const RadialPotential& potential, int dimensions, double length) {
  double reach = 0, largest = 0;
  const auto size = [&](double r) { return std::abs(potential(r)) * std::pow(r, dimensions); };
  const double first = 1e-6 * length, last = 20 * length;
  for (double r = first; r < last; r *= 1.02) largest = std::max(largest, size(r));
  for (double r = first; r < last; r *= 1.02)
    if (size(r) > negligible * largest) reach = r;
  return 1.02 * reach;
}

double surface(int dimensions, double r) {
  constexpr double pi = std::numbers::pi;
  if (dimensions == 1) return 2;
  return dimensions == 2 ? 2 * pi * r : 4 * pi * r * r;
}

double wave(int dimensions, double x) {
  if (dimensions == 1) return std::cos(x);
  if (dimensions == 2) return ::j0(x);
  return x < 1e-4 ? 1 - x * x / 6 : std::sin(x) / x;
}

}  // namespace

RadialTransform::RadialTransform(const RadialPotential& potential, int dimensions, double length, double largest)
    : dimensions_(dimensions) {
  const double reach = reach_of(potential, dimensions, length);
  if (reach == 0) return;
  const int panels = std::max(fewest_panels, static_cast<int>(std::ceil(2 * largest * reach / phase_of_a_panel)));
  const auto coarse = nodes(potential, reach, 3 * panels / 4);
  const auto fine = nodes(potential, reach, panels);
  for (int n = 0; n <= 8; ++n) {
    const double q = largest * n / 8;
    uncertainty_ = std::max(uncertainty_, std::abs(integral(fine, q) - integral(coarse, q)));
  }
  piece_ = phase_of_a_piece / reach;
  for (double from = 0; from <= largest; from += piece_) add_piece(fine, from);
}

// c_k = (2/terms) sum_j v(q_j) cos(k t_j) at q_j in the middle of equal steps of the angle t.
void RadialTransform::add_piece(const std::vector<Node>& nodes, double from) {
  double values[terms];
  const auto angle = [](int j) { return std::numbers::pi * (j + 0.5) / terms; };
  for (int j = 0; j < terms; ++j) values[j] = integral(nodes, from + 0.5 * piece_ * (1 + std::cos(angle(j))));
  for (int k = 0; k < terms; ++k) {
    double sum = 0;
    for (int j = 0; j < terms; ++j) sum += values[j] * std::cos(k * angle(j));
    coefficients_.push_back((k > 0 ? 2.0 : 1.0) / terms * sum);
  }
}

std::vector<RadialTransform::Node> RadialTransform::nodes(const RadialPotential& potential, double reach,
                                                          int panels) const {
  const auto rule = gauss_legendre(order);
  std::vector<Node> all;
  for (int p = 0; p < panels; ++p) {
    const double from = reach * std::pow(static_cast<double>(p) / panels, 2),
                 to = reach * std::pow((p + 1.0) / panels, 2);
    for (const auto& node : rule) {
      const double r = from + node.position * (to - from);
      all.push_back({r, (to - from) * node.weight * potential(r) * surface(dimensions_, r)});
    }
  }
  return all;
}

double RadialTransform::integral(const std::vector<Node>& nodes, double q) const {
  double sum = 0;
  for (const auto& node : nodes) sum += node.weight * wave(dimensions_, q * node.r);
  return sum;
}

// Clenshaw's sum.
double RadialTransform::operator()(double q) const {
  if (coefficients_.empty()) return 0;
  const auto pieces = coefficients_.size() / terms;
  const auto piece = std::min(static_cast<std::size_t>(q / piece_), pieces - 1);
  const double x = 2 * (q / piece_ - static_cast<double>(piece)) - 1;
  const double* c = coefficients_.data() + piece * terms;
  double above = 0, now = 0;
  for (int k = terms - 1; k > 0; --k) above = std::exchange(now, c[k] + 2 * x * now - above);
  return c[0] + x * now - above;
}

}  // namespace kato::exact
