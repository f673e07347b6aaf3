// SPDX-License-Identifier: Apache-2.0
#include "base/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace kato {
namespace {

TEST(Random, a_number_depends_on_its_address_alone) {
  const StreamKey key{.seed = 7, .stage = 1, .step = 12, .purpose = Purpose::proposal};
  std::array<double, 8> whole{};
  std::array<double, 4> part{};
  fill_normal(key, 3, 0, whole);
  fill_normal(key, 3, 4, part);
  for (int n = 0; n < 4; ++n) EXPECT_EQ(whole[4 + n], part[n]);
}

TEST(Random, every_part_of_the_address_matters) {
  const StreamKey key{.seed = 7, .stage = 1, .step = 12, .purpose = Purpose::proposal};
  const auto first = [](StreamKey k, std::uint32_t walker) {
    std::array<double, 1> u{};
    fill_uniform(k, walker, 0, u);
    return u[0];
  };
  const double u = first(key, 3);
  auto other = key;
  other.seed = (std::uint64_t{1} << 40) + 7;
  EXPECT_NE(first(other, 3), u);
  other = key, other.stage = 2;
  EXPECT_NE(first(other, 3), u);
  other = key, other.step = 13;
  EXPECT_NE(first(other, 3), u);
  other = key, other.purpose = Purpose::evaluation;
  EXPECT_NE(first(other, 3), u);
  EXPECT_NE(first(key, 4), u);
}

TEST(Random, normal_numbers_are_those_of_box_and_muller) {
  const StreamKey key{.seed = 3, .stage = 0, .step = 1, .purpose = Purpose::test};
  std::array<double, 2> u{}, z{};
  for (std::uint32_t walker = 0; walker < 2000; ++walker) {
    fill_uniform(key, walker, 0, u);
    fill_normal(key, walker, 0, z);
    const double radius = std::sqrt(-2 * std::log(u[0])), angle = 2 * std::acos(-1.0) * u[1];
    EXPECT_NEAR(z[0], radius * std::cos(angle), 1e-14);  // |angle| up to 2 pi, radius up to 6: a few roundings
    EXPECT_NEAR(z[1], radius * std::sin(angle), 1e-14);
  }
}

TEST(Random, normal_numbers_have_the_moments_of_a_normal_distribution) {
  constexpr int walkers = 4096, numbers = 64;
  double sum = 0, square = 0, fourth = 0;
  std::vector<double> z(numbers);
  for (std::uint32_t w = 0; w < walkers; ++w) {
    fill_normal({.seed = 1, .stage = 0, .step = 5, .purpose = Purpose::test}, w, 0, z);
    for (const double v : z) sum += v, square += v * v, fourth += v * v * v * v;
  }
  const double n = static_cast<double>(walkers) * numbers;
  // Five standard errors of each moment: 1, 2 and 96 are the variances of z, z^2 and z^4.
  EXPECT_NEAR(sum / n, 0, 5 / std::sqrt(n));
  EXPECT_NEAR(square / n, 1, 5 * std::sqrt(2 / n));
  EXPECT_NEAR(fourth / n, 3, 5 * std::sqrt(96 / n));
}

}  // namespace
}  // namespace kato
