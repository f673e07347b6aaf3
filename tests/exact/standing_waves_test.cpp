// SPDX-License-Identifier: Apache-2.0
#include "exact/standing_waves.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "system/oscillator.hpp"

namespace kato::exact {
namespace {

using Levels = std::vector<std::vector<int>>;

// Every <ac|V|bd> between some levels, from the sum over waves.
struct Elements {
  Elements(int dimensions, int shells, const std::vector<double>& moments_of_v, Levels between)
      : levels(std::move(between)), waves(dimensions, shells), weights(waves.weights(moments_of_v)) {
    const auto size = static_cast<int>(levels.size());
    for (int wave = 0; wave < waves.size(); ++wave) {
      matrices.emplace_back(size, size);
      waves.matrix(wave, levels, matrices.back());
    }
  }
  double operator()(int a, int b, int c, int d) const {
    double sum = 0;
    for (std::size_t wave = 0; wave < matrices.size(); ++wave)
      sum += weights[wave] * matrices[wave](a, b) * matrices[wave](c, d);
    return sum;
  }
  // Whether the products of a, b and of c, d are even in the same coordinates.
  bool allowed(int a, int b, int c, int d) const {
    bool same = true;
    for (std::size_t k = 0; k < levels[0].size(); ++k) same = same && sum(a, b, k) % 2 == sum(c, d, k) % 2;
    return same;
  }
  int sum(int a, int b, std::size_t k) const {
    return levels[static_cast<std::size_t>(a)][k] + levels[static_cast<std::size_t>(b)][k];
  }

  Levels levels;
  StandingWaves waves;
  std::vector<double> weights;
  std::vector<Matrix> matrices;
};

// <a| x_k^power |b> of the unit oscillator, power 1 or 2.
double power_element(const std::vector<int>& a, const std::vector<int>& b, std::size_t k, int power) {
  for (std::size_t c = 0; c < a.size(); ++c)
    if (c != k && a[c] != b[c]) return 0;
  const int low = std::min(a[k], b[k]), apart = std::abs(a[k] - b[k]);
  if (power == 1) return apart == 1 ? std::sqrt(0.5 * (low + 1)) : 0;
  return apart == 0 ? low + 0.5 : apart == 2 ? 0.5 * std::sqrt((low + 1.0) * (low + 2.0)) : 0;
}

// V = r^2 = sum of x_k^2 + y_k^2 - 2 x_k y_k.
TEST(StandingWaves, give_every_matrix_element_of_a_spring) {
  const int shells[] = {7, 4, 3};
  for (int d = 1; d <= 3; ++d) {
    const int count = d == 1 ? 7 : 10;  // whole shells
    const auto levels = oscillator_levels(count, std::vector<double>(static_cast<std::size_t>(d), 1.0));
    const StandingWaves waves(d, shells[d - 1]);
    const double length = 0.8;  // of the oscillator
    const Elements element(d, shells[d - 1], moments([](double r) { return r * r; }, d, length, waves.moments()),
                           levels);
    int compared = 0;
    for (int a = 0; a < count; ++a)
      for (int b = 0; b <= a; ++b)
        for (int c = 0; c < count; ++c)
          for (int e = 0; e <= c; ++e) {
            if (!element.allowed(a, b, c, e)) continue;
            double exact = 0;
            const auto of = [&](int bra, int ket, std::size_t k, int power) {
              return power_element(levels[static_cast<std::size_t>(bra)], levels[static_cast<std::size_t>(ket)], k,
                                   power);
            };
            for (std::size_t k = 0; k < static_cast<std::size_t>(d); ++k)
              exact += of(a, b, k, 2) * (c == e) + (a == b) * of(c, e, k, 2) - 2 * of(a, b, k, 1) * of(c, e, k, 1);
            EXPECT_NEAR(element(a, b, c, e), length * length * exact, 1e-11) << d << ": " << a << b << c << e;
            ++compared;
          }
    EXPECT_GT(compared, 300);
  }
}

// In the ground state the distance has the density exp(-r^2/2)/(2 pi)^(d/2).
TEST(StandingWaves, give_the_mean_of_singular_potentials_in_the_ground_state) {
  const double pi = std::numbers::pi;
  const auto ground = [](int d, const auto& moments_of) {
    const StandingWaves waves(d, 3);
    return Elements(d, 3, moments_of(waves.moments()), Levels{std::vector<int>(static_cast<std::size_t>(d), 0)})(0, 0,
                                                                                                                 0, 0);
  };
  const auto coulomb = [](int d, double length) {
    return [=](int count) { return moments([](double r) { return 1 / r; }, d, length, count); };
  };
  EXPECT_NEAR(ground(2, coulomb(2, 1)), std::sqrt(pi / 2), 1e-12);
  EXPECT_NEAR(ground(3, coulomb(3, 1)), std::sqrt(2 / pi), 1e-12);
  EXPECT_NEAR(ground(3, coulomb(3, 2)), std::sqrt(2 / pi) / 2, 1e-12);
  EXPECT_NEAR(ground(1, [](int count) { return contact_moments(3, 2, count); }), 3 / (2 * std::sqrt(2 * pi)), 1e-13);
}

// <11|V|11> of V = 1/r for h_1(x) in the plane: <1/r> over the density of x - y that follows.
TEST(StandingWaves, do_not_depend_on_the_number_of_shells_that_are_taken_along) {
  const Levels levels{{0, 0}, {1, 0}, {0, 2}};
  const auto elements = [&](int shells) {
    return Elements(2, shells, moments([](double r) { return 1 / r; }, 2, 1, 2 * shells - 1), levels);
  };
  const auto few = elements(3), many = elements(9);
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) EXPECT_NEAR(few(a, b, a, b), many(a, b, a, b), 1e-12);
  EXPECT_GT(std::abs(elements(2)(2, 2, 2, 2) - many(2, 2, 2, 2)), 1e-6);  // too few
}

TEST(StandingWaves, a_contact_is_the_limit_of_a_narrow_gaussian) {
  const double s = 1e-3;
  const auto narrow = moments(
      [&](double r) { return std::exp(-0.5 * r * r / (s * s)) / (s * std::sqrt(2 * std::numbers::pi)); }, 1, 1, 9);
  const auto contact = contact_moments(1, 1, 9);
  for (std::size_t p = 0; p < contact.size(); ++p) EXPECT_NEAR(narrow[p], contact[p], 1e-4);
}

}  // namespace
}  // namespace kato::exact
