// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include "linalg/on_each_isa.hpp"

namespace kato::test {
namespace {

using Matrix = std::vector<long double>;  // [n, n]

// ln|det| and sign by elimination with partial pivoting; `inverse`, by solving for every column.
struct Factors {
  long double log = 0, sign = 1;
};
Factors plain_elimination(int n, Matrix a, Matrix* inverse = nullptr) {
  Factors det;
  Matrix right(static_cast<std::size_t>(n) * n);
  for (int i = 0; i < n; ++i) right[i * n + i] = 1;
  for (int k = 0; k < n; ++k) {
    int best = k;
    for (int r = k; r < n; ++r)
      if (std::abs(a[r * n + k]) > std::abs(a[best * n + k])) best = r;
    if (best != k) det.sign = -det.sign;
    for (int c = 0; c < n; ++c)
      std::swap(a[k * n + c], a[best * n + c]), std::swap(right[k * n + c], right[best * n + c]);
    det.log += std::log(std::abs(a[k * n + k]));
    if (a[k * n + k] < 0) det.sign = -det.sign;
    for (int r = 0; r < n; ++r) {
      if (r == k) continue;
      const long double factor = a[r * n + k] / a[k * n + k];
      for (int c = 0; c < n; ++c) a[r * n + c] -= factor * a[k * n + c], right[r * n + c] -= factor * right[k * n + c];
    }
  }
  for (int r = 0; r < n; ++r)
    for (int c = 0; c < n; ++c) right[r * n + c] /= a[r * n + r];
  if (inverse) *inverse = right;
  return det;
}

// One matrix in each lane, element by element.
template <class T>
struct Batch {
  int n, lanes;
  Numbers<T> numbers;
  Batch(int size, int count, const std::vector<Matrix>& matrices)
      : n(size), lanes(count), numbers(static_cast<std::size_t>(size) * size * count) {
    for (int e = 0; e < n * n; ++e)
      for (int v = 0; v < lanes; ++v) numbers[e * lanes + v] = static_cast<T>(matrices[v][e]);
  }
};

std::vector<Matrix> random_matrices(int n, int count, std::uint32_t stream, bool antisymmetric = false) {
  std::vector<Matrix> matrices;
  for (int m = 0; m < count; ++m) {
    const auto u = random_numbers<float>(static_cast<std::size_t>(n) * n, 100 * stream + m);
    matrices.emplace_back(u.begin(), u.end());
    if (antisymmetric)
      for (int i = 0; i < n; ++i)
        for (int j = 0; j <= i; ++j) matrices[m][i * n + j] = i == j ? 0 : -matrices[m][j * n + i];
  }
  return matrices;
}

// Rounding grows with the condition number, which the size of the inverse bounds.
template <class T>
double tolerance(int n, const Matrix& inverse) {
  long double most = 1;
  for (const long double e : inverse) most = std::max(most, std::abs(e));
  return static_cast<double>(10 * n * n * most) * std::numeric_limits<T>::epsilon();
}

TEST(BatchedLu, determinants_and_inverses_agree_with_long_double) {
  on_each_isa([]<class T>(const MatrixKernels<T>& kernels) {
    for (int n = 1; n <= 12; ++n) {
      const auto matrices = random_matrices(n, kernels.lanes, static_cast<std::uint32_t>(n));
      Batch<T> a(n, kernels.lanes, matrices), again(a), inverse(a);
      Numbers<T> log(kernels.lanes), sign(log), log_alone(log), sign_alone(log);
      kernels.eliminate(n, a.numbers.data(), inverse.numbers.data(), log.data(), sign.data());
      kernels.eliminate(n, again.numbers.data(), nullptr, log_alone.data(), sign_alone.data());
      for (int v = 0; v < kernels.lanes; ++v) {
        Matrix expected;
        const Factors det = plain_elimination(n, matrices[v], &expected);
        const double allowed = tolerance<T>(n, expected);
        EXPECT_NEAR(log[v], det.log, allowed);
        EXPECT_NEAR(log_alone[v], det.log, allowed);
        EXPECT_EQ(sign[v], det.sign);
        EXPECT_EQ(sign_alone[v], det.sign);
        for (int e = 0; e < n * n; ++e) {
          const double got = inverse.numbers[e * kernels.lanes + v];
          ASSERT_NEAR(got, expected[e], allowed * (1 + std::abs(got))) << "n " << n << ", element " << e;
        }
      }
    }
  });
}

TEST(BatchedLu, a_singular_matrix_has_sign_zero_among_others_that_are_not) {
  on_each_isa([]<class T>(const MatrixKernels<T>& kernels) {
    for (int n = 2; n <= 5; ++n)
      for (int empty = 0; empty < n; ++empty) {
        auto matrices = random_matrices(n, kernels.lanes, 50);
        for (int r = 0; r < n; ++r) matrices[1][r * n + empty] = 0;
        Batch<T> a(n, kernels.lanes, matrices);
        Numbers<T> log(kernels.lanes), sign(log);
        kernels.eliminate(n, a.numbers.data(), nullptr, log.data(), sign.data());
        EXPECT_EQ(sign[1], 0);
        EXPECT_EQ(log[1], -std::numeric_limits<T>::infinity());
        EXPECT_NEAR(log[0], plain_elimination(n, matrices[0]).log, 1e-3);
      }
  });
}

TEST(BatchedLu, what_is_not_a_number_stays_so) {
  on_each_isa([]<class T>(const MatrixKernels<T>& kernels) {
    auto matrices = random_matrices(3, kernels.lanes, 60);
    matrices[1][4] = NAN;
    Batch<T> a(3, kernels.lanes, matrices);
    Numbers<T> log(kernels.lanes), sign(log);
    kernels.eliminate(3, a.numbers.data(), nullptr, log.data(), sign.data());
    EXPECT_TRUE(std::isnan(log[1]));
    EXPECT_TRUE(std::isfinite(log[0]));
  });
}

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
