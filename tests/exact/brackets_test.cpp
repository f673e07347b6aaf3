// SPDX-License-Identifier: Apache-2.0
#include "exact/brackets.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kato::exact {
namespace {

TEST(Brackets, are_symmetric_and_orthogonal_up_to_many_quanta) {
  for (const double c : {1.0, 0.5, 1.0 / 3, 0.25}) {
    for (const Matrix& r : reflection_brackets(c, 100)) {
      for (int i = 0; i < r.rows; ++i) {
        for (int j = 0; j <= i; ++j) {
          double product = 0;
          for (int k = 0; k < r.rows; ++k) product += r(k, i) * r(k, j);
          EXPECT_NEAR(product, i == j ? 1 : 0, 1e-12);
          EXPECT_NEAR(r(i, j), r(j, i), 1e-12);
        }
      }
    }
  }
}

TEST(Brackets, of_one_quantum_reflect_the_coordinates) {
  const auto brackets = reflection_brackets(0.6, 1);
  EXPECT_NEAR(brackets[1](1, 1), 0.6, 1e-15);   // u in u
  EXPECT_NEAR(brackets[1](0, 1), 0.8, 1e-15);   // u in v
  EXPECT_NEAR(brackets[1](0, 0), -0.6, 1e-15);  // v in v
}

TEST(Brackets, of_two_quanta_follow_from_squaring_the_reflected_coordinate) {
  // a_u^2/sqrt(2) -> (c a_u + s a_v)^2/sqrt(2) = c^2 |2,0> + sqrt(2) c s |1,1> + s^2 |0,2>.
  const double c = 0.6, s = 0.8;
  const auto brackets = reflection_brackets(c, 2);
  EXPECT_NEAR(brackets[2](2, 2), c * c, 1e-15);
  EXPECT_NEAR(brackets[2](1, 2), std::sqrt(2.0) * c * s, 1e-15);
  EXPECT_NEAR(brackets[2](0, 2), s * s, 1e-15);
}

}  // namespace
}  // namespace kato::exact
