// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <numbers>

#include "message.hpp"
#include "observe/sampled.hpp"
#include "species_state.hpp"
#include "terms.hpp"

namespace kato {
namespace {

// Hellmann and Feynman on a state with E = 0: <delta> = dE/dg = -1/(g ln 2).
TEST(ContactDensity, of_the_exact_dimer_is_the_derivative_of_its_energy) {
  System system = spin_trap(1, 1);
  add_interaction(system, "contact", Settings({{"strength", dimer_strength}}));
  const auto observable = make_observable("contact-density", system, 1000);
  const auto curves = sampled(system, exact_dimer(), {}, *observable, 1000, 50);
  const double exact = -1 / (dimer_strength * std::numbers::ln2);
  const auto& density = curves.at("");
  EXPECT_TRUE(is_near(density.mean[0], density.std_err[0], exact, 0.02 * exact));
  EXPECT_NEAR(curves.at("tan").mean[0], dimer_strength * dimer_strength * density.mean[0], 1e-12);
}

TEST(ContactDensity, is_of_two_species) {
  System system;
  system.particles = 2;
  EXPECT_TRUE(has(message_of([&] { make_observable("contact-density", system, 2); }), "different species"));
}

}  // namespace
}  // namespace kato
