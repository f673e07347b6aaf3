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

}  // namespace
}  // namespace kato::exact
