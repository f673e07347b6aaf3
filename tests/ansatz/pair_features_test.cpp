// SPDX-License-Identifier: Apache-2.0
#include "ansatz/pair_features.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "evaluated.hpp"
#include "settings.hpp"

namespace kato {
namespace {

const Particles electrons{
    .count = 4, .dimensions = 2, .species = {{"up", 2}, {"down", 2}}, .cusp = PairCusp{.unlike = 1, .like = 1.0 / 3}};

std::vector<double> pooled(const std::vector<double>& x) {
  Graph graph(4, 2);
  graph.output("pooled", pooled_pairs(pair_features("pairs", graph.coordinates(), electrons, 5), electrons));
  Executor<double> executor(graph);
  executor.set_parameters(graph.initial_parameters(3));
  std::vector<double> numbers(x.size() / 8 * 40);
  executor.output("pooled", x, numbers);
  return numbers;
}

TEST(PairFeatures, exchanging_two_others_of_one_species_changes_nothing_for_a_particle) {
  const auto before = pooled({0.1, 0.4, -0.7, 0.2, 1.1, -0.5, 0.3, 0.9}),
             after = pooled({0.1, 0.4, -0.7, 0.2, 0.3, 0.9, 1.1, -0.5});
  for (std::size_t f = 0; f < 10; ++f) {
    EXPECT_NEAR(before[f], after[f], 1e-14);            // the first up
    EXPECT_NEAR(before[20 + f], after[30 + f], 1e-14);  // the downs change places
  }
}

TEST(PairFeatures, those_of_like_and_of_unlike_particles_are_told_apart) {
  const auto before = pooled({0.1, 0.4, -0.7, 0.2, 1.1, -0.5, 0.3, 0.9}),
             after = pooled({0.1, 0.4, -0.7, 0.2, 1.3, -0.5, 0.3, 0.9});  // a down is moved
  for (std::size_t f = 0; f < 5; ++f) {
    EXPECT_EQ(before[f], after[f]);  // what the first up sees of the ups
    EXPECT_NE(before[5 + f], after[5 + f]);
  }
}

// Where two electrons meet, ln|psi| = a r + ..: the features must add nothing to the slope of the cusp.
TEST(PairFeatures, leave_the_slope_where_two_particles_meet_to_the_cusp) {
  const double h = 1e-4;
  const auto at = [](double r) { return std::vector<double>{0.2 + r, 0.1, -0.7, 0.9, 0.2, 0.1, 0.3, -0.9}; };
  const auto touching = pooled(at(0)), right = pooled(at(h)), left = pooled(at(-h));
  double moved = 0;
  for (std::size_t f = 0; f < 40; ++f) {
    EXPECT_NEAR((right[f] + left[f] - 2 * touching[f]) / h, 0, 1e-3);  // a kink |r| would be 2 here
    moved = std::max(moved, std::abs(right[f] - left[f]) / (2 * h));
  }
  EXPECT_GT(moved, 0.01);
}

TEST(PairFeatures, meet_the_cusps_of_coulomb_in_the_whole_wave_function) {
  const Graph graph =
      registry().factory<Ansatz>("equivariant-slater")(electrons, default_settings("ansatz", "equivariant-slater"));
  Executor<double> psi(graph);
  psi.set_parameters(graph.initial_parameters(7));
  const double h = 1e-6;  // the smooth part of a random psi is steep
  const auto log_psi = [&](double r, double angle) {
    const std::vector<double> x{0.2 + r * std::cos(angle), 0.1 + r * std::sin(angle), -0.7, 0.9, 0.2, 0.1, 0.3, -0.9};
    return values_at(psi, x).log_abs[0];
  };
  const double at_zero = log_psi(0, 0);
  for (const double angle : {0.0, 0.7, 1.9})
    EXPECT_NEAR((log_psi(h, angle) + log_psi(h, angle + M_PI) - 2 * at_zero) / (2 * h), 1, 2e-3);
}

}  // namespace
}  // namespace kato
