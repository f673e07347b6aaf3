// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "message.hpp"
#include "observe/exact_pair.hpp"
#include "observe/sampled.hpp"
#include "species_state.hpp"

namespace kato {
namespace {

TEST(PairDistribution, counts_ordered_pairs_within_and_across_species) {
  const auto observable =
      make_observable("pair-distribution", spin_trap(2, 1), 1, Settings({{"bins", std::int64_t{2}}, {"extent", 1.0}}));
  observable->measure({.x = std::vector<double>{-0.5, 0.5, 0.25}, .particles = 3, .dimensions = 1}, {});
  const auto found = observable->results();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found.at("up-up").mean, (std::vector{0.0, 1.0, 1.0, 0.0}));
  EXPECT_EQ(found.at("up-down").mean, (std::vector{0.0, 1.0, 0.0, 1.0}));  // up at -1/2 and 1/2, down at 1/4
  EXPECT_TRUE(found.at("up-up").is_grid());
  EXPECT_EQ(found.at("up-up").y, (std::vector{-0.5, 0.5}));
}

// rho_2(x, y) = 2 psi(x, y)^2, over a square of the grid by Simpson's rule.
TEST(PairDistribution, of_two_that_repel_is_the_square_of_their_exact_state) {
  const ExactPair pair;
  System system;
  system.particles = 2;
  const auto observable =
      make_observable("pair-distribution", system, 2000, Settings({{"bins", std::int64_t{10}}, {"extent", 2.5}}));
  const auto grid = pair.measured(*observable, 2000, 100).at("");
  const double width = 0.5;
  double total = 0;
  for (std::size_t a = 0; a < 10; ++a)
    for (std::size_t b = 0; b < 10; ++b) {
      double exact = 0;
      for (int m = -5; m <= 5; ++m)
        for (int n = -5; n <= 5; ++n) {
          const double weight = (std::abs(m) == 5 ? 0.5 : 1) * (std::abs(n) == 5 ? 0.5 : 1) / 100;
          exact += 2 * weight * std::pow(pair(grid.x[a] + m * width / 10, grid.y[b] + n * width / 10), 2);
        }
      const double mean = grid.mean[10 * a + b], error = grid.std_err[10 * a + b];
      if (exact > 0.003) {
        EXPECT_TRUE(is_near(mean, error, exact, 0.02, 2e-3)) << grid.x[a] << " " << grid.y[b];
      }
      total += mean * width * width;
    }
  EXPECT_NEAR(total, 2, 0.05);
}

TEST(PairDistribution, is_for_one_dimension) {
  System system;
  system.particles = 2;
  system.dimensions = 2;
  EXPECT_TRUE(has(message_of([&] { make_observable("pair-distribution", system, 2); }), "use conditional-density"));
}

}  // namespace
}  // namespace kato
