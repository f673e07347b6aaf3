// SPDX-License-Identifier: Apache-2.0
#include "stats/tail_index.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.hpp"

namespace kato {
namespace {

std::vector<double> uniform(std::size_t count, std::uint32_t step) {
  std::vector<double> numbers(count);
  fill_uniform({.seed = 3, .stage = 0, .step = step, .purpose = Purpose::test}, 0, 0, numbers);
  return numbers;
}

// Of `batches` times 1000 numbers.
template <class F>
TailIndex::Found found_of(F&& number, std::uint32_t batches = 100) {
  TailIndex tails;
  for (std::uint32_t batch = 0; batch < batches; ++batch) {
    auto numbers = uniform(2000, batch);
    for (std::size_t n = 0; n < 1000; ++n) numbers[n] = number(numbers[n], numbers[n + 1000]);
    numbers.resize(1000);
    tails.add(numbers);
  }
  return tails.estimate();
}

// Both tails of a fifth in the middle, with P(|x| > t) ~ t^-index.
TEST(TailIndex, of_powers_is_their_exponent) {
  for (const double index : {1.0, 1.5, 2.0, 3.0, 5.0}) {
    const auto found = found_of([&](double u, double v) {
      return 7 + (v < 0.2 ? 0 : v < 0.6 ? -1 : 1) * std::pow(u, -1 / index);
    });
    EXPECT_NEAR(found.error, found.index / std::sqrt(1000), 1e-12);
    EXPECT_NEAR(found.index, index, 6 * found.error + 0.02 * index) << index;
  }
}

TEST(TailIndex, one_tail_is_enough) {
  const auto found = found_of([](double u, double v) { return v < 0.5 ? v : std::pow(u, -1 / 1.5); });
  EXPECT_NEAR(found.index, 1.5, 6 * found.error + 0.05);
}

TEST(TailIndex, is_large_where_there_are_no_powers) {
  EXPECT_GT(found_of([](double u, double v) { return std::sqrt(-2 * std::log(u)) * std::cos(2 * M_PI * v); }).index, 5);
  EXPECT_GT(found_of([](double u, double) { return -std::log(u); }).index, 3.5);
  EXPECT_GT(found_of([](double u, double) { return u; }).index, 50);
}

// A particle in one dimension within nodes: the energy has 1/distance where the density is distance^2.
TEST(TailIndex, of_nodes_is_three) {
  const auto found = found_of([](double u, double v) { return (v - 0.3) / std::cbrt(u); });
  EXPECT_NEAR(found.index, 3, 0.6);
}

// In n numbers n^(2/a - 1) of an infinite sum of squares, and a part that does not vanish for a below 2.
TEST(TailIndex, the_largest_number_has_a_share_that_shows_where_a_tail_ends) {
  const auto power = [](double u, double) { return std::pow(u, -1 / 1.5); };
  EXPECT_GT(found_of(power).share, 0.02);
  const auto cut = found_of([&](double u, double v) { return std::min(power(u, v), 200.0); });
  EXPECT_LT(cut.index, 2);
  EXPECT_LT(cut.share, 0.02);
  EXPECT_LT(found_of([](double u, double) { return u; }).share, 1e-4);
}

TEST(TailIndex, of_a_few_numbers_or_of_equal_ones_is_unknown) {
  EXPECT_TRUE(std::isnan(found_of([](double u, double) { return u; }, 4).index));
  EXPECT_TRUE(std::isnan(found_of([](double, double) { return 2.5; }).index));
  EXPECT_TRUE(std::isnan(TailIndex{}.estimate().index));
}

}  // namespace
}  // namespace kato
