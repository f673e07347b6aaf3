// SPDX-License-Identifier: Apache-2.0
#include "system/plane_waves.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numbers>
#include <set>

namespace kato {
namespace {

std::vector<int> closed_numbers(int dimensions, int up_to) {
  std::vector<int> closed;
  for (int count = 1; count <= up_to; ++count)
    if (closes_shell(dimensions, count)) closed.push_back(count);
  return closed;
}

TEST(PlaneWaves, close_their_shells_at_the_numbers_of_lattice_points_in_a_ball) {
  EXPECT_EQ(closed_numbers(1, 10), (std::vector{1, 3, 5, 7, 9}));
  EXPECT_EQ(closed_numbers(2, 45), (std::vector{1, 5, 9, 13, 21, 25, 29, 37, 45}));
  EXPECT_EQ(closed_numbers(3, 100), (std::vector{1, 7, 19, 27, 33, 57, 81, 93}));
}

// Against a count of its own: every vector of the lattice, by n^2.
TEST(PlaneWaves, are_the_shortest_vectors_of_the_lattice) {
  for (int d = 1; d <= 3; ++d) {
    constexpr int most = 6;
    std::multiset<int> squares;
    for (int a = -most; a <= most; ++a)
      for (int b = d > 1 ? -most : 0; b <= (d > 1 ? most : 0); ++b)
        for (int c = d > 2 ? -most : 0; c <= (d > 2 ? most : 0); ++c) squares.insert(a * a + b * b + c * c);
    const int count = d == 1 ? 13 : d == 2 ? 109 : 700;
    const auto waves = plane_waves(d, count);
    EXPECT_EQ(std::set(waves.begin(), waves.end()).size(), static_cast<std::size_t>(count));
    auto expected = squares.begin();
    for (const auto& wave : waves) EXPECT_EQ(squared_length(wave), *expected++);
  }
}

TEST(PlaneWaves, within_a_length_are_whole_shells) {
  const std::size_t counts[][3] = {{3, 5, 7}, {3, 9, 19}, {5, 13, 33}};  // n^2 <= 1, 2, 4 in d = 1, 2, 3
  const int squares[] = {1, 2, 4};
  for (int d = 1; d <= 3; ++d)
    for (std::size_t s = 0; s < 3; ++s) {
      const auto waves = plane_waves_within(d, squares[s]);
      const std::size_t expected = d == 1 && s == 1 ? 3 : counts[s][d - 1];
      EXPECT_EQ(waves.size(), expected) << d << " " << squares[s];
      EXPECT_EQ(waves, plane_waves(d, static_cast<int>(expected)));
    }
}

TEST(PlaneWaves, begin_with_zero_and_come_in_pairs) {
  const auto waves = plane_waves(3, 57);
  EXPECT_EQ(waves[0], (std::vector{0, 0, 0}));
  EXPECT_EQ(waves[1], (std::vector{1, 0, 0}));
  for (std::size_t j = 1; j < waves.size(); j += 2)
    for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(waves[j][c], -waves[j + 1][c]);
}

TEST(PlaneWaves, fewer_are_the_first_of_more) {
  for (int d = 1; d <= 3; ++d) {
    const auto all = plane_waves(d, 90);
    for (int count = 1; count < 90; ++count) {
      const auto some = plane_waves(d, count);
      EXPECT_TRUE(std::equal(some.begin(), some.end(), all.begin())) << d << " " << count;
    }
  }
}

// Counted by hand: shells of 6, 12, 8, 6, 24 vectors at n^2 = 1, 2, 3, 4, 5.
TEST(PlaneWaves, of_open_shells_still_have_the_sum_of_the_lowest_levels) {
  EXPECT_EQ(sum_of_squares(3, 0), 0);
  EXPECT_EQ(sum_of_squares(3, 7), 6);
  EXPECT_EQ(sum_of_squares(3, 10), 6 + 3 * 2);
  EXPECT_EQ(sum_of_squares(3, 33), 6 + 12 * 2 + 8 * 3 + 6 * 4);
  EXPECT_EQ(sum_of_squares(1, 4), 1 + 1 + 4);
}

TEST(PlaneWaves, that_close_a_shell_are_named_for_messages) {
  EXPECT_EQ(nearest_closed_shells(3, 20), "19 or 27");
  EXPECT_EQ(nearest_closed_shells(2, 2), "1 or 5");
  EXPECT_EQ(nearest_closed_shells(1, 6), "5 or 7");
}

// On a grid with more points a side than twice the largest component, sums of products of waves are exact.
TEST(PlaneWaves, as_orbitals_are_orthonormal) {
  const double side = 3.7;
  const auto waves = plane_waves(2, 13);
  constexpr int points = 9;
  std::vector<double> values(waves.size()), overlap(waves.size() * waves.size());
  for (int a = 0; a < points; ++a)
    for (int b = 0; b < points; ++b) {
      plane_wave_orbitals(waves, side, std::vector{side * a / points, side * b / points}, values);
      for (std::size_t i = 0; i < waves.size(); ++i)
        for (std::size_t j = 0; j < waves.size(); ++j)
          overlap[i * waves.size() + j] += values[i] * values[j] / (points * points);
    }
  for (std::size_t i = 0; i < waves.size(); ++i)
    for (std::size_t j = 0; j < waves.size(); ++j)
      EXPECT_NEAR(overlap[i * waves.size() + j], i == j ? 1.0 : 0.0, 1e-13);
}

TEST(PlaneWaves, as_orbitals_are_cosines_and_sines_of_the_positive_wave) {
  const double side = 2.5, x = 0.4, k = 2 * std::numbers::pi / side;
  std::vector<double> values(5);
  plane_wave_orbitals(plane_waves(1, 5), side, std::vector{x}, values);
  const double root = std::sqrt(2.0);
  const double expected[] = {1, root * std::cos(k * x), root * std::sin(k * x), root * std::cos(2 * k * x),
                             root * std::sin(2 * k * x)};
  for (std::size_t j = 0; j < 5; ++j) EXPECT_NEAR(values[j], expected[j], 1e-14);
}

}  // namespace
}  // namespace kato
