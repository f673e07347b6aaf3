// SPDX-License-Identifier: Apache-2.0
#include "ansatz/oscillator_orbitals.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "ansatz/cusp_factor.hpp"
#include "base/random.hpp"
#include "energies_at.hpp"
#include "evaluated.hpp"
#include "run/system_from_input.hpp"
#include "settings.hpp"

namespace kato {
namespace {

System trap(const std::vector<double>& omega, int particles) {
  System system;
  system.dimensions = static_cast<int>(omega.size());
  system.particles = particles;
  system.potential = registry().factory<Potential>("harmonic")(
      system, default_settings("potential", "harmonic", Settings({{"frequency", omega}})));
  return system;
}

std::vector<double> walkers(std::size_t count, const System& system) {
  std::vector<double> x(count * static_cast<std::size_t>(system.coordinates()));
  fill_normal({.seed = 5, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, x);
  for (double& each : x) each *= system.length();
  return x;
}

// det H_j(x_i) times the Gaussian, whose widths are multiplied by `factor`.
WaveFunction determinant(const System& system, double factor = 1) {
  const Particles particles = particles_of(system);
  Graph graph(system.particles, system.dimensions);
  const Node x = positions(graph, particles);
  const Node exponent = sum(oscillator_envelope("envelope", x, particles));
  graph.output("amplitude",
               signed_product({slogdet(oscillator_polynomials(x, particles, system.particles)), exponent}));
  WaveFunction psi(graph, Precision::double_, 1);
  auto theta = graph.initial_parameters(1);
  for (double& each : theta) each *= factor;
  psi.set_parameters(theta);
  return psi;
}

TEST(OscillatorOrbitals, make_the_ground_state_of_particles_that_do_not_interact) {
  for (const auto& [omega, particles] :
       {std::pair{std::vector<double>{1, 1}, 6}, std::pair{std::vector<double>{0.1, 0.1}, 4},
        std::pair{std::vector<double>{0.5, 1.25}, 5}, std::pair{std::vector<double>{1, 2, 3}, 8},
        std::pair{std::vector<double>{0.7}, 5}}) {
    const System system = trap(omega, particles);
    auto psi = determinant(system);
    const auto energies = energies_at(psi, system, walkers(50, system));
    const double exact = system.ideal_energy();
    for (const double energy : energies.total) EXPECT_NEAR(energy, exact, 1e-7 * exact) << particles;
  }
}

TEST(OscillatorOrbitals, another_width_is_no_longer_the_ground_state) {
  const System system = trap({1, 1}, 3);
  auto psi = determinant(system, 1.1);
  const auto energies = energies_at(psi, system, walkers(50, system));
  const auto [least, most] = std::ranges::minmax(energies.total);
  EXPECT_LT(least, system.ideal_energy() - 0.1);
  EXPECT_GT(most, system.ideal_energy() + 0.1);
}

// sum_n (n + 1/2) = 5 for 1 + 2 levels of the plane, twice.
TEST(OscillatorOrbitals, follow_the_frequency_of_each_axis) {
  EXPECT_NEAR(trap({1, 1}, 3).ideal_energy(), 5, 1e-12);
  const System system = trap({1, 4}, 3);  // levels 0, 1, 2 of the soft axis
  EXPECT_NEAR(system.ideal_energy(), 2.5 + 3.5 + 4.5, 1e-12);
}

// The span of the levels is that of the monomials below them, so that scales only multiply the determinant.
TEST(OscillatorOrbitals, have_a_determinant_that_keeps_its_shape_when_their_own_scale_changes) {
  const System system = trap({1, 1}, 4);  // an open shell
  const auto x = walkers(8, system);
  const auto log_of_determinant = [&](double frequency) {
    Particles particles = particles_of(system);
    particles.frequencies = {frequency, frequency};
    Graph graph(4, 2);
    graph.output("amplitude", slogdet(oscillator_polynomials(graph.coordinates(), particles, 4)));
    Executor<double> psi(graph);
    psi.set_parameters({});
    return values_at(psi, x).log_abs;
  };
  const auto one = log_of_determinant(1), other = log_of_determinant(1.7);
  for (std::size_t w = 1; w < 8; ++w) EXPECT_NEAR(one[w] - other[w], one[0] - other[0], 1e-9);
  EXPECT_GT(std::abs(one[1] - one[0]), 1e-3);
}

}  // namespace
}  // namespace kato
