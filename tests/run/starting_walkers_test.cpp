// SPDX-License-Identifier: Apache-2.0
#include "run/starting_walkers.hpp"

#include <gtest/gtest.h>

#include "run/run_files.hpp"

namespace kato {
namespace {

using StartingWalkers = RunFiles;

const std::string gas = R"([system]
space = "box"
dimensions = 3
up = 1
down = 1
length = 4.0
[ansatz]
kind = "slater-jastrow"
[sampler]
walkers = 16
thermalise = 0
)";

TEST(ScaleWithBox, takes_places_with_it_and_leaves_those_of_a_trap) {
  Walkers walkers = Walkers::at_origin(1, 1, 2);
  walkers.x = {1, -3};
  const Space small{.kind = Space::box, .side = 2}, large{.kind = Space::box, .side = 6};
  scale_with_box(walkers, small, large);
  EXPECT_EQ(walkers.x, (std::vector<double>{3, -9}));
  scale_with_box(walkers, {}, large);
  EXPECT_EQ(walkers.x, (std::vector<double>{3, -9}));
}

// The free gas has E = 0 for 1 + 1; with a repulsion the energy of a smaller box is larger. A ladder ends where the
// input says, with walkers of that box.
TEST_F(StartingWalkers, follow_a_ladder_of_boxes) {
  const std::string ladder = gas + R"([[system.interaction]]
kind = "coulomb"
[train]
steps = 2
[[train.stage]]
steps = 2
set = { "system.length" = 2.0 }
[evaluate]
samples = 64
[reference]
energy = "none"
)";
  ASSERT_EQ(start("ladder", ladder), done);
  const auto found = summary("ladder");
  ASSERT_TRUE(found.per_particle.has_value());
  EXPECT_EQ(found.per_particle->unit, "hartree");
  EXPECT_NEAR(found.per_particle->mean, found.energy.mean / 2, 1e-12);
  EXPECT_EQ(found.energy.unit, "hartree");
  ASSERT_TRUE(found.box.has_value());
  EXPECT_EQ(found.box->length_unit, "bohr");
}

}  // namespace
}  // namespace kato
