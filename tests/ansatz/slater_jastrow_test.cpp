// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "ansatz/dot.hpp"
#include "message.hpp"
#include "system/fermi_sea.hpp"
#include "system/oscillator.hpp"

namespace kato {
namespace {

Settings factor(const std::string& jastrow) {
  Settings settings;
  settings.set("jastrow", jastrow);
  return settings;
}

TEST(SlaterJastrow, electrons_that_do_not_interact_fill_the_levels_of_the_trap) {
  for (const auto& [system, energy] :
       {std::pair{dot({1, 1}, 3, 3, false), 10.0}, std::pair{dot({0.1, 0.1}, 3, 3, false), 1.0},
        std::pair{dot({1, 4}, 2, 1, false), 2.5 + 3.5 + 2.5}, std::pair{dot({2, 2, 2}, 4, 1, false), 2 * 10.5},
        std::pair{dot({1}, 2, 2, false), 4.0}}) {
    auto psi = state_of("slater-jastrow", system);
    for (const double each : energies_at(psi, system, walkers_of(system, 40)).total)
      EXPECT_NEAR(each, energy, 1e-8 * energy);
  }
}

// Every local energy is N^2/2, where the walkers start.
TEST(SlaterJastrow, sixty_fermions_on_a_line_fill_its_levels_to_rounding) {
  for (const int particles : {10, 40, 60}) {
    System system;
    system.particles = particles;
    auto psi = state_of("slater-jastrow", system, factor("none"));
    const double exact = 0.5 * particles * particles;
    for (const double each : energies_at(psi, system, first_walkers(system, 100, 1).x).total)
      EXPECT_NEAR(each, exact, 1e-6 * exact) << particles;
  }
}

// (1 + a r) exp(-omega (x_1^2 + x_2^2)/2): the polynomial factor levels off at its range, which is far away here.
TEST(SlaterJastrow, has_tauts_states_of_two_electrons) {
  for (const auto& [omega, energy] :
       {std::pair{std::vector<double>{1, 1}, 3.0}, std::pair{std::vector<double>{0.5, 0.5, 0.5}, 2.0}}) {
    const System system = dot(omega, 1, 1, true, 1e7);
    auto psi = state_of("slater-jastrow", system, factor("polynomial"));
    const auto energies = energies_at(psi, system, walkers_of(system, 100));
    for (std::size_t w = 0; w < 100; ++w) EXPECT_NEAR(energies.total[w], energy, 1e-10 * (1 + energies.terms[0][w]));
  }
}

TEST(SlaterJastrow, of_two_electrons_is_a_gaussian_times_the_factor_of_their_pair) {
  const System system = dot({0.25, 0.25}, 1, 1);  // a length of 2
  auto psi = state_of("slater-jastrow", system, {}, {{"envelope.width", 0.6}, {"jastrow.root", 0.8}});
  const auto x = walkers_of(system, 10);
  const auto log_psi = [&](std::size_t w) {
    const double *a = &x[4 * w], *b = a + 2;
    const double r = std::hypot(a[0] - b[0], a[1] - b[1]);  // b = 0.64 in 1/length
    return r / (1 + 0.32 * r) - 0.36 / 4 * (a[0] * a[0] + a[1] * a[1] + b[0] * b[0] + b[1] * b[1]);
  };
  const auto found = values(psi, x);
  for (std::size_t w = 1; w < 10; ++w) {
    EXPECT_NEAR(found[w].first - found[0].first, log_psi(w) - log_psi(0), 1e-12);
    EXPECT_EQ(found[w].second, found[0].second);
  }
}

// The first particle comes close to another: the second is of its species, the fourth of the other one.
double energy_near(WaveFunction& psi, const System& system, std::size_t other, double distance) {
  auto x = walkers_of(system, 1);
  const auto d = static_cast<std::size_t>(system.dimensions);
  for (std::size_t c = 0; c < d; ++c) x[c] = x[other * d + c];
  x[0] += distance;
  return energies_at(psi, system, x).total[0];
}

TEST(SlaterJastrow, has_a_bounded_local_energy_where_two_electrons_meet) {
  for (const auto& omega : {std::vector<double>{1, 1}, std::vector<double>{0.1, 0.1}, std::vector<double>{1, 2, 1}}) {
    const System system = dot(omega, 3, 3);
    for (const char* jastrow : {"pade", "polynomial"}) {
      auto psi = state_of("slater-jastrow", system, factor(jastrow));
      for (const std::size_t other : {1u, 4u})
        EXPECT_NEAR(energy_near(psi, system, other, 1e-4), energy_near(psi, system, other, 1e-3), 0.5) << jastrow;
    }
    auto without = state_of("slater-jastrow", system, factor("none"));
    for (const std::size_t other : {1u, 4u}) EXPECT_GT(energy_near(without, system, other, 1e-4), 5e3);
  }
}

TEST(SlaterJastrow, spinless_particles_have_the_slope_of_one_species) {
  System system = dot({1, 1}, 3, 0);
  system.species = {};
  auto psi = state_of("slater-jastrow", system);
  EXPECT_NEAR(energy_near(psi, system, 1, 1e-4), energy_near(psi, system, 1, 1e-3), 0.5);
  EXPECT_EQ(psi.graph().parameter_count(), 2u);  // one kind of pairs
}

TEST(SlaterJastrow, exchanges_in_the_plane_flip_the_sign_within_a_species_alone) {
  const System system = dot({1, 1}, 3, 3);
  auto psi = state_of("slater-jastrow", system);
  const auto x = walkers_of(system, 12);
  const auto before = values(psi, x), alike = values(psi, exchanged(x, system, 0, 2)),
             unlike = values(psi, exchanged(x, system, 0, 4));
  for (std::size_t w = 0; w < 12; ++w) {
    EXPECT_NEAR(alike[w].first, before[w].first, 1e-11);
    EXPECT_EQ(alike[w].second, -before[w].second);
    EXPECT_GT(std::abs(unlike[w].first - before[w].first), 1e-6);
  }
}

TEST(SlaterJastrow, starts_with_the_orbitals_that_pretraining_wants) {
  const System system = dot({1, 4}, 3, 1, false);
  const std::vector<double> omega{1, 4};
  auto psi = state_of("slater-jastrow", system);
  const auto x = walkers_of(system, 1);
  std::vector<double> found(16), row(3);
  psi.output("orbitals", {.x = x, .particles = 4, .dimensions = 2}, found);
  const auto levels = oscillator_levels(3, omega);
  const double unit = std::sqrt(2.0);  // orbitals are normalised in units of the trap's length
  for (std::size_t i = 0; i < 3; ++i) {
    oscillator_orbitals(levels, omega, std::span(x).subspan(2 * i, 2), row);
    for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(found[4 * i + j], row[j] / unit, 1e-12) << i << " " << j;
  }
}

TEST(SlaterJastrow, pade_refuses_a_power_of_the_distance) {
  const auto build = registry().factory<Ansatz>("slater-jastrow");
  const Particles particles{.count = 2, .dimensions = 3, .cusp = PairCusp{.like_power = 0.5}};
  EXPECT_TRUE(has(message_of([&] { build(particles, default_settings("ansatz", "slater-jastrow")); }),
                  "asks for a power of the distance", "\"polynomial\""));
  EXPECT_NO_THROW(build(particles, default_settings("ansatz", "slater-jastrow", factor("polynomial"))));
}

}  // namespace
}  // namespace kato
