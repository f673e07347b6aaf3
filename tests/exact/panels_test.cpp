// SPDX-License-Identifier: Apache-2.0
#include "exact/panels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace kato::exact {
namespace {

double integral(const Panels& panels, const std::function<double(double)>& f) {
  double sum = 0;
  for (const auto& [x, weight] : nodes_in(panels, 12)) sum += weight * f(x);
  return sum;
}

TEST(Panels, of_a_smooth_function_stay_as_they_are) {
  const std::vector<double> ends{0, 0.5, 1};
  EXPECT_EQ(resolving([](double x) { return std::sin(x); }, ends, {}).ends, ends);
}

TEST(Panels, find_a_narrow_peak_and_take_its_integral) {
  for (const double width : {0.1, 1e-2, 1e-3}) {
    const auto peak = [=](double x) { return std::exp(-std::pow((x - 0.7371) / width, 2)) / width; };
    const auto panels = resolving(peak, {0, 1, 2}, {});
    EXPECT_NEAR(integral(panels, peak), std::sqrt(std::numbers::pi), 1e-11) << width;
    EXPECT_EQ(panels.unresolved, 0);
    EXPECT_LT(panels.ends.size(), 200u);
  }
}

TEST(Panels, find_a_peak_at_their_beginning_however_narrow) {
  for (const double width : {1e-3, 1e-6, 1e-10}) {
    const auto peak = [=](double x) { return std::exp(-std::pow(x / width, 2)) / width; };
    EXPECT_NEAR(integral(resolving(peak, {0, 1, 2}, {}), peak), 0.5 * std::sqrt(std::numbers::pi), 1e-11) << width;
  }
}

TEST(Panels, end_at_a_step_and_say_how_little_is_left) {
  const auto step = [](double x) { return x < 0.3 ? 5.0 : 0.0; };
  const auto panels = resolving(step, {0, 1}, {});
  EXPECT_NEAR(integral(panels, step), 1.5, 1e-12);
  EXPECT_LT(panels.unresolved, 1e-12);
}

TEST(Panels, become_shorter_towards_a_singularity) {
  const auto root = [](double x) { return 1 / std::sqrt(x); };
  const auto panels = resolving(root, {0, 1}, {});
  EXPECT_NEAR(integral(panels, root), 2, panels.unresolved + 1e-12);
  EXPECT_LT(panels.unresolved, 1e-5);
}

TEST(Panels, towards_contact_are_halves_below_the_first) {
  EXPECT_EQ(towards_contact(8, 4, 0.2), (std::vector<double>{0, 0.2, 0.25, 0.5, 1, 2, 4, 6, 8}));
  const auto ends = towards_contact(8, 4, 0.01, 0.1);
  for (std::size_t n = 2; n < ends.size(); ++n) EXPECT_LT(ends[n] - ends[n - 1], 0.1 * ends[n] + 1e-12);
}

TEST(Panels, of_the_half_line_take_kinks_and_roots_at_its_end) {
  double kink = 0, root = 0;
  const auto exponential = [](double x) { return std::exp(-x); };
  const auto singular = [](double x) { return 1 / std::sqrt(x); };
  for (const auto& [x, weight] : half_line_nodes(exponential, 4, 30)) kink += weight * exponential(x);
  for (const auto& [x, weight] : half_line_nodes(singular, 4, 30)) root += weight * singular(x);
  EXPECT_NEAR(kink, 1 - std::exp(-4), 1e-14);
  EXPECT_NEAR(root, 4, 1e-6);
}

}  // namespace
}  // namespace kato::exact
