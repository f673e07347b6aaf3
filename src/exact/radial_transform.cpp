// SPDX-License-Identifier: Apache-2.0
#include "exact/radial_transform.hpp"

#include <math.h>  // j0, which is no part of <cmath>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "exact/quadrature.hpp"

namespace kato::exact {
namespace {

constexpr double negligible = 1e-17;  // of the largest |V| r^d
constexpr int fewest_panels = 40;
constexpr double phase_of_a_panel = 4;  // radians of q r that twelve nodes resolve to rounding, at the widest panel

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
  const auto coarse = nodes(potential, reach, (panels + 1) / 2);
  nodes_ = nodes(potential, reach, panels);
  for (int n = 0; n <= 8; ++n) {
    const double q = largest * n / 8;
    uncertainty_ = std::max(uncertainty_, std::abs(integral(nodes_, q) - integral(coarse, q)));
  }
}

std::vector<RadialTransform::Node> RadialTransform::nodes(const RadialPotential& potential, double reach,
                                                          int panels) const {
  std::vector<Node> all;
  for (const auto& node : half_line_nodes(reach, panels))
    all.push_back({node.position, node.weight * potential(node.position) * surface(dimensions_, node.position)});
  return all;
}

double RadialTransform::integral(const std::vector<Node>& nodes, double q) const {
  double sum = 0;
  for (const auto& node : nodes) sum += node.weight * wave(dimensions_, q * node.r);
  return sum;
}

double RadialTransform::operator()(double q) const { return integral(nodes_, q); }

}  // namespace kato::exact
