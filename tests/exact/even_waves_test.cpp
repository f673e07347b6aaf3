// SPDX-License-Identifier: Apache-2.0
#include "exact/even_waves.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <vector>

namespace kato::exact {
namespace {

// Of every plane wave with |n_c| < m: a product of cosines is the sum of 2^moving waves with equal weights.
std::vector<std::vector<int>> all_waves(int d, int m) {
  std::vector<std::vector<int>> waves{{}};
  for (int c = 0; c < d; ++c) {
    std::vector<std::vector<int>> longer;
    for (const auto& wave : waves)
      for (int n = 1 - m; n < m; ++n) {
        longer.push_back(wave);
        longer.back().push_back(n);
      }
    waves = longer;
  }
  return waves;
}

std::size_t product_of(const std::vector<int>& wave, int m) {
  std::size_t at = 0, stride = 1;
  for (const int n : wave) at += static_cast<std::size_t>(std::abs(n)) * stride, stride *= m;
  return at;
}

double share_of(const std::vector<int>& wave) {
  double share = 1;
  for (const int n : wave) share *= n != 0 ? std::sqrt(0.5) : 1;
  return share;
}

// The matrix between plane waves, v((n - n')^2), from its definition.
TEST(EvenWaves, apply_the_matrix_between_plane_waves) {
  const auto v = [](int square) { return 1.7 / (1 + 0.3 * square) - 0.2 * (square == 4); };
  for (int d = 1; d <= 3; ++d) {
    const int m = 4;
    const double unit = 2.3;
    const EvenWaves basis(d, m, unit, v);
    const auto waves = all_waves(d, m);
    std::size_t size = 1;
    for (int c = 0; c < d; ++c) size *= m;
    std::vector<double> x(size), y(size), expected(size);
    for (std::size_t p = 0; p < size; ++p) x[p] = std::sin(1.0 + 2.7 * static_cast<double>(p));
    basis.apply(x, y);
    for (const auto& to : waves) {
      double sum = 0;
      int square = 0;
      for (const int n : to) square += n * n;
      for (const auto& from : waves) {
        int apart = 0;
        for (int c = 0; c < d; ++c) apart += (to[c] - from[c]) * (to[c] - from[c]);
        sum += v(apart) * share_of(from) * x[product_of(from, m)];
      }
      expected[product_of(to, m)] = sum / share_of(to) + unit * square * x[product_of(to, m)];
    }
    for (std::size_t p = 0; p < size; ++p) EXPECT_NEAR(y[p], expected[p], 1e-11) << d << " " << p;
  }
}

// 2 t sum_c cos(x_c): Mathieu's equation for each coordinate, a_0 = 4 E/d at q = 4 t/unit (Abramowitz and
// Stegun, 20.1).
TEST(EvenWaves, have_mathieus_lowest_state_in_any_dimension) {
  const std::map<double, double> a_0{{5, -5.80004602}, {10, -13.93697996}, {25, -40.25677955}};
  for (int d = 1; d <= 3; ++d)
    for (const auto& [q, value] : a_0) {
      const double unit = 1.5, t = unit * q / 4;
      const EvenWaves basis(d, 16, unit, [&](int square) { return square == 1 ? t : 0; });
      EXPECT_NEAR(4 * basis.lowest({}).energy / (d * unit), value, 1e-8) << d << " " << q;
    }
}

TEST(EvenWaves, begin_from_the_state_of_a_smaller_basis) {
  const auto v = [](int square) { return -0.8 * std::exp(-0.1 * square); };
  const EvenWaves small(3, 5, 1, v), large(3, 9, 1, v);
  const auto first = small.lowest({}), from_it = large.lowest(first), afresh = large.lowest({});
  EXPECT_NEAR(from_it.energy, afresh.energy, 1e-12);
  EXPECT_LT(from_it.energy, first.energy);  // an upper bound that falls
  EXPECT_GT(from_it.kinetic, 0);
}

}  // namespace
}  // namespace kato::exact
