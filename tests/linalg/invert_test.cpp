// SPDX-License-Identifier: Apache-2.0
#include "linalg/invert.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "linalg/random_matrix.hpp"

namespace kato {
namespace {

TEST(Invert, gives_the_inverse_and_the_determinant_of_a_known_matrix) {
  std::vector<double> m{0, 2, 1, 1, 0, 0, 3, 0, 1};  // its first pivot is zero; det = -2
  const auto det = invert(3, m);
  EXPECT_NEAR(det.log_abs, std::log(2.0), 1e-15);
  EXPECT_EQ(det.sign, -1);
  const std::vector<double> expected{0, 1, 0, 0.5, 1.5, -0.5, 0, -3, 1};
  for (std::size_t n = 0; n < 9; ++n) EXPECT_NEAR(m[n], expected[n], 1e-15);
}

TEST(Invert, the_inverse_times_the_matrix_is_one) {
  for (const std::size_t n : {1u, 2u, 5u, 17u, 40u}) {
    const auto m = random_matrix(n, n, 31 + n);
    auto inverse = m;
    invert(n, inverse);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        double sum = 0;
        for (std::size_t k = 0; k < n; ++k) sum += inverse[i * n + k] * m[k * n + j];
        EXPECT_NEAR(sum, i == j, 1e-11);  // condition numbers of up to some hundreds
      }
  }
}

TEST(Invert, exchanging_two_rows_flips_the_sign) {
  auto m = random_matrix(4, 4, 7), swapped = m;
  std::swap_ranges(swapped.begin(), swapped.begin() + 4, swapped.begin() + 8);
  const auto a = invert(4, m), b = invert(4, swapped);
  EXPECT_EQ(a.sign, -b.sign);
  EXPECT_NEAR(a.log_abs, b.log_abs, 1e-14);
}

TEST(Invert, a_singular_matrix_has_no_sign_and_an_infinite_logarithm) {
  for (const std::size_t other : {1u, 3u, 4u}) {
    auto m = random_matrix(5, 5, 9);
    std::copy_n(m.begin(), 5, m.begin() + 5 * static_cast<std::ptrdiff_t>(other));
    const auto det = invert(5, m);
    EXPECT_EQ(det.sign, 0);
    EXPECT_EQ(det.log_abs, -std::numeric_limits<double>::infinity());
  }
}

}  // namespace
}  // namespace kato
