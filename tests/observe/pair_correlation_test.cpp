// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

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
