// SPDX-License-Identifier: Apache-2.0
#include "exact/jacobi_basis.hpp"

#include <gtest/gtest.h>

namespace kato::exact {
namespace {

TEST(JacobiBasis, has_as_many_states_as_slater_determinants_once_the_centre_of_mass_is_put_back) {
  // Determinants of 3 levels with 6 quanta: 015, 024, 123.
  int determinants = 0;
  for (int centre = 0; centre <= 6; ++centre) determinants += internal_states(3, 6 - centre);
  EXPECT_EQ(determinants, 3);
  EXPECT_EQ(internal_states(4, 6), 1);  // all levels below are filled
  EXPECT_EQ(internal_states(4, 7), 0);  // the only determinant, 0124, moves the centre of mass alone
  EXPECT_EQ(internal_states(4, 5), 0);
}

TEST(JacobiBasis, states_of_a_shell_are_orthonormal) {
  const JacobiBasis basis(5, 34, 0, 1);
  for (int particles = 2; particles <= 5; ++particles) {
    for (const Matrix& c : basis.states(particles).expansion) {
      for (int i = 0; i < c.cols; ++i) {
        for (int j = 0; j <= i; ++j) {
          double product = 0;
          for (int k = 0; k < c.rows; ++k) product += c(k, i) * c(k, j);
          EXPECT_NEAR(product, i == j ? 1 : 0, 1e-12);
        }
      }
    }
  }
}

TEST(JacobiBasis, holds_both_parities_below_the_last_particle_and_one_for_all_of_them) {
  const JacobiBasis basis(4, 20, 1, 1);
  for (int shell = 0; shell <= 20; ++shell) {
    EXPECT_EQ(basis.states(3).size(shell), internal_states(3, shell));
    EXPECT_EQ(basis.states(4).size(shell), shell % 2 == 1 ? internal_states(4, shell) : 0);
  }
}

TEST(JacobiBasis, is_the_same_for_any_number_of_threads) {
  const JacobiBasis one(4, 24, 0, 1), two(4, 24, 0, 2);
  for (int shell = 0; shell <= 24; ++shell)
    EXPECT_EQ(one.states().expansion[shell].data, two.states().expansion[shell].data);
}

}  // namespace
}  // namespace kato::exact
