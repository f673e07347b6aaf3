// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "message.hpp"
#include "settings.hpp"
#include "system/system.hpp"

namespace kato {
namespace {

TEST(Harmonic, is_half_the_sum_of_squares_on_top_of_what_was_there) {
  const auto trap = registry().factory<Potential>("harmonic")({.dimensions = 2, .particles = 2},
                                                              default_settings("potential", "harmonic"));
  const std::array<double, 8> x{1, 2, 3, 4, 0, 0, 0, -2};
  std::array<double, 2> energy{10, 20};
  trap->add_energy({.x = x, .particles = 2, .dimensions = 2}, energy);
  EXPECT_EQ(energy[0], 25);
  EXPECT_EQ(energy[1], 22);
  EXPECT_EQ(trap->frequencies(2), (std::vector{1.0, 1.0}));
}

std::unique_ptr<Potential> trap_of(const std::vector<double>& frequency, int dimensions = 2) {
  return registry().factory<Potential>("harmonic")({.dimensions = dimensions, .particles = 2},
                                                   Settings({{"frequency", frequency}}));
}

TEST(Harmonic, may_have_a_frequency_for_each_direction) {
  const auto trap = trap_of({2, 3});
  const std::array<double, 4> x{1, 1, 0, 2};
  std::array<double, 1> energy{}, work{};
  trap->add_energy({.x = x, .particles = 2, .dimensions = 2}, energy);
  trap->add_work({.x = x, .particles = 2, .dimensions = 2}, work);
  EXPECT_EQ(energy[0], 0.5 * (4 + 9 + 36));
  EXPECT_EQ(work[0], 4 + 9 + 36);
  EXPECT_TRUE(has(message_of([] { trap_of({2, 3}, 3); }), "has 2 frequencies, but system.dimensions is 3"));
}

TEST(Harmonic, tells_the_system_its_length_and_its_levels) {
  System system;
  system.dimensions = 2;
  system.particles = 3;
  system.potential = trap_of({0.25});
  EXPECT_DOUBLE_EQ(system.length(), 2);
  EXPECT_DOUBLE_EQ(system.ideal_energy(), 0.25 * (1 + 2 + 2));
  EXPECT_FALSE(system.harmonic());
  EXPECT_EQ(system.energy_unit(), "hbar^2/(m a^2)");
  EXPECT_EQ(system.length_unit(), "a");
  EXPECT_EQ(System{}.energy_unit(), "hbar omega");
  EXPECT_EQ(System{}.length_unit(), "a_ho");
  system.potential = trap_of({1, 4});
  EXPECT_DOUBLE_EQ(system.length(), std::sqrt(0.5));
  EXPECT_DOUBLE_EQ(system.ideal_energy(), 2.5 + 3.5 + 4.5);
}

TEST(Harmonic, holds_the_particles_of_a_trap_unless_something_else_is_said) {
  System trap, free;
  free.space.kind = Space::free;
  EXPECT_EQ(trap.trap(), &oscillator());
  EXPECT_EQ(free.trap(), nullptr);
  EXPECT_FALSE(free.harmonic());
}

}  // namespace
}  // namespace kato
