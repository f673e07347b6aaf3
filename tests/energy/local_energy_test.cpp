// SPDX-License-Identifier: Apache-2.0
#include "energy/local_energy.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "ansatz/ansatz.hpp"
#include "base/random.hpp"
#include "energy/recorded.hpp"
#include "oscillator_state.hpp"
#include "psi/wave_function.hpp"
#include "settings.hpp"
#include "species_state.hpp"

namespace kato {
namespace {

std::vector<double> positions(std::size_t numbers, double spread = 1) {
  std::vector<double> x(numbers);
  fill_normal({.seed = 8, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, x);
  for (double& value : x) value *= spread;
  return x;
}

WalkerView view_of(const System& system, const std::vector<double>& x) {
  return {.x = x, .particles = system.particles, .dimensions = system.dimensions};
}

LocalEnergies energies_of(const Graph& graph, const std::vector<double>& theta, const System& system,
                          const std::vector<double>& x, Precision precision = Precision::double_) {
  WaveFunction psi(graph, precision, 1);
  psi.set_parameters(theta);
  LocalEnergies energies;
  local_energies(psi, system, view_of(system, x), energies);
  return energies;
}

System trap(int particles, int dimensions = 1) {
  System system;
  system.dimensions = dimensions;
  system.particles = particles;
  return system;
}

System gaussian_trap(int particles, double strength) {
  System system = trap(particles);
  auto interaction = registry().factory<Interaction>("gaussian")(
      system, default_settings("interaction", "gaussian", Settings({{"strength", strength}})));
  system.interactions.push_back({"interaction", std::move(interaction)});
  return system;
}

// Every walker has the exact energy, to 1e-9 of it; where the gradient of ln|psi| is large (near a node), of the terms
// that cancel there. Most walkers must be of the first kind.
testing::AssertionResult exact_everywhere(const OscillatorState& state, const System& system, double exact,
                                          const std::vector<double>& x, double tolerance,
                                          Precision precision = Precision::double_) {
  const auto energies = energies_of(state.graph, state.theta, system, x, precision);
  const auto& gradient = energies.gradient;
  const std::size_t count = energies.total.size(), d = x.size() / count;
  std::size_t plain = 0;
  for (std::size_t w = 0; w < count; ++w) {
    double cancels = 0;
    for (std::size_t k = 0; k < d; ++k) cancels += 0.5 * gradient[w * d + k] * gradient[w * d + k];
    const double error = std::abs(energies.total[w] - exact);
    plain += cancels < 10 * exact;
    if (!(error < tolerance * (cancels < 10 * exact ? exact : cancels)))
      return testing::AssertionFailure() << "walker " << w << " has the energy " << energies.total[w] << ", off by "
                                         << error << " where " << cancels << " cancels";
  }
  if (plain < count * 3 / 4) return testing::AssertionFailure() << "only " << plain << " walkers are not near a node";
  return testing::AssertionSuccess();
}

TEST(LocalEnergy, ground_states_that_do_not_interact_are_exact_for_every_walker) {
  for (int particles = 1; particles <= 6; ++particles) {
    const auto state = oscillator_ground_state(particles);
    EXPECT_EQ(state.energy, 0.5 * particles * particles);
    const auto x = positions(500 * static_cast<std::size_t>(particles), std::sqrt(particles));
    EXPECT_TRUE(exact_everywhere(state, trap(particles), 0.5 * particles * particles, x, 1e-9)) << particles;
  }
}

TEST(LocalEnergy, excited_determinants_are_exact_for_every_walker) {
  for (const auto& levels : std::vector<std::vector<int>>{{3}, {6}, {0, 5}, {1, 2, 4}, {0, 2, 3, 6}}) {
    const auto state = oscillator_state(levels);
    const int particles = static_cast<int>(levels.size());
    const auto x = positions(500 * levels.size(), 1.7);
    EXPECT_TRUE(exact_everywhere(state, trap(particles), state.energy, x, 1e-9));
    EXPECT_GT(state.energy, 0.5 * particles * particles + 0.9);
  }
}

// Shells of the plane: 1, (x, y), (x^2 - 1/2, x y, y^2 - 1/2), with energies 1, 2 and 3.
TEST(LocalEnergy, shells_of_two_dimensions_are_exact_for_every_walker) {
  const double exact[] = {1, 3, 5, 8, 11, 14};
  for (int particles = 1; particles <= 6; ++particles) {
    OscillatorState state{.graph = Graph(particles, 2), .theta = {}};
    const Node r = state.graph.coordinates();
    const Node x = linear("x", {r}, 1, false), y = linear("y", {r}, 1, false);
    const Node squares = linear("squares", {square(r)}, 1, false);
    const Node polynomials = linear("orbitals", {r, square(r), x * y}, particles);
    state.graph.output("amplitude", slogdet(polynomials * exp(scale(squares, -0.5))));
    state.theta.assign(state.graph.parameter_count(), 0.0);
    state.parameter("x.weight")[0] = state.parameter("y.weight")[1] = 1;
    state.parameter("squares.weight")[0] = state.parameter("squares.weight")[1] = 1;
    const int feature_of_level[] = {-1, 0, 1, 2, 4, 3};  // of x, y, x^2, y^2, x y
    for (int j = 0; j < particles; ++j) {
      if (j > 0) state.parameter("orbitals.weight")[feature_of_level[j] * particles + j] = 1;
      state.parameter("orbitals.bias")[j] = j == 0 ? 1 : j == 3 || j == 5 ? -0.5 : 0;
    }
    const auto at = positions(500 * 2 * static_cast<std::size_t>(particles), 1.4);
    EXPECT_TRUE(exact_everywhere(state, trap(particles, 2), exact[particles - 1], at, 1e-9)) << particles;
  }
}

TEST(LocalEnergy, floats_are_exact_to_their_precision) {
  for (int particles = 1; particles <= 3; ++particles) {
    const auto state = oscillator_ground_state(particles);
    std::vector<double> x;  // well apart: what cancels is not much larger than the energy
    for (const double shift : positions(500, 0.5))
      for (int i = 0; i < particles; ++i) x.push_back(i - 0.5 * (particles - 1) + shift);
    EXPECT_TRUE(exact_everywhere(state, trap(particles), state.energy, x, 1e-4, Precision::float_)) << particles;
    EXPECT_FALSE(exact_everywhere(state, trap(particles), state.energy, x, 1e-9, Precision::float_)) << particles;
  }
}

TEST(LocalEnergy, a_state_of_another_width_is_no_eigenstate) {
  auto state = oscillator_ground_state(3);
  for (int j = 0; j < 3; ++j) state.parameter("envelope.width")[j] = std::sqrt(0.51);
  EXPECT_FALSE(exact_everywhere(state, trap(3), state.energy, positions(300), 1e-3));
}

TEST(LocalEnergy, a_walker_that_is_not_finite_stays_so_and_spoils_no_other) {
  const auto state = oscillator_ground_state(3);
  auto x = positions(60, 1.7);
  const auto expected = energies_of(state.graph, state.theta, trap(3), x);
  x[7] = std::numeric_limits<double>::quiet_NaN();
  const auto found = energies_of(state.graph, state.theta, trap(3), x);
  EXPECT_FALSE(std::isfinite(found.total[2]));
  for (std::size_t w = 0; w < 20; ++w) {
    EXPECT_TRUE(w == 2 || found.total[w] == expected.total[w]) << w;
  }
}

class Network : public testing::Test {
 protected:
  const Graph graph = registry().factory<Ansatz>("equivariant-slater")(
      {.count = 3, .dimensions = 1},
      default_settings("ansatz", "equivariant-slater", Settings({{"hidden", std::int64_t{8}}})));
  const std::vector<double> theta = graph.initial_parameters(5);
  const std::vector<double> x = positions(3 * 40);
};

TEST_F(Network, components_add_up_to_the_total) {
  const System system = gaussian_trap(3, 4);
  const auto energies = energies_of(graph, theta, system, x);
  ASSERT_EQ(energies.terms.size(), 1u);
  const double height = 4 / (std::sqrt(2 * std::numbers::pi) * 0.5);
  for (std::size_t w = 0; w < 40; ++w) {
    double trap = 0, pairs = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      trap += 0.5 * x[3 * w + i] * x[3 * w + i];
      for (std::size_t j = 0; j < i; ++j) pairs += height * std::exp(-2 * std::pow(x[3 * w + i] - x[3 * w + j], 2));
    }
    EXPECT_NEAR(energies.trap[w], trap, 1e-12 * trap);
    EXPECT_NEAR(energies.terms[0][w], pairs, 1e-12 * pairs);
    EXPECT_EQ(energies.total[w], energies.kinetic[w] + energies.trap[w] + energies.terms[0][w]);
  }
}

// -psi''/(2 psi) by differences of psi itself, to fourth order: an error that falls with the step is not the engine's.
TEST_F(Network, the_kinetic_energy_is_a_finite_difference_of_the_wave_function) {
  const auto energies = energies_of(graph, theta, trap(3), x);
  WaveFunction psi(graph, Precision::double_, 1);
  psi.set_parameters(theta);
  const double h = 2e-3;
  double magnitude = 0;
  for (std::size_t w = 0; w < 40; ++w) {
    const auto ratio = [&](std::size_t k, double shift) {
      std::vector<double> moved(x.begin() + static_cast<std::ptrdiff_t>(3 * w),
                                x.begin() + static_cast<std::ptrdiff_t>(3 * w + 3));
      moved[k] += shift;
      LogPsi there;
      evaluate(psi, view_of(trap(3), moved), {&there, 1});
      return there.sign * energies.psi[w].sign * std::exp(there.log_abs - energies.psi[w].log_abs);
    };
    double kinetic = 0;
    for (std::size_t k = 0; k < 3; ++k)
      kinetic -= 0.5 / (12 * h * h) * (-ratio(k, 2 * h) + 16 * ratio(k, h) - 30 + 16 * ratio(k, -h) - ratio(k, -2 * h));
    EXPECT_NEAR(energies.kinetic[w], kinetic, 1e-5 * (1 + std::abs(kinetic))) << w;
    magnitude = std::max(magnitude, std::abs(kinetic));
  }
  EXPECT_GT(magnitude, 1);
}

System contact_trap(int up, int down, double strength, const char* treatment = "cusp") {
  System system = spin_trap(up, down);
  system.interactions.push_back(
      {"interaction",
       registry().factory<Interaction>("contact")(
           system,
           default_settings(
               "interaction", "contact",
               Settings({{"strength", strength}, {"treatment", std::string(treatment)}, {"weight", "gaussian"}})))});
  return system;
}

TEST(LocalEnergy, species_that_do_not_interact_are_exact_for_every_walker) {
  for (const auto& [up, down] : {std::pair{2, 1}, {2, 2}, {1, 3}}) {
    const auto x = positions(300 * static_cast<std::size_t>(up + down));
    const auto energies = energies_of(species_ground_state(up, down), {}, spin_trap(up, down), x);
    const double exact = 0.5 * (up * up + down * down);
    EXPECT_EQ(spin_trap(up, down).ideal_energy(), exact);
    for (std::size_t w = 0; w < 300; ++w)
      EXPECT_NEAR(energies.total[w], exact, 1e-9 * (1 + std::abs(energies.kinetic[w]) + energies.trap[w])) << w;
  }
}

TEST(LocalEnergy, of_the_exact_dimer_is_its_energy_for_every_walker_with_the_kink_as_the_contact_asks) {
  const auto x = positions(600);
  const auto energies = energies_of(exact_dimer(), {}, contact_trap(1, 1, dimer_strength), x);
  for (std::size_t w = 0; w < 300; ++w) {
    EXPECT_NEAR(energies.total[w], 0, 1e-8);  // 1 - gelu(r)/r cancels far out
    EXPECT_NEAR(energies.kinetic[w] + energies.trap[w] + energies.terms[0][w], energies.total[w], 1e-12);
  }
}

// What is recorded are the means of <V> and <T>, delta functions at the kinks included.
TEST(LocalEnergy, recorded_components_of_the_exact_dimer_obey_hellmann_feynman_and_the_virial_theorem) {
  std::vector<double> x;
  for (double centre = -3; centre < 3; centre += 0.2)
    for (double apart = -5.995; apart < 6; apart += 0.01)
      x.insert(x.end(), {centre + 0.5 * apart, centre - 0.5 * apart});
  for (const char* treatment : {"cusp", "reorganised"}) {
    const auto system = contact_trap(1, 1, dimer_strength, treatment);
    const auto energies = energies_of(exact_dimer(), {}, system, x);
    const auto parts = recorded(system, view_of(system, x), energies);
    double norm = 0, contact = 0, virial = 0;
    for (std::size_t w = 0; w < energies.total.size(); ++w) {
      const double weight = std::exp(2 * energies.psi[w].log_abs);
      norm += weight;
      contact += weight * parts.terms[0][w];
      virial += weight * (2 * parts.kinetic[w] - 2 * energies.trap[w] + parts.terms[0][w]);
      EXPECT_NEAR(parts.kinetic[w] + energies.trap[w] + parts.terms[0][w], energies.total[w],
                  1e-12 * (1 + std::abs(parts.kinetic[w])));
    }
    EXPECT_NEAR(contact / norm, -1 / std::numbers::ln2, 1e-3) << treatment;
    if (treatment == std::string("cusp")) {
      EXPECT_NEAR(virial / norm, 0, 1e-3);
    }
  }
}

// In units of hbar^2/m = 2 the same state has twice the kinetic energy.
TEST(LocalEnergy, the_kinetic_energy_is_in_the_systems_units) {
  const auto state = oscillator_ground_state(3);
  const auto x = positions(60);
  auto other = trap(3);
  other.hbar2_m = 2;
  const auto one = energies_of(state.graph, state.theta, trap(3), x),
             two = energies_of(state.graph, state.theta, other, x);
  for (std::size_t w = 0; w < 20; ++w) {
    EXPECT_EQ(two.kinetic[w], 2 * one.kinetic[w]);
    EXPECT_EQ(two.trap[w], one.trap[w]);
  }
}

TEST(LocalEnergy, all_of_a_walker_is_copied) {
  const auto system = contact_trap(2, 1, 1, "reorganised");
  auto energies = energies_of(species_ground_state(2, 1), {}, system, {0.1, 0.9, 0.12, 0.4, -1, -0.95});
  const auto before = energies;
  energies.copy_row(0, 1);
  EXPECT_EQ(energies.total[0], before.total[1]);
  EXPECT_EQ(energies.terms[0][0], before.terms[0][1]);
  EXPECT_EQ(energies.gradient[2], before.gradient[5]);
  EXPECT_EQ(energies.psi[0].log_abs, before.psi[1].log_abs);
  EXPECT_EQ(energies.local()[0], before.local()[1]);
  EXPECT_NE(before.local()[0], before.local()[1]);
}

}  // namespace
}  // namespace kato
