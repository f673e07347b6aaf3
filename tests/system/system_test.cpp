// SPDX-License-Identifier: Apache-2.0
#include "system/system.hpp"

#include <gtest/gtest.h>

#include <array>

namespace kato {
namespace {

double ideal_energy(int dimensions, int particles) {
  return System{{.dimensions = dimensions, .particles = particles}}.ideal_energy();
}

TEST(System, fermions_on_a_line_fill_one_level_each) {
  for (int particles = 1; particles <= 20; ++particles)
    EXPECT_DOUBLE_EQ(ideal_energy(1, particles), 0.5 * particles * particles);
}

TEST(System, shells_of_the_plane_hold_one_two_three_levels) {
  // Levels 1, 2 2, 3 3 3: closed at 1, 3 and 6 particles.
  EXPECT_DOUBLE_EQ(ideal_energy(2, 1), 1);
  EXPECT_DOUBLE_EQ(ideal_energy(2, 2), 3);
  EXPECT_DOUBLE_EQ(ideal_energy(2, 3), 5);
  EXPECT_DOUBLE_EQ(ideal_energy(2, 4), 8);
  EXPECT_DOUBLE_EQ(ideal_energy(2, 6), 14);
}

TEST(System, shells_of_space_hold_one_three_six_levels) {
  // Levels 3/2, three times 5/2, six times 7/2: closed at 1, 4 and 10 particles.
  EXPECT_DOUBLE_EQ(ideal_energy(3, 1), 1.5);
  EXPECT_DOUBLE_EQ(ideal_energy(3, 4), 9);
  EXPECT_DOUBLE_EQ(ideal_energy(3, 5), 12.5);
  EXPECT_DOUBLE_EQ(ideal_energy(3, 10), 30);
  EXPECT_DOUBLE_EQ(ideal_energy(3, 11), 34.5);
}

TEST(System, bosons_are_all_in_the_lowest_level) {
  const System system{{.dimensions = 3, .particles = 7, .statistics = Statistics::boson}};
  EXPECT_DOUBLE_EQ(system.ideal_energy(), 10.5);
  System labelled = system;
  labelled.species = {{"up", 4}, {"down", 3}};
  EXPECT_DOUBLE_EQ(labelled.ideal_energy(), 10.5);
}

TEST(System, only_fermions_of_one_kind_need_a_node) {
  System system{{.particles = 2}};
  EXPECT_FALSE(system.nodeless());
  system.statistics = Statistics::boson;
  EXPECT_TRUE(system.nodeless());
  system.statistics = Statistics::fermion;
  system.species = {{"up", 1}, {"down", 1}};
  EXPECT_TRUE(system.nodeless());
}

TEST(System, without_a_trap_the_ideal_energy_and_the_trap_energy_are_zero) {
  const System free{{.space = {Space::free}, .particles = 2}};
  std::array<double, 1> energy{3};
  free.add_trap_energy({.x = std::array{1.0, 2.0}, .particles = 2, .dimensions = 1}, energy);
  EXPECT_EQ(energy[0], 3);
  EXPECT_EQ(free.ideal_energy(), 0);
}

// A constant energy for every walker.
class Shift final : public Interaction {
 public:
  explicit Shift(double shift) : shift_(shift) {}
  void diagonal(const WalkerView&, std::span<double> energy) const noexcept override {
    for (double& total : energy) total += shift_;
  }

 private:
  double shift_;
};

TEST(System, the_potential_energy_is_the_trap_and_every_interaction) {
  System system{{.dimensions = 2, .particles = 2}};
  system.interactions = {{"one", std::make_shared<Shift>(10)}, {"two", std::make_shared<Shift>(-3)}};
  const std::array<double, 8> x{1, 2, 0, -1, 0, 0, 0, 0.5};
  std::array<double, 2> energy{99, 99};
  system.potential_energy({.x = x, .particles = 2, .dimensions = 2}, energy);
  EXPECT_DOUBLE_EQ(energy[0], 3 + 7);
  EXPECT_DOUBLE_EQ(energy[1], 0.125 + 7);
}

}  // namespace
}  // namespace kato
