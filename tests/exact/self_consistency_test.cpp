// SPDX-License-Identifier: Apache-2.0
#include "exact/self_consistency.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kato::exact {
namespace {

double none(double) { return 0; }
double coulomb(double r) { return 1 / r; }

double overlap(const Matrix& a, int i, const Matrix& b, int j) {
  double sum = 0;
  for (int f = 0; f < a.rows; ++f) sum += a(f, i) * b(f, j);
  return sum;
}

TEST(SelfConsistency, particles_that_do_not_interact_fill_the_levels_of_the_trap) {
  const std::vector<double> omega{1, 1.5};
  const MeanField field({.omega = omega, .potentials = {none, none}, .kinds = {{1, 3}, {2, 1}}}, 24, 1.2, 1);
  const auto found = self_consistent(field, free_orbitals(field, omega));
  EXPECT_NEAR(found.energy(), 1.25 + 2.25 + 2.75 + 2 * 1.25, 1e-7);
  EXPECT_NEAR(found.kinetic, found.trap, 1e-6);
  EXPECT_EQ(found.interaction, 0);
  EXPECT_NEAR(found.gap, 0.5, 1e-6);  // level (2, 0) above (0, 1)
}

TEST(SelfConsistency, orbitals_are_orthonormal_and_feel_their_own_mean_field) {
  const std::vector<double> omega{1, 1};
  const MeanField field({.omega = omega, .potentials = {coulomb, coulomb}, .kinds = {{1, 3}, {1, 2}}}, 6, 1, 1);
  const auto found = self_consistent(field, free_orbitals(field, omega));
  EXPECT_LT(found.residual, 1e-8);
  for (const auto& orbitals : found.orbitals)
    for (int i = 0; i < orbitals.cols; ++i)
      for (int j = 0; j <= i; ++j) EXPECT_NEAR(overlap(orbitals, i, orbitals, j), i == j, 1e-12);

  // F C is C times a matrix: no orbital has a component of F C outside of the occupied ones.
  const auto between = field.interaction(found.orbitals);
  for (std::size_t s = 0; s < 2; ++s) {
    const auto& c = found.orbitals[s];
    Matrix moved(c.rows, c.cols);
    for (const auto& functions : field.parities())
      for (const int a : functions)
        for (const int b : functions)
          for (int j = 0; j < c.cols; ++j)
            moved(a, j) += (field.kinetic()(a, b) + field.trap()(a, b) + between[s](a, b)) * c(b, j);
    for (int j = 0; j < c.cols; ++j) {
      double outside = overlap(moved, j, moved, j);
      for (int i = 0; i < c.cols; ++i) outside -= std::pow(overlap(c, i, moved, j), 2);
      EXPECT_NEAR(outside, 0, 1e-13);
    }
  }
}

// From other orbitals of the same parities, far off, to the same energy.
TEST(SelfConsistency, the_energy_does_not_depend_on_the_start) {
  const std::vector<double> omega{0.1, 0.1};
  const MeanField field({.omega = omega, .potentials = {coulomb, coulomb}, .kinds = {{2, 3}}}, 8, 0.1, 1);
  const auto usual = self_consistent(field, free_orbitals(field, omega));
  auto start = free_orbitals(field, omega);
  for (auto& number : start[0].data) number = 0;
  const auto put = [&](const std::vector<int>& level, int orbital) {
    for (int a = 0; a < field.functions(); ++a)
      if (field.levels()[static_cast<std::size_t>(a)] == level) start[0](a, orbital) = 1;
  };
  put({2, 0}, 0);
  put({3, 0}, 1);
  put({0, 3}, 2);
  const auto other = self_consistent(field, start);
  EXPECT_LT(usual.residual, 1e-9);
  EXPECT_GT(other.iterations, 3);
  EXPECT_NEAR(other.energy(), usual.energy(), 1e-9);
}

}  // namespace
}  // namespace kato::exact
