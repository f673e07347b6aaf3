// SPDX-License-Identifier: Apache-2.0
#include "exact/sturm_levels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "base/error.hpp"

namespace kato::exact {
namespace {

constexpr double wall = std::numeric_limits<double>::infinity();
double nothing(double) { return 0; }

std::vector<double> equal(double begin, double end, int panels) {
  std::vector<double> ends;
  for (int n = 0; n <= panels; ++n) ends.push_back(begin + (end - begin) * n / panels);
  return ends;
}

TEST(SturmLevels, of_a_box_are_those_of_standing_waves) {
  const SturmLevels closed({.kinetic = 0.5, .boundary = wall}, equal(1, 3, 8), nothing, 12);
  const SturmLevels open({.kinetic = 0.5}, equal(1, 3, 8), nothing, 12);
  for (int n = 0; n < 12; ++n) {
    EXPECT_NEAR(closed.level(n), 0.5 * std::pow((n + 1) * std::numbers::pi / 2, 2), 1e-9);
    EXPECT_NEAR(open.level(n), 0.5 * std::pow((n + 0.5) * std::numbers::pi / 2, 2), 1e-9);
  }
  for (int n = 0; n < 12; ++n) EXPECT_EQ(closed.below(0.5 * std::pow((n + 1.5) * std::numbers::pi / 2, 2)), n + 1);
}

// k tan(k) = b with u' = b u at the open end.
TEST(SturmLevels, have_the_slope_that_is_asked_for_at_the_first_end) {
  const double b = 2.5, k = std::sqrt(SturmLevels({.boundary = b}, equal(0, 1, 4), nothing, 12).level(0));
  EXPECT_NEAR(k / std::tan(k), -b, 1e-10);
}

TEST(SturmLevels, of_an_oscillator_in_any_dimension_are_its_shells) {
  for (const double power : {0.0, 1.0, 2.0, 4.6}) {
    const SturmLevels levels(
        {.power = power}, equal(0, 16, 64), [](double r) { return 0.25 * r * r; }, 12);
    for (int n = 0; n < 5; ++n)
      EXPECT_NEAR(levels.level(n), 0.5 * (power + 1) + 2 * n, 1e-6 * std::exp(-power)) << power;
  }
}

// Panels of 1e-13 next to others: no digit is lost where a matrix would lose all of them.
TEST(SturmLevels, keep_their_digits_in_panels_of_any_width) {
  auto ends = towards_contact(16, 64, 1e-13);
  ends.insert(std::upper_bound(ends.begin(), ends.end(), 1.7), {1.7, 1.7 + 1e-13, 1.7 + 2e-13});
  const SturmLevels levels(
      {}, ends, [](double r) { return 0.25 * r * r; }, 12);
  EXPECT_NEAR(levels.level(0), 0.5, 2e-14);
  EXPECT_NEAR(levels.level(1), 2.5, 1e-13);
}

TEST(SturmLevels, are_bounds_from_above_that_fall_with_the_degree) {
  const auto hill = [](double x) { return 20 * std::exp(-x * x); };
  double before = std::numeric_limits<double>::infinity();
  for (const int degree : {2, 3, 4, 6, 8}) {
    const double level = SturmLevels({.boundary = wall}, equal(-3, 3, 4), hill, degree).level(0);
    EXPECT_LT(level, before);
    before = level;
  }
}

TEST(SturmLevels, settle_by_halving_their_panels_and_say_how_well) {
  const auto well = [](double x) { return 0.5 * x * x; };
  const auto found = settled_levels({.kinetic = 0.5, .boundary = wall}, {.ends = equal(-14, 14, 2)}, well, 30);
  for (int n = 0; n < 30; ++n) {
    EXPECT_NEAR(found[static_cast<std::size_t>(n)].energy, n + 0.5, found[static_cast<std::size_t>(n)].uncertainty);
    EXPECT_LT(found[static_cast<std::size_t>(n)].uncertainty, 1e-6);
  }
}

TEST(SturmLevels, are_as_many_as_functions) {
  for (const double boundary : {0.0, wall}) {
    const SturmLevels levels({.boundary = boundary}, equal(0, 1, 3), nothing, 5);
    EXPECT_EQ(levels.size(), boundary == 0 ? 15 : 14);
    EXPECT_EQ(levels.below(1e9), levels.size());
    EXPECT_THROW(levels.level(levels.size()), Error);
  }
}

TEST(SturmLevels, of_a_potential_that_is_not_finite_are_refused) {
  EXPECT_THROW(SturmLevels(
                   {}, equal(0, 1, 2), [](double) { return std::nan(""); }, 6)
                   .level(0),
               Error);
}

}  // namespace
}  // namespace kato::exact
