// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <numbers>

#include "observe/sampled.hpp"
#include "species_state.hpp"

namespace kato {
namespace {

TEST(Moments, are_means_over_particles_walkers_and_steps) {
  System system;
  system.particles = 2;
  system.dimensions = 2;
  const auto observable = make_observable("moments", system, 2);
  observable->measure({.x = std::vector<double>{3, 4, 0, 0, 0, 1, 1, 0}, .particles = 2, .dimensions = 2}, {});
  const auto found = observable->results();
  EXPECT_DOUBLE_EQ(found.at("r").mean[0], (2.5 + 1) / 2);
  EXPECT_DOUBLE_EQ(found.at("r").std_err[0], 0.75);
  EXPECT_DOUBLE_EQ(found.at("r2").mean[0], (12.5 + 1) / 2);
  EXPECT_DOUBLE_EQ(found.at("r4").mean[0], (312.5 + 1) / 2);
  EXPECT_DOUBLE_EQ(found.at("radius").mean[0], std::sqrt(6.75));
  EXPECT_TRUE(found.at("radius").is_number());
}

TEST(Moments, about_the_centre_of_mass_do_not_see_where_it_is) {
  System system;
  system.particles = 2;
  const auto observable = make_observable("moments", system, 2, Settings({{"centre", std::string("mass")}}));
  observable->measure({.x = std::vector<double>{10, 12, -7, -5}, .particles = 2, .dimensions = 1}, {});
  EXPECT_DOUBLE_EQ(observable->results().at("r2").mean[0], 1);
}

// Levels 0 and 1 of "up": <x^2> = (1/2 + 3/2)/2; "down" in the ground state: <x^2> = 1/2, <x^4> = 3/4, <|x|> =
// 1/sqrt(pi).
TEST(Moments, of_two_species_that_do_not_interact_are_those_of_their_levels) {
  const System system = spin_trap(2, 1);
  const auto observable = make_observable("moments", system, 1000);
  const auto found = sampled(system, species_ground_state(2, 1), {}, *observable);
  const auto near = [&](const char* name, double exact, double most) {
    return is_near(found.at(name).mean[0], found.at(name).std_err[0], exact, most);
  };
  EXPECT_TRUE(near("r2.up", 1, 0.01));
  EXPECT_TRUE(near("r2.down", 0.5, 0.01));
  EXPECT_TRUE(near("r4.down", 0.75, 0.03));
  EXPECT_TRUE(near("r.down", 1 / std::sqrt(std::numbers::pi), 0.01));
  EXPECT_TRUE(near("r2", 2.5 / 3, 0.01));
  EXPECT_TRUE(near("radius", std::sqrt(2.5 / 3), 0.01));
}

}  // namespace
}  // namespace kato
