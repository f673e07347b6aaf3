// SPDX-License-Identifier: Apache-2.0
#include "linalg/plain_elimination.hpp"

namespace kato::test {
namespace {

template <class T>
struct Rows {
  int n;
  std::ptrdiff_t stride;
  Numbers<T> numbers;
  Rows(const MatrixKernels<T>& kernels, int size, const Matrix& matrix)
      : n(size), stride(kernels.row_stride(size)), numbers(size * stride + 1, T(0)) {
    for (int r = 0; r < n; ++r)
      for (int c = 0; c < n; ++c) numbers[r * stride + c] = static_cast<T>(matrix[r * n + c]);
    numbers.back() = 5;  // nobody may write here
  }
};

TEST(RowLu, determinants_and_inverses_agree_with_long_double) {
  on_each_isa([]<class T>(const MatrixKernels<T>& kernels) {
    for (const int n : {1, 2, 3, 7, 8, 9, 15, 16, 17, 24, 31, 33, 48}) {
      const Matrix matrix = random_matrices(n, 1, 700 + static_cast<std::uint32_t>(n))[0];
      Matrix expected;
      const Factors det = plain_elimination(n, matrix, &expected);
      Rows<T> a(kernels, n, matrix), inverse(a);
      Numbers<T> origin(n);
      T log = 0, sign = 0, log_alone = 0, sign_alone = 0;
      kernels.eliminate_rows(n, inverse.stride, inverse.numbers.data(), origin.data(), &log, &sign);
      kernels.eliminate_rows(n, a.stride, a.numbers.data(), nullptr, &log_alone, &sign_alone);
      const double allowed = tolerance<T>(n, expected);
      EXPECT_NEAR(log, det.log, allowed);
      EXPECT_NEAR(log_alone, det.log, allowed);
      EXPECT_EQ(sign, det.sign);
      EXPECT_EQ(sign_alone, det.sign);
      EXPECT_EQ(inverse.numbers.back(), 5);
      EXPECT_EQ(a.numbers.back(), 5);
      for (int r = 0; r < n; ++r)
        for (int c = 0; c < n; ++c) {
          const double got = inverse.numbers[r * inverse.stride + c];
          ASSERT_NEAR(got, expected[r * n + c], allowed * (1 + std::abs(got))) << "n " << n;
        }
    }
  });
}

TEST(RowLu, a_singular_matrix_has_sign_zero) {
  on_each_isa([]<class T>(const MatrixKernels<T>& kernels) {
    for (const int empty : {0, 3, 8}) {
      Matrix matrix = random_matrices(9, 1, 800)[0];
      for (int r = 0; r < 9; ++r) matrix[r * 9 + empty] = 0;
      Rows<T> a(kernels, 9, matrix);
      T log = 0, sign = 1;
      kernels.eliminate_rows(9, a.stride, a.numbers.data(), nullptr, &log, &sign);
      EXPECT_EQ(sign, 0);
      EXPECT_EQ(log, -std::numeric_limits<T>::infinity());
    }
  });
}

TEST(RowLu, what_is_not_a_number_stays_so) {
  on_each_isa([]<class T>(const MatrixKernels<T>& kernels) {
    Matrix matrix = random_matrices(9, 1, 900)[0];
    matrix[40] = NAN;
    Rows<T> a(kernels, 9, matrix);
    T log = 0, sign = 1;
    kernels.eliminate_rows(9, a.stride, a.numbers.data(), nullptr, &log, &sign);
    EXPECT_TRUE(std::isnan(log));
  });
}

}  // namespace
}  // namespace kato::test
