// SPDX-License-Identifier: Apache-2.0
#include "psi/wave_function.hpp"

#include <cmath>

#include "base/random.hpp"
#include "graph/build.hpp"
#include "message.hpp"
#include "oscillator_state.hpp"

namespace kato {
namespace {

TEST(WaveFunction, precisions_have_names) {
  EXPECT_EQ(precision_from("float"), Precision::float_);
  EXPECT_EQ(precision_from("double"), Precision::double_);
  EXPECT_EQ(precision_from("mixed"), Precision::mixed);
  EXPECT_TRUE(has(message_of([] { precision_from("half"); }), "unknown precision 'half'; use float, double or mixed"));
}

TEST(WaveFunction, needs_an_amplitude) {
  Graph graph(2, 1);
  graph.coordinates();
  EXPECT_TRUE(has(message_of([&] { WaveFunction(graph, Precision::double_, 1); }), "no output 'amplitude'"));
}

TEST(WaveFunction, mixed_samples_in_float_and_has_energies_and_gradients_in_double) {
  const auto state = oscillator_ground_state(3);
  std::vector<double> x(3 * 30), seed(30, 1.0);
  fill_normal({.seed = 1, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, x);
  System system;
  system.particles = 3;
  struct Numbers {
    std::vector<double> log_abs, energies, gradient, jacobian;
  };
  const auto numbers = [&](Precision precision) {
    WaveFunction psi(state.graph, precision, 1);
    psi.set_parameters(state.theta);
    Numbers found{std::vector<double>(8),
                  {},
                  std::vector<double>(state.theta.size()),
                  std::vector<double>(30 * state.theta.size())};
    std::vector<double> sign(8);
    psi.amplitude().value_tile(0, std::span(x).first(24), found.log_abs, sign);
    LocalEnergies energies;
    psi.local_energies(system, x, energies);
    found.energies = energies.total;
    psi.pullback(x, seed, found.gradient);
    psi.jacobian(x, found.jacobian);
    EXPECT_GT(psi.memory(), 0u);
    return found;
  };
  const auto narrow = numbers(Precision::float_), wide = numbers(Precision::double_), mixed = numbers(Precision::mixed);
  EXPECT_EQ(mixed.log_abs, narrow.log_abs);
  EXPECT_NE(mixed.log_abs, wide.log_abs);
  EXPECT_EQ(mixed.energies, wide.energies);
  EXPECT_NE(mixed.energies, narrow.energies);
  EXPECT_EQ(mixed.gradient, wide.gradient);
  EXPECT_EQ(mixed.jacobian, wide.jacobian);
  EXPECT_NE(mixed.jacobian, narrow.jacobian);
  for (std::size_t n = 0; n < 8; ++n) EXPECT_NEAR(narrow.log_abs[n], wide.log_abs[n], 1e-3);
}

TEST(WaveFunction, an_update_moves_the_trainable_parameters_alone) {
  Graph graph(2, 1);
  graph.output("amplitude", slogdet(linear("orbitals", {tanh(linear("layer", {graph.coordinates()}, 3))}, 2)));
  for (const Precision precision : {Precision::float_, Precision::double_, Precision::mixed}) {
    WaveFunction psi(graph, precision, 1);
    const auto theta = graph.initial_parameters(1);
    psi.set_parameters(theta);
    psi.freeze([](const Parameter& parameter) { return parameter.name == "layer.bias"; });
    EXPECT_EQ(psi.trainable_count(), theta.size() - 3);
    EXPECT_EQ(psi.parameters(), theta);
    const std::vector<double> x{0.2, -0.7}, seed{1};
    std::vector<double> update(psi.trainable_count()), sign(1), before(1), after(1);
    psi.pullback(x, seed, update);
    psi.amplitude().value_tile(0, x, before, sign);
    for (double& change : update) change *= 1e-2;
    const auto moved = psi.parameters_after(update);
    for (std::size_t p = 0; p < theta.size(); ++p) EXPECT_EQ(moved[p] == theta[p], p >= 3 && p < 6) << p;
    psi.set_parameters(moved);
    psi.amplitude().value_tile(0, x, after, sign);
    EXPECT_GT(after[0], before[0]);  // upwards along the gradient
    psi.freeze([](const Parameter&) { return false; });
    EXPECT_EQ(psi.parameters(), moved);
    EXPECT_EQ(psi.trainable_count(), theta.size());
  }
}

}  // namespace
}  // namespace kato
