// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "message.hpp"
#include "observe/sampled.hpp"
#include "shell_state.hpp"

namespace kato {
namespace {

constexpr double pi = std::numbers::pi;

Settings grid(std::int64_t bins, double extent, double inner = 0, double outer = 0) {
  return Settings({{"bins", bins}, {"extent", extent}, {"inner", inner}, {"outer", outer}});
}

TEST(ConditionalDensity, counts_the_others_in_the_frame_that_is_turned_with_one) {
  const auto system = shell_system(2, 2, 1);
  const auto observable = make_observable("conditional-density", system, 1, grid(2, 3));
  observable->measure({.x = std::vector<double>{0, 2, 1, 0.5, -1, 1}, .particles = 3, .dimensions = 2}, {});
  const auto found = observable->results();
  ASSERT_EQ(found.size(), 3u);
  const double cell = 9;
  // From (0, 2) the other up particle lies ahead at 0.5 on the right; from that, (0, 2) lies ahead on the left.
  EXPECT_EQ(found.at("up-up").mean, (std::vector{0.0, 0.0, 0.5 / cell, 0.5 / cell}));
  // Down lies ahead of the first on the left, behind the second on the left: (-1, 1).(1, 1/2) < 0.
  EXPECT_EQ(found.at("up-down").mean, (std::vector{0.0, 0.5 / cell, 0.0, 0.5 / cell}));
  EXPECT_TRUE(found.at("").is_grid());
  double others = 0;
  for (const double value : found.at("").mean) others += value * cell;
  EXPECT_NEAR(others, 2, 1e-14);
}

TEST(ConditionalDensity, turns_only_particles_between_two_distances) {
  const auto system = shell_system(2, 1, 1);
  const std::vector<double> x{0, 2, 1, 0.5, 1, 0, 1, -1};
  const auto near = make_observable("conditional-density", system, 2, grid(2, 3, 0, 1.5));
  near->measure({.x = x, .particles = 2, .dimensions = 2}, {});
  EXPECT_EQ(near->result().mean, (std::vector{0.0, 0.0, 1.0 / 9, 0.0}));  // (1, -1) seen from (1, 0)
  const auto far = make_observable("conditional-density", system, 2, grid(2, 3, 2));
  far->measure({.x = x, .particles = 2, .dimensions = 2}, {});
  EXPECT_EQ(far->result().mean, (std::vector{0.0, 0.0, 1.0 / 9, 0.0}));  // (1, 1/2) seen from (0, 2): on its right
  const auto none = make_observable("conditional-density", system, 2, grid(2, 3, 2.5));
  none->measure({.x = x, .particles = 2, .dimensions = 2}, {});
  EXPECT_EQ(none->result().mean, std::vector<double>(4));
}

TEST(ConditionalDensity, in_space_is_a_density_of_rings_about_the_axis) {
  const auto system = shell_system(3, 1, 1);
  const auto observable = make_observable("conditional-density", system, 1, grid(3, 3));
  observable->measure({.x = std::vector<double>{0, 0, 2, 2, 0, 0.5}, .particles = 2, .dimensions = 3}, {});
  const auto found = observable->result();
  const double ring = pi * (9 - 1) * 2;  // between 1 and 3 from the axis, 2 long
  for (std::size_t cell = 0; cell < 9; ++cell)
    EXPECT_NEAR(found.mean[cell], cell == 3 || cell == 5 ? 1 / ring : 0, 1e-15) << cell;
}

// Of orbitals 1, x, y in either spin: n(r) = exp(-r^2) (1 + 2 r^2)/pi, rho(r, r') = exp(-(r^2 + r'^2)/2) (1 + 2
// r.r')/pi. One of the other spin sees n; of the same one, with the reference anywhere on the axis, 2 pi r_0 of weight,
// n - 1/3 int rho^2 = n - exp(-r^2)/(3 pi) (1 + 2 sqrt(pi) x + 4 x^2).
TEST(ConditionalDensity, of_filled_shells_is_the_density_less_the_exchange_hole) {
  const auto system = shell_system(2, 3, 3);
  const auto observable = make_observable("conditional-density", system, 1000, grid(12, 3));
  const auto found = sampled(system, shell_state(system), {}, *observable, 1000, 150);
  const auto density = [](double x, double y) { return std::exp(-x * x - y * y) * (1 + 2 * x * x + 2 * y * y) / pi; };
  const auto same = [&](double x, double y) {
    return density(x, y) - std::exp(-x * x - y * y) / (3 * pi) * (1 + 2 * std::sqrt(pi) * x + 4 * x * x);
  };
  const auto all = [&](double x, double y) { return density(x, y) + same(x, y); };
  const auto check = [&](const Curve& curve, auto exact, double others) {
    double total = 0;
    for (std::size_t a = 0; a < 12; ++a)
      for (std::size_t b = 0; b < 12; ++b) {
        const double mean = curve.mean[12 * a + b], value = cell_mean(exact, curve.x[a], curve.y[b], 0.5);
        total += mean * 0.25;
        if (value > 0.005) {
          EXPECT_TRUE(is_near(mean, curve.std_err[12 * a + b], value, 0.03, 1e-4)) << curve.x[a] << " " << curve.y[b];
        }
      }
    EXPECT_NEAR(total, others, 0.01);
    EXPECT_LT(total, others);  // some are beyond the grid
  };
  check(found.at("up-down"), density, 3);
  check(found.at("up-up"), same, 2);
  check(found.at("down-down"), same, 2);
  check(found.at(""), all, 5);
}

TEST(ConditionalDensity, of_two_that_do_not_interact_in_space_is_the_density_of_one) {
  const auto system = shell_system(3, 1, 1);
  const auto observable = make_observable("conditional-density", system, 1000, grid(12, 3));
  const auto found = sampled(system, shell_state(system), {}, *observable, 1000, 150).at("up-down");
  const auto density = [](double x, double y) { return std::exp(-x * x - y * y) * std::pow(pi, -1.5); };
  double total = 0;
  for (std::size_t a = 0; a < 12; ++a)
    for (std::size_t b = 0; b < 12; ++b) {
      const double x = found.x[a], y = std::abs(found.y[b]),
                   ring = 0.5 * pi / 2 * (std::pow(y + 0.25, 2) - std::pow(y - 0.25, 2));
      const double exact = cell_mean([&](double u, double v) { return density(u, v) * v / y; }, x, y, 0.5);
      total += found.mean[12 * a + b] * ring;
      if (exact > 0.003) {
        EXPECT_TRUE(is_near(found.mean[12 * a + b], found.std_err[12 * a + b], exact, 0.02, 1e-4)) << x << " " << y;
      }
    }
  EXPECT_NEAR(total, 1, 0.003);
}

TEST(ConditionalDensity, needs_a_plane_and_others) {
  EXPECT_TRUE(has(message_of([] { make_observable("conditional-density", shell_system(1, 1, 1), 2); }),
                  "use pair-distribution"));
  EXPECT_TRUE(
      has(message_of([] { make_observable("conditional-density", shell_system(2, 1, 0), 2); }), "two particles"));
  EXPECT_TRUE(
      has(message_of([] { make_observable("conditional-density", shell_system(2, 1, 1), 2, grid(9, 3, 2, 1)); }),
          "swap them"));
}

}  // namespace
}  // namespace kato
