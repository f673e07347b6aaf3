// SPDX-License-Identifier: Apache-2.0
#include "linalg/cholesky.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "linalg/random_matrix.hpp"

namespace kato {
namespace {

TEST(Cholesky, the_factor_of_a_known_matrix_is_found_in_the_lower_triangle) {
  std::vector<double> a{4, 99, 99, 2, 10, 99, -6, 3, 26};  // L = [2; 1 3; -3 2 sqrt(13)]
  ASSERT_TRUE(cholesky(a, 3));
  EXPECT_DOUBLE_EQ(a[0], 2);
  EXPECT_DOUBLE_EQ(a[3], 1);
  EXPECT_DOUBLE_EQ(a[4], 3);
  EXPECT_DOUBLE_EQ(a[6], -3);
  EXPECT_DOUBLE_EQ(a[7], 2);
  EXPECT_DOUBLE_EQ(a[8] * a[8], 13);
}

// O O^T + 1 of a random O.
std::vector<double> positive(std::size_t n) {
  const auto o = random_matrix(n, n, 71);
  std::vector<double> a(n * n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k < n; ++k) a[i * n + j] += o[i * n + k] * o[j * n + k];
      if (i == j) a[i * n + j] += 1;
    }
  return a;
}

// One block, several with a ragged one at the end, and a last one of a single column.
TEST(Cholesky, the_factor_times_its_transpose_is_the_matrix) {
  for (const std::size_t n : {std::size_t{40}, std::size_t{193}, std::size_t{300}}) {
    const auto a = positive(n);
    auto l = a;
    ASSERT_TRUE(cholesky(l, n, 2));
    for (std::size_t i = 0; i < n; i += 7)
      for (std::size_t j = 0; j <= i; ++j) {
        double sum = 0;
        for (std::size_t k = 0; k <= j; ++k) sum += l[i * n + k] * l[j * n + k];
        ASSERT_NEAR(sum, a[i * n + j], 1e-11 * static_cast<double>(n)) << n << ' ' << i << ' ' << j;
      }
  }
}

TEST(Cholesky, the_number_of_threads_changes_no_bit) {
  const std::size_t n = 300;
  auto one = positive(n), three = one;
  ASSERT_TRUE(cholesky(one, n, 1) && cholesky(three, n, 3));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) ASSERT_EQ(one[i * n + j], three[i * n + j]);
}

TEST(Cholesky, one_rank_alone_finds_the_same_factor) {
  const std::size_t n = 600;
  auto alone = positive(n), shared = alone;
  ASSERT_TRUE(cholesky(alone, n, 2) && cholesky_over_ranks(shared, n, 2));
  EXPECT_EQ(alone, shared);
}

TEST(Cholesky, a_matrix_that_stops_being_positive_in_a_later_block_is_reported) {
  auto a = positive(200);
  a[150 * 201] = -1;
  EXPECT_FALSE(cholesky(a, 200));
}

TEST(Cholesky, a_solution_satisfies_its_equations) {
  const std::size_t n = 120;
  const auto o = random_matrix(n, n, 71), x = random_matrix(n, 1, 72);
  std::vector<double> a(n * n), b(n, 0.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k < n; ++k) a[i * n + j] += o[i * n + k] * o[j * n + k];
      if (i == j) a[i * n + j] += 1;
      b[i] += a[i * n + j] * x[j];
    }
  ASSERT_TRUE(cholesky(a, n));
  cholesky_solve(a, n, b);
  for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(b[i], x[i], 1e-10);  // a condition number of about 500
}

TEST(Cholesky, a_matrix_that_is_not_positive_definite_or_not_finite_is_reported) {
  std::vector<double> indefinite{1, 0, 2, 1}, bad{1, 0, std::numeric_limits<double>::quiet_NaN(), 1};
  EXPECT_FALSE(cholesky(indefinite, 2));
  EXPECT_FALSE(cholesky(bad, 2));
}

}  // namespace
}  // namespace kato
