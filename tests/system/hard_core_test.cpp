// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "base/error.hpp"
#include "message.hpp"
#include "settings.hpp"
#include "system/interaction.hpp"

namespace kato {
namespace {

std::unique_ptr<Interaction> hard_core(double radius) {
  return registry().factory<Interaction>("hard-core")(
      {.dimensions = 2, .particles = 3}, default_settings("interaction", "hard-core", Settings({{"radius", radius}})));
}

TEST(HardCore, is_infinite_inside_and_nothing_outside) {
  const std::vector<double> x{0, 0, 0.6, 0.81, 5, 5, 0, 0, 0.6, 0.79, 5, 5};
  std::array<double, 2> energy{7, 7};
  hard_core(1)->diagonal({.x = x, .particles = 3, .dimensions = 2}, energy);
  EXPECT_EQ(energy[0], 7);
  EXPECT_TRUE(std::isinf(energy[1]) && energy[1] > 0);
}

TEST(HardCore, asks_wave_functions_for_a_hole_of_its_radius) {
  EXPECT_EQ(hard_core(0.3)->cusp()->core, 0.3);
  EXPECT_FALSE(hard_core(0.3)->cusp()->unlike.has_value());
}

TEST(HardCore, is_refused_in_a_box) {
  const Matter box{.space = {.kind = Space::box, .side = 9}, .particles = 2};
  const auto settings = default_settings("interaction", "hard-core", Settings({{"radius", 0.5}}));
  EXPECT_TRUE(has(message_of([&] { registry().factory<Interaction>("hard-core")(box, settings); }),
                  "has no wave function in a box yet"));
}

}  // namespace
}  // namespace kato
