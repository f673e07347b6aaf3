// SPDX-License-Identifier: Apache-2.0
#include "exact/line_levels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "exact/busch.hpp"
#include "message.hpp"

namespace kato::exact {
namespace {

TEST(LineLevels, of_an_oscillator_anywhere_are_half_a_quantum_and_more) {
  for (const double centre : {0.0, -30.0, 3.7}) {
    const auto found = line_levels([=](double x) { return 0.5 * (x - centre) * (x - centre) - 7; }, 12);
    for (int n = 0; n < 12; ++n) {
      const auto& level = found.levels[static_cast<std::size_t>(n)];
      EXPECT_NEAR(level.energy, n + 0.5 - 7, level.uncertainty) << centre;
      EXPECT_LT(level.uncertainty, 1e-9);
    }
  }
}

TEST(LineLevels, know_morses_and_poschl_and_tellers) {
  const auto morse = line_levels([](double x) { return 50 * std::pow(1 - std::exp(-0.3 * x), 2); }, 20);
  for (int n = 0; n < 20; ++n)
    EXPECT_NEAR(morse.levels[static_cast<std::size_t>(n)].energy, 3 * (n + 0.5) - 9 * (n + 0.5) * (n + 0.5) / 200,
                1e-9);
  const auto teller = line_levels([](double x) { return 36 - 21 / std::pow(std::cosh(x), 2); }, 6);  // l = 6
  for (int n = 0; n < 6; ++n)
    EXPECT_NEAR(teller.levels[static_cast<std::size_t>(n)].energy, 36 - 0.5 * (6 - n) * (6 - n), 1e-9);
}

// Banerjee, Proc. R. Soc. A 364, 265 (1978): x^4 has the lowest level 0.667986259155777 of p^2/2 + x^4.
TEST(LineLevels, of_the_quartic_oscillator_is_the_published_one) {
  EXPECT_NEAR(line_levels([](double x) { return std::pow(x, 4); }, 1).levels[0].energy, 0.667986259155777, 1e-12);
}

TEST(LineLevels, of_two_wells_far_apart_come_in_pairs) {
  const auto found = line_levels([](double x) { return 0.5 * std::pow(std::abs(x) - 40, 2); }, 4);
  for (int n = 0; n < 4; ++n) EXPECT_NEAR(found.levels[static_cast<std::size_t>(n)].energy, n / 2 + 0.5, 1e-9);
}

// A peak of weight g at the centre has the relative motion of a pair with the contact sqrt(2) g.
TEST(LineLevels, see_a_narrow_peak_as_a_contact) {
  const double g = 4, width = 1e-6;
  const auto peak = [=](double x) {
    return 0.5 * x * x + g / (std::sqrt(std::numbers::pi) * width) * std::exp(-std::pow(x / width, 2));
  };
  EXPECT_NEAR(line_levels(peak, 1).levels[0].energy, Busch(std::sqrt(2.0) * g).energy() - 0.5, 1e-5);
}

TEST(LineLevels, that_the_trap_does_not_hold_are_refused) {
  EXPECT_TRUE(has(message_of([] { line_levels([](double x) { return -x * x; }, 1); }), "does not hold"));
  EXPECT_TRUE(has(message_of([] { line_levels([](double x) { return x; }, 1); }), "far to the left"));
  const auto well = [](double x) { return 3 - 3 / std::pow(std::cosh(x), 2); };  // l = 2: two levels
  EXPECT_NO_THROW(line_levels(well, 2));
  EXPECT_TRUE(has(message_of([&] { line_levels(well, 4); }), "fewer particles"));
}

}  // namespace
}  // namespace kato::exact
