// SPDX-License-Identifier: Apache-2.0
#include "momentum/mesh.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace kato {
namespace {

TEST(Mesh, gauss_legendre_integrates_polynomials_of_degree_2n_minus_1_and_no_higher) {
  const auto rule = gauss_legendre(5);
  const auto integral = [&](int power) {
    double sum = 0;
    for (std::size_t i = 0; i < 5; ++i) sum += rule.w[i] * std::pow(rule.x[i], power);
    return sum;
  };
  for (int power = 0; power <= 9; ++power) EXPECT_NEAR(integral(power), power % 2 ? 0 : 2.0 / (power + 1), 1e-14);
  EXPECT_GT(std::abs(integral(10) - 2.0 / 11), 1e-4);
}

TEST(Mesh, integrates_a_lorentzian_over_all_momenta) {
  const auto mesh = tangential_mesh(32, 1.5);
  double sum = 0;
  for (std::size_t i = 0; i < mesh.size(); ++i)
    sum += mesh.w[i] * mesh.q[i] * mesh.q[i] / std::pow(1 + mesh.q[i] * mesh.q[i], 2);
  EXPECT_NEAR(sum, std::numbers::pi / 4, 1e-10);
}

TEST(Mesh, ends_at_the_cutoff_and_integrates_up_to_it) {
  const auto mesh = tangential_mesh(32, 2, 10);
  double sum = 0;
  for (std::size_t i = 0; i < mesh.size(); ++i) {
    sum += mesh.w[i] / (1 + mesh.q[i] * mesh.q[i]);
    EXPECT_TRUE(i == 0 || mesh.q[i] > mesh.q[i - 1]) << i;
  }
  EXPECT_LT(mesh.q.back(), 10);
  EXPECT_GT(mesh.q.back(), 9);
  EXPECT_NEAR(sum, std::atan(10.0), 1e-10);
}

TEST(Mesh, the_derivative_of_a_gaussian_is_right_at_every_point) {
  const auto mesh = tangential_mesh(64, 2, 30);
  std::vector<double> f;
  for (const double q : mesh.q) f.push_back(std::exp(-q * q / 2));
  const auto slope = derivative(mesh, f);
  for (std::size_t i = 0; i < f.size(); ++i) EXPECT_NEAR(slope[i], -mesh.q[i] * f[i], 1e-6) << mesh.q[i];
}

}  // namespace
}  // namespace kato
