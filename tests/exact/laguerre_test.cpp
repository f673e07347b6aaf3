// SPDX-License-Identifier: Apache-2.0
#include "exact/laguerre.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kato::exact {
namespace {

TEST(Laguerre, the_first_functions_are_as_written) {
  for (const double alpha : {-0.5, 0.0, 0.5, 3.0}) {
    std::vector<double> u(3);
    const double t = 1.7, common = std::exp(-t / 2) / std::sqrt(std::tgamma(alpha + 1));
    laguerre_functions(alpha, t, u);
    EXPECT_NEAR(u[0], common, 1e-14);
    EXPECT_NEAR(u[1], common * (1 + alpha - t) / std::sqrt(1 + alpha), 1e-14);
    const double second = 0.5 * t * t - (alpha + 2) * t + 0.5 * (alpha + 1) * (alpha + 2);
    EXPECT_NEAR(u[2], common * second * std::sqrt(2 / ((1 + alpha) * (2 + alpha))), 1e-14);
  }
}

TEST(Laguerre, the_functions_are_orthonormal_in_the_quadrature) {
  constexpr int order = 40;
  for (const double alpha : {-0.5, 0.0, 0.5}) {
    const auto nodes = gauss_laguerre(alpha, order);
    std::vector<double> u(order);
    for (const auto& [a, b] : {std::pair{0, 0}, {39, 39}, {39, 38}, {20, 37}, {5, 5}}) {
      double sum = 0;
      for (const auto& [t, weight] : nodes) {
        laguerre_functions(alpha, t, u);
        sum += weight * u[static_cast<std::size_t>(a)] * u[static_cast<std::size_t>(b)];
      }
      EXPECT_NEAR(sum, a == b ? 1 : 0, 1e-11) << "alpha = " << alpha << ", " << a << ", " << b;
    }
  }
}

// The integral of t^alpha exp(-2 t), not of the form that is exact: it converges.
TEST(Laguerre, the_quadrature_converges_for_other_functions) {
  for (const double alpha : {-0.5, 0.0, 0.5}) {
    double sum = 0;
    for (const auto& [t, weight] : gauss_laguerre(alpha, 40)) sum += weight * std::exp(-2 * t);
    EXPECT_NEAR(sum, std::tgamma(alpha + 1) * std::pow(2, -alpha - 1), 1e-9);
  }
}

}  // namespace
}  // namespace kato::exact
