// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "box_of.hpp"
#include "message.hpp"
#include "observe/sampled.hpp"
#include "species_state.hpp"

namespace kato {
namespace {

std::unique_ptr<Observable> pairs(const System& system) {
  return make_observable("pair-correlation", system, 2, Settings({{"bins", std::int64_t{4}}, {"extent", 2.0}}));
}

TEST(PairCorrelation, counts_pairs_within_and_across_species_apart) {
  const auto observable = pairs(spin_trap(2, 1));
  const std::vector<double> x{0, 0.25, 1.6, 0, 5, 0.75};  // distances 0.25; 1.6, 1.35 and 5; 0.75, 4.25
  observable->measure({.x = x, .particles = 3, .dimensions = 1}, {});
  const auto curves = observable->results();
  ASSERT_EQ(curves.size(), 2u);
  EXPECT_EQ(curves.at("up-up").mean, (std::vector{1.0, 0.0, 0.0, 0.0}));  // half a count in a bin of a half
  EXPECT_EQ(curves.at("up-down").mean, (std::vector{0.0, 1.0, 1.0, 1.0}));
  EXPECT_GT(curves.at("up-down").std_err[3], 0.9);
}

TEST(PairCorrelation, of_one_kind_has_one_curve) {
  System system;
  system.particles = 2;
  const auto observable = pairs(system);
  observable->measure({.x = std::vector<double>{0, 1.7, 0, 1.8}, .particles = 2, .dimensions = 1}, {});
  EXPECT_EQ(observable->results().at("").mean, (std::vector{0.0, 0.0, 0.0, 2.0}));
}

// Particles that know nothing of one another have g = 1, those of two species in the trap, whatever their density.
TEST(PairCorrelation, of_species_that_do_not_interact_is_one) {
  const System system = spin_trap(2, 1);
  const auto observable =
      make_observable("pair-correlation", system, 1000, Settings({{"bins", std::int64_t{8}}, {"extent", 2.0}}));
  const auto found = sampled(system, species_ground_state(2, 1), {}, *observable);
  const auto &across = found.at("up-down.g"), &within = found.at("up-up.g");
  for (std::size_t bin = 0; bin < 8; ++bin)
    EXPECT_TRUE(is_near(across.mean[bin], across.std_err[bin], 1, 0.05)) << across.x[bin];
  // Fermions of one species avoid one another: g(r) = p(r)/p_0(r) with p = 2 r^2 exp(-r^2/2)/sqrt(2 pi).
  EXPECT_LT(within.mean[0], 0.05);
  const auto& pairs = found.at("up-up");
  const double r = pairs.x[3];
  EXPECT_TRUE(is_near(pairs.mean[3], pairs.std_err[3],
                      2 * r * r * std::exp(-0.5 * r * r) / std::sqrt(2 * std::numbers::pi), 0.01, 3e-3));
}

// |psi|^2 = exp(-exp(-r)) of two electrons of different spin, r that of the nearest image: psi has their cusp, slope
// 1/2.
double with_cusp(double r) { return std::exp(-std::exp(-r)); }

// The same walkers in a cube of side 2, drawn at once.
void draw_pairs(std::uint32_t step, std::span<double> x) {
  std::vector<double> chances(400);
  for (std::size_t w = 0; w < x.size() / 6; ++w) {
    fill_uniform({.seed = 17, .step = step}, static_cast<std::uint32_t>(w), 0, chances);
    std::size_t n = 3;
    const auto apart = [&](std::size_t c) { return 2 * chances[n + c] - 1; };
    while (chances[n + 3] > with_cusp(std::hypot(apart(0), apart(1), apart(2)))) n += 4;
    for (std::size_t c = 0; c < 3; ++c) x[6 * w + 3 + c] = (x[6 * w + c] = 2 * chances[c]) + apart(c);
  }
}

// g(r) = |psi|^2/<|psi|^2>, as the density is uniform; ln g = const - exp(-r), whose slope at contact is g'/g = 1.
TEST(PairCorrelation, in_a_cube_has_the_cusp_of_psi) {
  const System system{box_of(3, {{"up", 1}, {"down", 1}}, 2)};
  const auto observable = make_observable("pair-correlation", system, 2000, Settings({{"bins", std::int64_t{40}}}));
  std::vector<double> x(2000 * 6);
  for (std::uint32_t step = 0; step < 100; ++step) {
    draw_pairs(step, x);
    observable->measure({.x = x, .particles = 2, .dimensions = 3}, {.threads = 2});
  }
  constexpr int points = 60;
  double mean = 0;
  for (int n = 0; n < points * points * points; ++n) {
    const auto at = [](int k) { return (k + 0.5) / points; };
    mean += with_cusp(std::hypot(at(n % points), at(n / points % points), at(n / points / points)));
  }
  mean /= std::pow(points, 3);
  const auto g = observable->results().at("up-down.g");
  ASSERT_EQ(g.x.back(), 1 - 0.5 / 40);
  double weight = 0, t = 0, y = 0, tt = 0, ty = 0;
  for (std::size_t bin = 0; bin < g.x.size(); ++bin) {
    if (bin < 4) continue;  // too few pairs for a logarithm
    EXPECT_TRUE(is_near(g.mean[bin], g.std_err[bin], with_cusp(g.x[bin]) / mean, 0.15, 1e-3)) << bin;
    const double w = std::pow(g.mean[bin] / g.std_err[bin], 2), of = -std::exp(-g.x[bin]), log = std::log(g.mean[bin]);
    weight += w, t += w * of, y += w * log, tt += w * of * of, ty += w * of * log;
  }
  const double spread = tt - t * t / weight;
  EXPECT_TRUE(is_near((ty - t * y / weight) / spread, 1 / std::sqrt(spread), 1, 0.07));
}

TEST(PairCorrelation, counts_distances_in_space) {
  System system;
  system.particles = 2;
  system.dimensions = 3;
  const auto observable =
      make_observable("pair-correlation", system, 2, Settings({{"bins", std::int64_t{4}}, {"extent", 4.0}}));
  observable->measure({.x = std::vector<double>{0, 0, 0, 1, 2, 2, 0, 0, 0, 0, 0, 1.5}, .particles = 2, .dimensions = 3},
                      {});
  EXPECT_EQ(observable->result().mean, (std::vector{0.0, 0.5, 0.0, 0.5}));
}

}  // namespace
}  // namespace kato
