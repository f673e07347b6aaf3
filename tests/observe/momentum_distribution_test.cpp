// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <numbers>

#include "observe/exact_pair.hpp"
#include "observe/sampled.hpp"
#include "oscillator_state.hpp"
#include "plane_wave_state.hpp"

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

// What is measured on walkers at places that are drawn at once, uniform in the box.
std::map<std::string, Curve> of_uniform_walkers(const System& system, AnalyticPsi psi) {
  constexpr std::size_t count = 100;
  const auto observable = make_observable("momentum-distribution", system, count);
  for (std::uint32_t step = 0; step < 20; ++step) {
    std::vector<double> x(count * static_cast<std::size_t>(system.coordinates()));
    fill_uniform({.seed = 3, .step = step}, 0, 0, x);
    for (double& v : x) v *= system.space.side;
    const WalkerView walkers{.x = x, .particles = system.particles, .dimensions = system.dimensions};
    const auto values = values_of(psi, walkers);
    observable->measure(walkers, {.psi = &psi, .values = values, .stream = {.seed = 4, .step = step}, .threads = 2});
  }
  return observable->results();
}

// Bosons that do not interact are all in k = 0: every walker says so.
TEST(MomentumDistribution, in_a_box_of_a_constant_has_all_particles_at_rest) {
  for (int d = 1; d <= 3; ++d) {
    const auto found = of_uniform_walkers(plane_wave_system(d, 3, 1), AnalyticPsi([](const WalkerView&) {
                                            return LogPsi{1.5, -1};
                                          }));
    for (const auto& [name, number] : std::map<std::string, double>{{"", 4}, {"up", 3}, {"down", 1}}) {
      const auto& curve = found.at(name);
      EXPECT_EQ(curve.x[0], 0);
      EXPECT_NEAR(curve.mean[0], number, 1e-13);
      EXPECT_NEAR(curve.std_err[0], 0, 1e-13);
      for (std::size_t n = 1; n < curve.x.size(); ++n)
        EXPECT_TRUE(is_near(curve.mean[n], curve.std_err[n], 0, 0.1)) << d << name << curve.x[n];
    }
    EXPECT_EQ(found.at("").axis, "k [1/a]");
  }
}

// Two waves fill one shell of a square each by itself: 1 + cos(2 pi x/L) has 2/3 in k = 0 and 1/6 in each of (1, 0) and
// (-1, 0), so 1/12 on the average of that shell of four.
TEST(MomentumDistribution, in_a_box_is_averaged_over_the_waves_of_a_shell) {
  System system{box_of(2, {}, 2.5)};
  system.particles = 1;
  constexpr std::size_t count = 2000;
  const auto observable = make_observable("momentum-distribution", system, count);
  AnalyticPsi psi(
      [](const WalkerView& walker) { return log_psi(1 + std::cos(2 * std::numbers::pi / 2.5 * walker.x[0])); });
  for (std::uint32_t step = 0; step < 20; ++step) {
    std::vector<double> x;
    for (std::uint32_t w = 0; w < count; ++w) {  // by rejection
      std::vector<double> chances(60);
      fill_uniform({.seed = 8, .step = step}, w, 0, chances);
      std::size_t n = 0;
      const auto share = [&] { return std::pow(0.5 + 0.5 * std::cos(2 * std::numbers::pi * chances[n]), 2); };
      while (chances[n + 1] > share()) n += 2;
      x.insert(x.end(), {2.5 * chances[n], 2.5 * chances[n + 2]});
    }
    const WalkerView walkers{.x = x, .particles = 1, .dimensions = 2};
    const auto values = values_of(psi, walkers);
    observable->measure(walkers, {.psi = &psi, .values = values, .stream = {.seed = 9, .step = step}});
  }
  const auto curve = observable->result();
  const std::vector<double> exact{2.0 / 3, 1.0 / 12, 0};
  for (std::size_t n = 0; n < exact.size(); ++n)
    EXPECT_TRUE(is_near(curve.mean[n], curve.std_err[n], exact[n], 0.02)) << n;
}

// For a wave k that is filled, sum_i phi_k(x_i) phi_k(x') psi(x_i -> x')/psi is phi_k(x')^2, as the ratio is a row of
// orbitals times the inverse of their matrix: a filled shell, of cosines and sines, has 1 in every walker.
TEST(MomentumDistribution, in_a_box_of_plane_waves_is_one_within_the_fermi_sphere) {
  struct Case {
    int dimensions, up, down, filled_up, filled_down;  // the largest n^2
  };
  for (const auto& [d, up, down, filled_up, filled_down] :
       {Case{1, 5, 3, 4, 1}, Case{2, 5, 1, 1, 0}, Case{3, 7, 1, 1, 0}}) {
    const System system = plane_wave_system(d, up, down);
    const double unit = 2 * std::numbers::pi / system.space.side;
    const auto observable = make_observable("momentum-distribution", system, 500, Settings({{"extent", 3.5 * unit}}));
    const auto found = sampled(system, plane_wave_state(system), {}, *observable, 500, 60);
    const auto shells = waves_by_length(d, 12);
    for (const auto& [name, filled] : {std::pair{"up", filled_up}, {"down", filled_down}}) {
      const auto& curve = found.at(name);
      ASSERT_EQ(curve.x.size(), shells.size() + 1);
      for (std::size_t s = 0; s < curve.x.size(); ++s) {
        const int square = s == 0 ? 0 : squared_length(shells[s - 1][0]);
        if (square <= filled) {
          EXPECT_NEAR(curve.mean[s], 1, 1e-9) << d << name << square;
          EXPECT_NEAR(curve.std_err[s], 0, 1e-9);
        } else {
          EXPECT_TRUE(is_near(curve.mean[s], curve.std_err[s], 0, 0.1)) << d << name << square;
        }
      }
    }
    for (std::size_t s = 0; s < found.at("").x.size(); ++s)
      EXPECT_NEAR(found.at("").mean[s], found.at("up").mean[s] + found.at("down").mean[s], 1e-12);
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
