// SPDX-License-Identifier: Apache-2.0
#include "momentum/bessel_transform.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kato {
namespace {

TEST(BesselTransform, the_series_of_j2_meets_the_closed_form) {
  for (const double x : {0.55, 0.6, 0.61, 0.7}) {
    const double closed = (3 / (x * x) - 1) * std::sin(x) / x - 3 * std::cos(x) / (x * x);
    EXPECT_NEAR(bessel_j2(x), closed, 1e-14);
  }
  EXPECT_NEAR(bessel_j2(0.01), 1e-4 / 15 * (1 - 1e-4 / 14), 1e-15);
  EXPECT_NEAR(bessel_j0(0.5), std::sin(0.5) / 0.5, 1e-15);
}

TEST(BesselTransform, of_a_gaussian_is_its_closed_form) {
  const auto mesh = tangential_mesh(24, 1, 20);
  const std::size_t n = mesh.size();
  const auto numeric =
      bessel_transform(mesh, [](double r) { return CoupledPotential{.ss = 7 * std::exp(-1.3 * r * r)}; });
  std::vector<double> closed(n * n);
  add_gaussian(mesh, 7, 1.3, closed);
  double largest = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      EXPECT_NEAR(numeric[i * 2 * n + j], closed[i * n + j], 1e-12);
      largest = std::max(largest, std::abs(closed[i * n + j]));
    }
  }
  EXPECT_GT(largest, 0.5);
}

// The integral of r^2 j_0(q r) j_2(q' r) exp(-r^2) for small momenta is q'^2/15 times that of r^4 exp(-r^2) =
// 3 sqrt(pi)/8; the convention puts a minus in front.
TEST(BesselTransform, the_block_between_s_and_d_bears_a_minus_sign) {
  const Mesh mesh{{0.01, 0.02}, {1, 1}};
  const auto v = bessel_transform(mesh, [](double r) { return CoupledPotential{.sd = std::exp(-r * r)}; });
  const double expected = -2 / M_PI * 0.02 * 0.02 / 15 * 3 * std::sqrt(M_PI) / 8;
  EXPECT_NEAR(v[0 * 4 + 3] / expected, 1, 1e-3);
  EXPECT_EQ(v[3 * 4 + 0], v[0 * 4 + 3]);
  EXPECT_EQ(v[0], 0);
}

}  // namespace
}  // namespace kato
