// SPDX-License-Identifier: Apache-2.0
#include "linalg/plain_elimination.hpp"

namespace kato::test {
namespace {

template <class T>
std::vector<Factors> pfaffians(const MatrixKernels<T>& kernels, int n, const std::vector<Matrix>& matrices) {
  Batch<T> a(n, kernels.lanes, matrices);
  Numbers<T> log(kernels.lanes), sign(log);
  kernels.pfaffian(n, a.numbers.data(), log.data(), sign.data());
  std::vector<Factors> all;
  for (int v = 0; v < kernels.lanes; ++v) all.push_back({log[v], sign[v]});
  return all;
}

Matrix congruent(int n, const Matrix& b, const Matrix& m) {  // B M B^T
  Matrix half(static_cast<std::size_t>(n) * n), whole(half);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      for (int k = 0; k < n; ++k) half[i * n + j] += b[i * n + k] * m[k * n + j];
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      for (int k = 0; k < n; ++k) whole[i * n + j] += half[i * n + k] * b[j * n + k];
  return whole;
}

TEST(BatchedPfaffian, its_square_is_the_determinant) {
  on_each_isa([]<class T>(const MatrixKernels<T>& kernels) {
    for (int n = 2; n <= 12; n += 2) {
      const auto matrices = random_matrices(n, kernels.lanes, 200 + static_cast<std::uint32_t>(n), true);
      const auto pf = pfaffians(kernels, n, matrices);
      for (int v = 0; v < kernels.lanes; ++v) {
        Matrix inverse;
        const Factors det = plain_elimination(n, matrices[v], &inverse);
        EXPECT_NEAR(2 * pf[v].log, det.log, tolerance<T>(n, inverse));
        EXPECT_EQ(det.sign, 1);
        EXPECT_EQ(std::abs(pf[v].sign), 1);
      }
    }
  });
}

TEST(BatchedPfaffian, of_a_congruent_matrix_it_is_multiplied_by_the_determinant) {
  on_each_isa([]<class T>(const MatrixKernels<T>& kernels) {
    for (int n = 2; n <= 8; n += 2) {
      const auto m = random_matrices(n, kernels.lanes, 300, true), b = random_matrices(n, kernels.lanes, 400);
      std::vector<Matrix> moved;
      for (int v = 0; v < kernels.lanes; ++v) moved.push_back(congruent(n, b[v], m[v]));
      const auto before = pfaffians(kernels, n, m), after = pfaffians(kernels, n, moved);
      for (int v = 0; v < kernels.lanes; ++v) {
        Matrix inverse;
        plain_elimination(n, moved[v], &inverse);
        const Factors det = plain_elimination(n, b[v]);
        EXPECT_NEAR(after[v].log, before[v].log + det.log, tolerance<T>(n, inverse));
        EXPECT_EQ(after[v].sign, before[v].sign * det.sign);
      }
    }
  });
}

TEST(BatchedPfaffian, of_two_blocks_it_is_a_determinant) {  // pf (0 G; -G^T 0) = (-1)^(n(n-1)/2) det G
  on_each_isa([]<class T>(const MatrixKernels<T>& kernels) {
    for (int n = 1; n <= 5; ++n) {
      const auto g = random_matrices(n, kernels.lanes, 500 + static_cast<std::uint32_t>(n));
      std::vector<Matrix> m;
      for (int v = 0; v < kernels.lanes; ++v) {
        m.emplace_back(static_cast<std::size_t>(4) * n * n);
        for (int i = 0; i < n; ++i)
          for (int j = 0; j < n; ++j) {
            m[v][i * 2 * n + n + j] = g[v][i * n + j];
            m[v][(n + j) * 2 * n + i] = -g[v][i * n + j];
          }
      }
      const auto pf = pfaffians(kernels, 2 * n, m);
      for (int v = 0; v < kernels.lanes; ++v) {
        Matrix inverse;
        const Factors det = plain_elimination(n, g[v], &inverse);
        EXPECT_NEAR(pf[v].log, det.log, tolerance<T>(2 * n, inverse));
        EXPECT_EQ(pf[v].sign, n * (n - 1) / 2 % 2 == 0 ? det.sign : -det.sign);
      }
    }
  });
}

TEST(BatchedPfaffian, of_a_singular_matrix_it_vanishes) {
  on_each_isa([]<class T>(const MatrixKernels<T>& kernels) {
    auto m = random_matrices(6, kernels.lanes, 600, true);
    for (int j = 0; j < 6; ++j) m[1][2 * 6 + j] = m[1][j * 6 + 2] = 0;
    const auto pf = pfaffians(kernels, 6, m);
    EXPECT_EQ(pf[1].sign, 0);
    EXPECT_EQ(pf[1].log, -std::numeric_limits<T>::infinity());
    EXPECT_TRUE(std::isfinite(pf[0].log));
  });
}

}  // namespace
}  // namespace kato::test
