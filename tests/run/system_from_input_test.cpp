// SPDX-License-Identifier: Apache-2.0
#include "run/system_from_input.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "message.hpp"
#include "settings.hpp"

namespace kato {
namespace {

// Only the system is read here: the rest of an input may name kinds that this test does not need.
Input input_of(const std::string& space, int interactions) {
  Input input;
  input.system = Settings({{"space", space}, {"dimensions", std::int64_t{2}}, {"particles", std::int64_t{3}}});
  for (int n = 0; n < interactions; ++n)
    input.interactions.push_back({"gaussian", Settings({{"strength", 2.0}, {"range", 0.5}})});
  return input;
}

TEST(SystemFromInput, one_interaction_has_a_plain_name_and_several_are_numbered) {
  const auto one = system_from_input(input_of("trap", 1));
  EXPECT_EQ(one.particles, 3);
  EXPECT_EQ(one.dimensions, 2);
  EXPECT_EQ(one.space.kind, Space::trap);
  ASSERT_EQ(one.interactions.size(), 1U);
  EXPECT_EQ(one.interactions[0].name, "interaction");
  const auto two = system_from_input(input_of("free", 2));
  EXPECT_EQ(two.space.kind, Space::free);
  ASSERT_EQ(two.interactions.size(), 2U);
  EXPECT_EQ(two.interactions[1].name, "interaction.1");
}

TEST(SystemFromInput, the_interaction_is_the_one_that_was_named) {
  const auto system = system_from_input(input_of("free", 1));
  const std::vector<double> together(6, 0.0);
  std::vector<double> energy(1);
  system.potential_energy({.x = together, .particles = 3, .dimensions = 2}, energy);
  EXPECT_NEAR(energy[0], 3 * 2.0 / (2 * 3.141592653589793 * 0.25), 1e-12);
}

TEST(SystemFromInput, a_box_has_the_side_that_any_of_its_four_sizes_gives) {
  constexpr double pi = std::numbers::pi;
  const auto side = [](const std::string& size, double value) {
    auto input = input_of("box", 0);
    input.system = Settings({{"space", std::string("box")},
                             {"dimensions", std::int64_t{3}},
                             {"up", std::int64_t{7}},
                             {"down", std::int64_t{7}},
                             {"require_closed_shell", true},
                             {size, value}});
    const auto system = system_from_input(input);
    EXPECT_TRUE(system.space.periodic());
    EXPECT_NEAR(particles_of(system).length, system.space.side / (2 * pi), 1e-14);
    EXPECT_TRUE(particles_of(system).periodic);
    return system.space.side;
  };
  EXPECT_EQ(side("length", 4), 4);
  EXPECT_NEAR(side("density", 14.0 / 27), 3, 1e-12);
  EXPECT_NEAR(side("r_s", 5), 5 * std::cbrt(4 * pi * 14 / 3), 1e-12);
  EXPECT_NEAR(side("k_F", 2), std::cbrt(14 * 3 * pi * pi / 8), 1e-12);
}

TEST(SystemFromInput, spins_are_species_in_their_order_and_one_without_particles_is_none) {
  auto input = input_of("trap", 0);
  input.system = Settings(
      {{"space", "trap"}, {"dimensions", std::int64_t{1}}, {"up", std::int64_t{2}}, {"down", std::int64_t{3}}});
  const auto both = system_from_input(input);
  EXPECT_EQ(both.particles, 5);
  EXPECT_EQ(both.species, (std::vector<Species>{{"up", 2}, {"down", 3}}));
  EXPECT_EQ(both.ideal_energy(), 2 + 4.5);
  input.system.set("down", std::int64_t{0});
  EXPECT_EQ(system_from_input(input).species.size(), 1u);
}

TEST(SystemFromInput, an_ansatz_is_told_of_species_and_of_the_cusp) {
  auto input = input_of("trap", 0);
  input.system = Settings(
      {{"space", "trap"}, {"dimensions", std::int64_t{1}}, {"up", std::int64_t{1}}, {"down", std::int64_t{1}}});
  input.interactions.push_back({"contact", default_settings("interaction", "contact", Settings({{"strength", 3.0}}))});
  const auto particles = particles_of(system_from_input(input));
  EXPECT_EQ(particles.count, 2);
  EXPECT_EQ(particles.species.size(), 2u);
  ASSERT_TRUE(particles.cusp.has_value());
  EXPECT_EQ(particles.cusp->unlike, 1.5);
  EXPECT_EQ(particles.frequencies, std::vector<double>{1});
  input.system = Settings({{"space", "trap"}, {"dimensions", std::int64_t{1}}, {"particles", std::int64_t{2}}});
  EXPECT_TRUE(has(message_of([&] { system_from_input(input); }), "interaction contact", "system.up"));
}

TEST(SystemFromInput, an_ansatz_is_told_of_frequencies_in_the_length_of_the_trap) {
  auto input = input_of("trap", 0);
  input.system = Settings({{"space", "trap"}, {"dimensions", std::int64_t{2}}, {"particles", std::int64_t{2}}});
  input.potential = {"harmonic",
                     default_settings("potential", "harmonic", Settings({{"frequency", std::vector<double>{2, 8}}}))};
  const auto particles = particles_of(system_from_input(input));
  EXPECT_NEAR(particles.length, 0.5, 1e-15);
  ASSERT_EQ(particles.frequencies.size(), 2u);
  EXPECT_NEAR(particles.frequencies[0], 0.5, 1e-15);
  EXPECT_NEAR(particles.frequencies[1], 2, 1e-15);
}

TEST(SystemFromInput, an_ansatz_is_told_how_many_labels_are_sampled) {
  System system;
  system.particles = 2;
  EXPECT_EQ(particles_of(system).labels, 0);
  system.labels = {{"spin", {1, -1}}, {"isospin", {1, 1}}};
  EXPECT_EQ(particles_of(system).labels, 2);
}

}  // namespace
}  // namespace kato
