// SPDX-License-Identifier: Apache-2.0
#include "base/random_kernel.hpp"

#include <Random123/philox.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

namespace kato {
namespace {

const StreamKey key{.seed = 0x123456789abcdef, .stage = 3, .step = 4000000000, .purpose = Purpose::proposal};

std::vector<double> numbers(Isa isa, std::uint32_t walker, std::uint32_t pair, std::uint32_t pairs, bool normal,
                            std::size_t count) {
  std::vector<double> out(count);
  random_kernel(isa)({.key = key,
                      .walker = walker,
                      .pair = pair,
                      .pairs = pairs,
                      .normal = normal,
                      .out = out.data(),
                      .count = count});
  return out;
}

template <class F>
void on_each_isa(F&& f) {
  for (const Isa isa : usable_isas()) {
    SCOPED_TRACE(std::string(name(isa)));
    f(isa);
  }
}

TEST(RandomKernel, uniform_numbers_are_the_words_of_philox_at_their_counters) {
  constexpr std::uint32_t pairs = 5, walkers = 9, walker = 4294967290, pair = 77;  // walkers pass the largest number
  on_each_isa([&](Isa isa) {
    const auto u = numbers(isa, walker, pair, pairs, false, std::size_t{2} * pairs * walkers);
    for (std::uint32_t n = 0; n < pairs * walkers; ++n) {
      const auto words =
          r123::Philox4x32{}({{walker + n / pairs, pair + n % pairs, key.step,
                               (key.stage << 8) | static_cast<std::uint32_t>(key.purpose)}},
                             {{static_cast<std::uint32_t>(key.seed), static_cast<std::uint32_t>(key.seed >> 32)}});
      for (std::size_t half = 0; half < 2; ++half) {
        const auto bits = (std::uint64_t{words[2 * half]} << 32 | words[2 * half + 1]) >> 11;
        ASSERT_EQ(u[2 * n + half], (static_cast<double>(bits) + 0.5) * 0x1p-53) << n;
      }
    }
  });
}

TEST(RandomKernel, every_instruction_set_gives_the_same_bits) {
  for (const std::uint32_t pairs : {1u, 2u, 3u, 7u, 8u, 9u, 100u})
    for (const std::size_t count : {std::size_t{1}, std::size_t{14}, std::size_t{15}, std::size_t{20000}})
      for (const bool normal : {false, true}) {
        const auto expected = numbers(Isa::portable, 3, 10, pairs, normal, count);
        on_each_isa([&](Isa isa) { EXPECT_EQ(numbers(isa, 3, 10, pairs, normal, count), expected); });
      }
}

TEST(RandomKernel, a_number_does_not_depend_on_how_calls_are_split) {
  constexpr std::uint32_t pairs = 11, walkers = 7;
  on_each_isa([&](Isa isa) {
    const auto whole = numbers(isa, 5, 2, pairs, true, std::size_t{2} * pairs * walkers);
    for (std::uint32_t w = 0; w < walkers; ++w)
      for (std::uint32_t first = 0; first < pairs; ++first)
        for (std::size_t count = 1; count <= 2 * (pairs - first); ++count) {
          const auto part = numbers(isa, 5 + w, 2 + first, pairs, true, count);
          for (std::size_t n = 0; n < count; ++n) ASSERT_EQ(part[n], whole[2 * (w * pairs + first) + n]);
        }
  });
}

TEST(RandomKernel, nothing_beyond_the_count_is_touched) {
  on_each_isa([](Isa isa) {
    for (std::size_t count = 0; count < 40; ++count) {
      std::vector<double> out(60, -7);
      random_kernel(isa)(
          {.key = key, .walker = 0, .pair = 0, .pairs = 3, .normal = true, .out = out.data(), .count = count});
      EXPECT_EQ(std::count(out.begin() + static_cast<std::ptrdiff_t>(count), out.end(), -7),
                60 - std::ptrdiff_t(count));
    }
  });
}

// The logarithm, the root and the sine or cosine err by a unit in the last place each, the product by a half.
TEST(RandomKernel, normal_numbers_err_by_few_units_in_the_last_place) {
  constexpr std::size_t count = 400000;
  const auto u = numbers(Isa::portable, 0, 0, count, false, count),
             z = numbers(Isa::portable, 0, 0, count, true, count);
  double worst = 0;
  for (std::size_t n = 0; n < count; n += 2) {
    const long double radius = std::sqrt(-2 * std::log(static_cast<long double>(u[n])));
    const int quarter = static_cast<int>(std::lround(4 * u[n + 1]));
    const long double angle = 2 * std::numbers::pi_v<long double> * (u[n + 1] - 0.25L * quarter);  // of the rest
    const long double c = std::cos(angle), s = std::sin(angle);
    const long double cosine = quarter % 2 == 0 ? c : -s, sine = quarter % 2 == 0 ? s : c;
    const long double sign = quarter % 4 < 2 ? 1 : -1;
    for (const auto& [got, exact] :
         {std::pair(z[n], sign * radius * cosine), std::pair(z[n + 1], sign * radius * sine)})
      worst = std::max(worst, static_cast<double>(std::abs((got - exact) / exact)));
  }
  EXPECT_LE(worst, 3.5 * std::numeric_limits<double>::epsilon());
  EXPECT_GT(worst, 0);
}

}  // namespace
}  // namespace kato
