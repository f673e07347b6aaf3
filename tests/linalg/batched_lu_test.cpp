// SPDX-License-Identifier: Apache-2.0
#include "linalg/plain_elimination.hpp"

namespace kato::test {
namespace {

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

}  // namespace
}  // namespace kato::test
