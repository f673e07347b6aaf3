// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "message.hpp"
#include "oscillator_state.hpp"
#include "psi/wave_function.hpp"
#include "sample/first_level.hpp"
#include "sample/sampler.hpp"
#include "settings.hpp"
#include "system/matter.hpp"

namespace kato {
namespace {

constexpr double width = 0.4;

std::unique_ptr<Sampler> mala(double step = width) {
  return registry().factory<Sampler>("mala")(default_settings("sampler", "mala", Settings({{"width", step}})));
}

StreamKey stream(std::uint32_t step) { return {.seed = 3, .stage = 0, .step = step, .purpose = Purpose::test}; }

double slope(double x) { return 1 / x - x; }
double log_psi(double x) { return std::log(std::abs(x)) - 0.5 * x * x; }
double drift(double x) { return width * width * slope(x) / std::sqrt(1 + std::pow(width * slope(x), 2) / 2); }

// The formulas, written out for one walker after the other.
TEST(Mala, is_the_published_move_with_a_limited_drift) {
  constexpr int sweeps = 90;
  FirstLevel psi;
  auto walkers = first_walkers({.particles = 1}, 40, 1, 0, 1);
  auto expected = walkers.x;
  int taken = 0;
  for (std::size_t w = 0; w < expected.size(); ++w) {
    std::vector<double> xi(sweeps), chance(sweeps);
    fill_normal(stream(0), static_cast<std::uint32_t>(w), 0, xi);
    fill_uniform(stream(0), static_cast<std::uint32_t>(w), sweeps, chance);
    double& x = expected[w];
    for (std::size_t n = 0; n < sweeps; ++n) {
      const double y = x + drift(x) + width * xi[n];
      const auto log_proposal = [](double from, double to) {
        return -std::pow(to - from - drift(from), 2) / (2 * width * width);
      };
      const double log_ratio = 2 * (log_psi(y) - log_psi(x)) + log_proposal(y, x) - log_proposal(x, y);
      if (std::log(chance[n]) >= log_ratio) continue;
      x = y;
      ++taken;
    }
  }
  const auto report = mala()->sweep(psi, walkers, stream(0), sweeps, false);
  for (std::size_t w = 0; w < expected.size(); ++w) EXPECT_NEAR(walkers.x[w], expected[w], 1e-9);
  EXPECT_NEAR(report.acceptance * 40 * sweeps, taken, 1e-6);
  EXPECT_LT(taken, 40 * sweeps);
}

TEST(Mala, takes_nearly_every_small_step) {
  const auto state = oscillator_ground_state(3);
  WaveFunction psi(state.graph, Precision::double_, 1);
  psi.set_parameters(state.theta);
  const auto settled = mala(0.3);
  auto walkers = first_walkers({.particles = 3}, 500, 1, 0, 1);
  settled->sweep(psi, walkers, stream(0), 200, false);
  const double small = mala(0.1)->sweep(psi, walkers, stream(1), 20, false).acceptance;
  EXPECT_GT(small, 0.985);  // refusals are of third order in the width; without the drift of first order
  EXPECT_LT(small, 1);
}

TEST(Mala, needs_gradients_and_says_so) {
  class Values final : public Amplitude {
    std::size_t tile_walkers() const override { return 8; }
    int threads() const override { return 1; }
    void value_tile(int, const WalkerView&, std::span<LogPsi>) override {}
  } values;
  EXPECT_TRUE(has(message_of([&] { mala()->check(values); }), "mala", "no gradients", "metropolis"));
  FirstLevel psi;
  EXPECT_NO_THROW(mala()->check(psi));
}

}  // namespace
}  // namespace kato
