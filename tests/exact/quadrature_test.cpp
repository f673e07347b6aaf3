// SPDX-License-Identifier: Apache-2.0
#include "exact/quadrature.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kato::exact {
namespace {

double integral(const std::vector<QuadratureNode>& nodes, double (*f)(double)) {
  double sum = 0;
  for (const auto& [position, weight] : nodes) sum += weight * f(position);
  return sum;
}

TEST(Quadrature, of_gauss_and_legendre_is_exact_up_to_its_degree_and_no_further) {
  const auto nodes = gauss_legendre(4);
  EXPECT_NEAR(integral(nodes, [](double x) { return std::pow(x, 7); }), 1.0 / 8, 1e-15);
  EXPECT_GT(std::abs(integral(nodes, [](double x) { return std::pow(x, 8); }) - 1.0 / 9), 1e-6);
}

TEST(Quadrature, of_the_half_line_takes_kinks_and_roots_at_its_end) {
  const auto nodes = half_line_nodes(4, 30);
  EXPECT_NEAR(integral(nodes, [](double x) { return std::exp(-x); }), 1 - std::exp(-4), 1e-14);
  EXPECT_NEAR(integral(nodes, [](double x) { return 1 / std::sqrt(x); }), 4, 1e-2);
}

}  // namespace
}  // namespace kato::exact
