// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "message.hpp"
#include "observe/sampled.hpp"
#include "oscillator_state.hpp"
#include "species_state.hpp"
#include "terms.hpp"

namespace kato {
namespace {

System trap(int particles) {
  System system;
  system.particles = particles;
  return system;
}

TEST(Virial, of_particles_that_do_not_interact_is_one) {
  const auto state = oscillator_ground_state(3);
  const auto virial = make_observable("virial", trap(3), 1000);
  const auto found = sampled(trap(3), state.graph, state.theta, *virial);
  EXPECT_TRUE(is_near(found.at("").mean[0], found.at("").std_err[0], 1, 0.02));
  EXPECT_TRUE(is_near(found.at("twice-kinetic").mean[0], found.at("twice-kinetic").std_err[0], 4.5, 0.05));
  EXPECT_TRUE(is_near(found.at("work").mean[0], found.at("work").std_err[0], 4.5, 0.05));
  EXPECT_TRUE(is_near(found.at("difference").mean[0], found.at("difference").std_err[0], 0, 0.1));
  EXPECT_NEAR(found.at("difference").mean[0], found.at("twice-kinetic").mean[0] - found.at("work").mean[0], 1e-12);
}

// psi of the wrong width, exp(-a x^2/2): 2 T = a A^2/2 and 2 V = A^2/(2 a), so that the ratio is a^2.
TEST(Virial, of_a_state_of_the_wrong_width_is_not_one) {
  Graph graph(2, 1);
  const Node x = graph.coordinates();
  graph.output("amplitude", signed_product({slogdet(concat({scale(x, 0, 1), x}), ParticleRange{0, 2}),
                                            sum(scale(square(x), -0.5 * 1.3))}));
  const auto virial = make_observable("virial", trap(2), 1000);
  const auto found = sampled(trap(2), graph, {}, *virial).at("");
  EXPECT_TRUE(is_near(found.mean[0], found.std_err[0], 1.3 * 1.3, 0.03));
}

// E = 0 and g <delta> = -1/ln 2: T = V_trap + 1/(2 ln 2) .. 2 T = 2 V_trap - g <delta>.
TEST(Virial, of_the_exact_dimer_counts_the_contact_interaction) {
  System system = spin_trap(1, 1);
  add_interaction(system, "contact", Settings({{"strength", dimer_strength}}));
  const auto virial = make_observable("virial", system, 1000);
  const auto found = sampled(system, exact_dimer(), {}, *virial, 1000, 200);
  EXPECT_TRUE(is_near(found.at("").mean[0], found.at("").std_err[0], 1, 0.03));
  // T + V_trap + V = 0 and 2 T - 2 V_trap + V = 0: 2 T = -3 V/2 with V = -1/ln 2.
  EXPECT_TRUE(
      is_near(found.at("twice-kinetic").mean[0], found.at("twice-kinetic").std_err[0], 1.5 / std::numbers::ln2, 0.06));
}

// Two walkers of two electrons in a cube of side 3, V in the middle of what they are given: 3 P L^3 = 2 <T> + <V>.
TEST(Virial, in_a_box_is_the_pressure) {
  System system{{.space = {.kind = Space::box, .side = 3}, .dimensions = 3, .particles = 2}};
  add_interaction(system, "coulomb");
  const std::vector<double> x{0, 0, 0, 1, 1, 1, 0, 0, 0, 2, 1, 0}, kinetic{5, 7}, gradient(12);
  const WalkerView walkers{.x = x, .particles = 2, .dimensions = 3};
  std::vector<double> potential(2);
  system.potential_energy(walkers, potential);
  const auto virial = make_observable("virial", system, 2);
  for (int step = 0; step < 4; ++step) virial->measure(walkers, {.gradient = gradient, .kinetic = kinetic});
  const auto found = virial->results();
  const double expected = 2 * 6 + 0.5 * (potential[0] + potential[1]);
  EXPECT_NEAR(found.at("difference").mean[0], expected, 1e-12);
  EXPECT_NEAR(found.at("").mean[0], expected / (3 * 27), 1e-12);
  EXPECT_NE(found.at("").what.find("pressure"), std::string::npos);
}

// E of a free gas falls as L^-2: P L^d = 2 E/d.
TEST(Virial, in_a_box_of_a_free_gas_is_its_pressure) {
  System system{{.space = {.kind = Space::box, .side = 2}, .dimensions = 2, .particles = 1}};
  const std::vector<double> x{0, 1}, kinetic{3}, gradient(2);
  const auto virial = make_observable("virial", system, 1);
  for (int step = 0; step < 4; ++step)
    virial->measure({.x = x, .particles = 1, .dimensions = 2}, {.gradient = gradient, .kinetic = kinetic});
  EXPECT_NEAR(virial->results().at("").mean[0], 2 * 3.0 / 2 / 4, 1e-12);
}

TEST(Virial, needs_a_potential_energy) {
  System free = trap(2);
  free.space.kind = Space::free;
  EXPECT_TRUE(has(message_of([&] { make_observable("virial", free, 2); }), "observable virial", "no potential"));
}

}  // namespace
}  // namespace kato
