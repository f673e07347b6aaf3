// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "graph/build.hpp"
#include "message.hpp"
#include "train/trainer.hpp"

namespace kato {
namespace {

// psi = sqrt(x) exp(-x^2/2): no number for negative x.
class HalfLine : public testing::Test {
 protected:
  HalfLine() {
    system.particles = 1;
    const Node x = graph.coordinates(), root = sqrt(x);
    graph.output("amplitude", slogdet(root * exp(scale(square(x), -0.5))));
  }
  std::size_t replace(Walkers& walkers, LocalEnergies& energies) {
    WaveFunction psi(graph, Precision::double_, 1);
    psi.set_parameters({});
    local_energies(psi, system, walkers, energies);
    walkers.log_abs = energies.log_abs();
    return replace_nonfinite(psi, walkers, energies);
  }
  System system;
  Graph graph{1, 1};
};

TEST_F(HalfLine, a_walker_that_is_not_finite_goes_where_the_next_good_one_is) {
  Walkers walkers{.particles = 1, .dimensions = 1, .x = {-1, -2, 0.5, 1.5, -3}, .log_abs = std::vector<double>(5)};
  LocalEnergies energies;
  EXPECT_EQ(replace(walkers, energies), 3u);
  EXPECT_EQ(walkers.x, (std::vector<double>{0.5, 0.5, 0.5, 1.5, 0.5}));
  for (const std::size_t w : {0, 1, 4}) {
    EXPECT_EQ(walkers.log_abs[w], walkers.log_abs[2]);
    energies.for_columns([&](const std::vector<double>& numbers) { EXPECT_EQ(numbers[w], numbers[2]); });
    EXPECT_EQ(energies.psi[w].log_abs, energies.psi[2].log_abs);
    EXPECT_EQ(energies.psi[w].sign, energies.psi[2].sign);
  }
  EXPECT_TRUE(std::isfinite(energies.total[2]));
  EXPECT_NE(energies.total[3], energies.total[2]);
}

TEST_F(HalfLine, finite_walkers_stay_where_they_are) {
  Walkers walkers{.particles = 1, .dimensions = 1, .x = {1, 2, 0.5}, .log_abs = std::vector<double>(3)};
  LocalEnergies energies;
  EXPECT_EQ(replace(walkers, energies), 0u);
  EXPECT_EQ(walkers.x, (std::vector<double>{1, 2, 0.5}));
}

TEST_F(HalfLine, without_a_finite_walker_the_node_and_the_walker_are_named) {
  Walkers walkers{.particles = 1, .dimensions = 1, .x = {-1, -2}, .log_abs = std::vector<double>(2)};
  LocalEnergies energies;
  EXPECT_TRUE(has(message_of([&] { replace(walkers, energies); }), "node 1 (pointwise) of walker 0 is not finite"));
  EXPECT_THROW(replace(walkers, energies), std::runtime_error);
}

}  // namespace
}  // namespace kato
