// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>

#include "settings.hpp"
#include "system/system.hpp"

namespace kato {
namespace {

TEST(Harmonic, is_half_the_sum_of_squares_on_top_of_what_was_there) {
  const auto trap = registry().factory<Potential>("harmonic")(default_settings("potential", "harmonic"));
  const std::array<double, 8> x{1, 2, 3, 4, 0, 0, 0, -2};
  std::array<double, 2> energy{10, 20};
  trap->add_energy({.x = x, .particles = 2, .dimensions = 2}, energy);
  EXPECT_EQ(energy[0], 25);
  EXPECT_EQ(energy[1], 22);
  EXPECT_TRUE(trap->harmonic());
}

TEST(Harmonic, holds_the_particles_of_a_trap_unless_something_else_is_said) {
  System trap, free;
  free.space = System::Space::free;
  EXPECT_EQ(trap.trap(), &oscillator());
  EXPECT_EQ(free.trap(), nullptr);
  EXPECT_FALSE(free.harmonic());
}

}  // namespace
}  // namespace kato
