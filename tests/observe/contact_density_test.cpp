// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "base/random.hpp"
#include "energy/local_energy.hpp"
#include "message.hpp"
#include "observe/observable.hpp"
#include "sample/sampler.hpp"
#include "settings.hpp"
#include "species_state.hpp"

namespace kato {
namespace {

System dimer_trap() {
  System system = spin_trap(1, 1);
  system.interactions.push_back(
      {"interaction", registry().factory<Interaction>("contact")(
                          default_settings("interaction", "contact", Settings({{"strength", dimer_strength}})))});
  return system;
}

// Hellmann and Feynman on a state with E = 0: <delta> = dE/dg = -1/(g ln 2).
TEST(ContactDensity, of_the_exact_dimer_is_the_derivative_of_its_energy) {
  constexpr std::size_t count = 1000;
  const System system = dimer_trap();
  Executor<double> psi(exact_dimer());
  psi.set_parameters({});
  const auto sampler = registry().factory<Sampler>("metropolis")(default_settings("sampler", "metropolis"));
  auto walkers = scattered_walkers(count, 2, 0.7, 2);
  const auto observable = registry().factory<Observable>("contact-density")(system, count, Settings());
  StreamKey stream{.seed = 6, .stage = 0, .step = 0, .purpose = Purpose::test};
  LocalEnergies energies;
  for (; stream.step < 20; ++stream.step) sampler->sweep(psi, walkers, stream, 10, true);
  for (; stream.step < 70; ++stream.step) {
    sampler->sweep(psi, walkers, stream, 5, false);
    local_energy(psi, system, walkers.x, energies);
    observable->add(
        {.x = walkers.x, .particles = 2, .dimensions = 1, .species = system.species, .gradient = energies.gradient});
  }
  const auto curves = observable->results();
  const double exact = -1 / (dimer_strength * std::numbers::ln2);
  const auto& density = curves.at("");
  EXPECT_NEAR(density.mean[0], exact, 5.5 * density.std_err[0]);
  EXPECT_LT(density.std_err[0], 0.02 * exact);
  EXPECT_NEAR(curves.at("tan").mean[0], dimer_strength * dimer_strength * density.mean[0], 1e-12);
}

TEST(ContactDensity, is_of_two_species) {
  System system;
  system.particles = 2;
  EXPECT_TRUE(has(message_of([&] { registry().factory<Observable>("contact-density")(system, 2, Settings()); }),
                  "different species"));
}

}  // namespace
}  // namespace kato
