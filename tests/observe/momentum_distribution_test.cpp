// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <numbers>

#include "observe/exact_pair.hpp"
#include "observe/sampled.hpp"
#include "oscillator_state.hpp"

namespace kato {
namespace {

// Of three particles that do not interact, in position as in momentum.
double of_three(double x) {
  const double s = x * x;
  return std::exp(-s) / std::sqrt(std::numbers::pi) * (1 + 2 * s + 0.5 * (2 * s - 1) * (2 * s - 1));
}

TEST(MomentumDistribution, of_particles_that_do_not_interact_is_their_density) {
  const auto state = oscillator_ground_state(3);
  System system;
  system.particles = 3;
  const auto observable =
      make_observable("momentum-distribution", system, 1000, Settings({{"points", std::int64_t{21}}, {"extent", 4.0}}));
  const auto curve = sampled(system, state.graph, state.theta, *observable).at("");
  for (std::size_t n = 0; n < curve.x.size(); ++n)
    EXPECT_TRUE(is_near(curve.mean[n], curve.std_err[n], of_three(curve.x[n]), 0.02)) << curve.x[n];
}

// One particle in the ground state of the trap, in d dimensions: pi^(-d/2) exp(-k^2). Its places are drawn at once.
TEST(MomentumDistribution, averages_over_the_directions_of_space) {
  for (const int d : {1, 2, 3}) {
    const std::size_t count = 4000, dimensions = static_cast<std::size_t>(d);
    System system;
    system.particles = 1;
    system.dimensions = d;
    const auto observable = make_observable("momentum-distribution", system, count,
                                            Settings({{"points", std::int64_t{9}}, {"extent", 2.0}}));
    AnalyticPsi psi([](const WalkerView& walker) {
      double square = 0;
      for (const double v : walker.x) square += v * v;
      return LogPsi{-0.5 * square, 1};
    });
    for (std::uint32_t step = 0; step < 25; ++step) {
      std::vector<double> x(count * dimensions);
      for (std::size_t w = 0; w < count; ++w)
        fill_normal({.seed = 3, .step = step}, static_cast<std::uint32_t>(w), 0,
                    std::span(x).subspan(w * dimensions, dimensions));
      for (double& v : x) v /= std::numbers::sqrt2;
      const WalkerView walkers{.x = x, .particles = 1, .dimensions = d};
      const auto values = values_of(psi, walkers);
      observable->measure(walkers, {.psi = &psi, .values = values, .stream = {.seed = 4, .step = step}, .threads = 2});
    }
    const auto curve = observable->result();
    for (std::size_t n = 0; n < curve.x.size(); ++n) {
      const double exact = std::pow(std::numbers::pi, -0.5 * d) * std::exp(-curve.x[n] * curve.x[n]);
      EXPECT_TRUE(is_near(curve.mean[n], curve.std_err[n], exact, 0.01)) << d << " " << curve.x[n];
    }
  }
}

// The transform of the exact wave function on a grid: n(k) = 2 int dy |int dx exp(-i k x) psi(x, y)|^2 / (2 pi).
TEST(MomentumDistribution, of_two_that_repel_is_that_of_their_exact_state) {
  const ExactPair pair;
  System system;
  system.particles = 2;
  const auto observable =
      make_observable("momentum-distribution", system, 2000, Settings({{"points", std::int64_t{9}}, {"extent", 4.0}}));
  const auto curve = pair.measured(*observable, 2000, 50).at("");
  constexpr int points = 160;
  constexpr double step = 0.06;
  const auto place = [](int n) { return (n - points / 2 + 0.5) * step; };
  for (std::size_t n = 0; n < curve.x.size(); ++n) {
    double exact = 0;
    for (int b = 0; b < points; ++b) {
      double cosine = 0, sine = 0;
      for (int a = 0; a < points; ++a) {
        const double psi = pair(place(a), place(b)) * step;
        cosine += std::cos(curve.x[n] * place(a)) * psi;
        sine += std::sin(curve.x[n] * place(a)) * psi;
      }
      exact += (cosine * cosine + sine * sine) * step / std::numbers::pi;
    }
    EXPECT_TRUE(is_near(curve.mean[n], curve.std_err[n], exact, 0.02, 1e-4)) << curve.x[n];
  }
}

TEST(MomentumDistribution, may_be_measured_less_often) {
  System system;
  system.particles = 2;
  const ExactPair pair;
  const auto often = make_observable("momentum-distribution", system, 50),
             seldom = make_observable("momentum-distribution", system, 50, Settings({{"every", std::int64_t{5}}}));
  EXPECT_NE(pair.measured(*often, 50, 5).at("").mean, pair.measured(*seldom, 50, 5).at("").mean);
  const auto once = make_observable("momentum-distribution", system, 50);
  EXPECT_EQ(pair.measured(*once, 50, 1).at("").mean, seldom->result().mean);
}

}  // namespace
}  // namespace kato
