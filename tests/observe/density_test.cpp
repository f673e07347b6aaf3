// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <numbers>

#include "message.hpp"
#include "observe/exact_pair.hpp"
#include "observe/sampled.hpp"
#include "oscillator_state.hpp"
#include "shell_state.hpp"
#include "species_state.hpp"

namespace kato {
namespace {

std::unique_ptr<Observable> density(int particles, std::size_t walkers, std::int64_t bins, double extent,
                                    int dimensions = 1) {
  System system;
  system.particles = particles;
  system.dimensions = dimensions;
  return make_observable("density", system, walkers, Settings({{"bins", bins}, {"extent", extent}}));
}

TEST(Density, counts_particles_by_bins_of_the_line) {
  const auto observable = density(2, 3, 4, 2);
  const std::vector<double> x{-1.5, 0.5, -1.5, 1.5, 5, -0.1};
  observable->measure({.x = x, .particles = 2, .dimensions = 1}, {});
  const auto curve = observable->result();
  EXPECT_EQ(curve.x, (std::vector{-1.5, -0.5, 0.5, 1.5}));
  const double third = 1.0 / 3;  // of the walkers, in bins of width 1
  EXPECT_NEAR(curve.mean[0], 2 * third, 1e-15);
  for (const std::size_t bin : {1, 2, 3}) EXPECT_NEAR(curve.mean[bin], third, 1e-15);
  for (const std::size_t bin : {1, 2, 3}) EXPECT_NEAR(curve.std_err[bin], third, 1e-15);
}

TEST(Density, repeating_a_measurement_does_not_shrink_the_error) {
  const auto once = density(1, 2, 2, 1), often = density(1, 2, 2, 1);
  const std::vector<double> x{-0.5, 0.5};
  once->measure({.x = x, .particles = 1, .dimensions = 1}, {});
  for (int n = 0; n < 10; ++n) often->measure({.x = x, .particles = 1, .dimensions = 1}, {});
  EXPECT_EQ(once->result().mean, often->result().mean);
  EXPECT_NEAR(once->result().std_err[0], often->result().std_err[0], 1e-15);
  EXPECT_GT(once->result().std_err[0], 0.1);
}

TEST(Density, of_two_species_is_that_of_each_and_of_all) {
  const auto observable =
      make_observable("density", spin_trap(1, 2), 1, Settings({{"bins", std::int64_t{2}}, {"extent", 1.0}}));
  observable->measure({.x = std::vector<double>{0.5, -0.5, 0.2}, .particles = 3, .dimensions = 1}, {});
  const auto curves = observable->results();
  EXPECT_EQ(curves.at("").mean, (std::vector{1.0, 2.0}));
  EXPECT_EQ(curves.at("up").mean, (std::vector{0.0, 1.0}));
  EXPECT_EQ(curves.at("down").mean, (std::vector{1.0, 1.0}));
}

TEST(Density, on_a_plane_counts_particles_by_squares_with_y_running_fastest) {
  const auto observable = density(2, 1, 2, 1, 2);
  observable->measure({.x = std::vector<double>{-0.5, 0.5, 0.5, 7}, .particles = 2, .dimensions = 2}, {});
  const auto grid = observable->result();
  EXPECT_TRUE(grid.is_grid());
  EXPECT_EQ(grid.mean, (std::vector{0.0, 1.0, 0.0, 0.0}));
  EXPECT_EQ(grid.y, (std::vector{-0.5, 0.5}));
  EXPECT_EQ(grid.axis + ", " + grid.y_axis + ", " + grid.what, "x [a_ho], y [a_ho], n(x, y) [a_ho^-2]");
}

TEST(Density, in_space_is_projected_on_the_plane) {
  const auto observable = density(1, 1, 2, 1, 3);
  observable->measure({.x = std::vector<double>{0.5, -0.5, 7}, .particles = 1, .dimensions = 3}, {});
  EXPECT_EQ(observable->result().mean, (std::vector{0.0, 0.0, 1.0, 0.0}));
  EXPECT_EQ(observable->result().what, "n(x, y), summed over z [a_ho^-2]");
}

// exp(-r^2) (1 + 2 r^2)/pi for each species of three on a plane, and the integral over z of exp(-r^2) (1 + 2
// r^2)/pi^(3/2) for four in space.
TEST(Density, of_filled_shells_is_their_closed_form) {
  for (const int d : {2, 3}) {
    const auto system = d == 2 ? shell_system(2, 3, 3) : shell_system(3, 4, 0);
    const auto observable =
        make_observable("density", system, 1000, Settings({{"bins", std::int64_t{16}}, {"extent", 4.0}}));
    const auto found = sampled(system, shell_state(system), {}, *observable, 1000, 150);
    const auto exact = [&](double x, double y) {
      const double s = x * x + y * y;
      return std::exp(-s) / std::numbers::pi * (d == 2 ? 1 + 2 * s : 2 + 2 * s);
    };
    for (const auto& [name, curve] : found) {
      const double copies = d == 2 && name.empty() ? 2 : 1, particles = copies * (d + 1);
      double total = 0;
      for (std::size_t a = 0; a < 16; ++a)
        for (std::size_t b = 0; b < 16; ++b) {
          const double value = copies * cell_mean(exact, curve.x[a], curve.y[b], 0.5);
          const double mean = curve.mean[16 * a + b], error = curve.std_err[16 * a + b];
          total += mean * 0.25;
          if (value > 0.01) {
            EXPECT_TRUE(is_near(mean, error, value, 0.03, 2e-4))
                << d << name << " at " << curve.x[a] << " " << curve.y[b];
          }
        }
      EXPECT_NEAR(total, particles, 1e-3) << d << name;
      EXPECT_LE(total, particles + 1e-9);
    }
    EXPECT_EQ(found.size(), d == 2 ? 3u : 1u);
  }
}

// n(x) = exp(-x^2) (1 + 2 x^2 + (2 x^2 - 1)^2 / 2) / sqrt(pi) for three particles that do not interact; its integral
// over a bin by Simpson's rule.
double of_three(double x) {
  const double s = x * x;
  return std::exp(-s) / std::sqrt(std::numbers::pi) * (1 + 2 * s + 0.5 * (2 * s - 1) * (2 * s - 1));
}

TEST(Density, of_a_ground_state_that_does_not_interact_is_its_closed_form) {
  constexpr std::size_t count = 1000;
  const auto state = oscillator_ground_state(3);
  System system;
  system.particles = 3;
  const auto observable = density(3, count, 24, 3);
  const auto curve = sampled(system, state.graph, state.theta, *observable, count).at("");
  const double width = 0.25;
  double total = 0;
  for (std::size_t bin = 0; bin < 24; ++bin) {
    const double x = curve.x[bin];
    const double exact = (of_three(x - width / 2) + 4 * of_three(x) + of_three(x + width / 2)) / 6;
    if (exact > 0.01) {
      EXPECT_LT(std::abs(curve.mean[bin] - exact), 5.5 * curve.std_err[bin] + 1e-4) << x;  // 4e-8 a bin
      EXPECT_LT(curve.std_err[bin], 0.015 + 0.01 * exact);
      EXPECT_GT(curve.std_err[bin], 0);
    }
    total += curve.mean[bin] * width;
  }
  EXPECT_NEAR(total, 3, 0.01);
  EXPECT_LT(total, 3);
}

// tests/data/spinless-gaussian-density.csv: A, V0, s0, x, density, from the exact wave function of the pair.
TEST(Density, of_two_that_repel_is_that_of_the_reference) {
  constexpr std::size_t count = 2000;
  const ExactPair pair;
  const auto observable = density(2, count, 120, 4.8);  // bins of 0.08, whose edges are the reference's points
  const auto curve = pair.measured(*observable, count, 100).at("");
  std::ifstream file(KATO_TEST_DATA "/spinless-gaussian-density.csv");
  std::map<int, double> reference;  // by x in units of 0.08
  for (std::string line; std::getline(file, line);) {
    double strength = 0, x = 0, value = 0;
    if (std::sscanf(line.c_str(), "2,%lf,0.5,%lf,%lf", &strength, &x, &value) == 3 && strength == 10)
      reference[static_cast<int>(std::lround(x / 0.08))] = value;
  }
  ASSERT_GT(reference.size(), 100u);
  for (std::size_t bin = 0; bin < curve.x.size(); ++bin) {
    const int left = static_cast<int>(std::lround((curve.x[bin] - 0.04) / 0.08));
    const double exact = 0.5 * (reference.at(left) + reference.at(left + 1));  // the curvature is worth 2e-3
    if (exact > 0.02) {
      EXPECT_TRUE(is_near(curve.mean[bin], curve.std_err[bin], exact, 0.02, 3e-3)) << curve.x[bin];
    }
  }
}

}  // namespace
}  // namespace kato
