// SPDX-License-Identifier: Apache-2.0
#include "psi/wave_function.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "graph/build.hpp"
#include "message.hpp"
#include "oscillator_state.hpp"
#include "system/matter.hpp"

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

// psi at walkers by the tile face, and its derivatives.
struct Numbers {
  std::vector<double> log_abs, laplacian, gradient, jacobian;
};

Numbers numbers_of(const OscillatorState& state, const WalkerView& walkers, Precision precision) {
  WaveFunction psi(state.graph, precision, 1);
  psi.set_parameters(state.theta);
  const std::size_t count = walkers.count();
  Numbers found{{}, std::vector<double>(count), std::vector<double>(state.theta.size()), {}};
  std::vector<LogPsi> values(count);
  evaluate(psi.sampling(), walkers, values);
  for (const auto& value : values) found.log_abs.push_back(value.log_abs);
  std::vector<double> slopes(walkers.x.size());
  psi.laplacian(walkers, values, slopes, found.laplacian);
  psi.pullback(walkers, std::vector<double>(count, 1.0), found.gradient);
  found.jacobian = psi.jacobian_factors(walkers).matrix.expanded(1);
  EXPECT_GT(psi.memory(), 0u);
  return found;
}

TEST(WaveFunction, mixed_samples_in_float_and_has_energies_and_gradients_in_double) {
  const auto state = oscillator_ground_state(3);
  const auto walkers = first_walkers({.particles = 3}, 30, 1, 0, 1);
  const auto narrow = numbers_of(state, walkers, Precision::float_),
             wide = numbers_of(state, walkers, Precision::double_),
             mixed = numbers_of(state, walkers, Precision::mixed);
  EXPECT_EQ(mixed.log_abs, narrow.log_abs);
  EXPECT_NE(mixed.log_abs, wide.log_abs);
  EXPECT_EQ(mixed.laplacian, wide.laplacian);
  EXPECT_NE(mixed.laplacian, narrow.laplacian);
  EXPECT_EQ(mixed.gradient, wide.gradient);
  EXPECT_EQ(mixed.jacobian, wide.jacobian);
  EXPECT_NE(mixed.jacobian, narrow.jacobian);
  for (std::size_t n = 0; n < 30; ++n) EXPECT_NEAR(narrow.log_abs[n], wide.log_abs[n], 1e-3);
}

double log_abs_of(Amplitude& psi, const std::vector<double>& x) {
  LogPsi value;
  evaluate(psi, {.x = x, .particles = 2, .dimensions = 1}, {&value, 1});
  return value.log_abs;
}

std::vector<double> parameters_of(const WaveFunction& psi) {
  return {psi.parameters().begin(), psi.parameters().end()};
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
    EXPECT_EQ(parameters_of(psi), theta);
    const std::vector<double> x{0.2, -0.7}, seed{1};
    std::vector<double> update(psi.trainable_count());
    psi.pullback({.x = x, .particles = 2, .dimensions = 1}, seed, update);
    const double before = log_abs_of(psi.sampling(), x);
    for (double& change : update) change *= 1e-2;
    const auto moved = psi.parameters_after(update);
    for (std::size_t p = 0; p < theta.size(); ++p) EXPECT_EQ(moved[p] == theta[p], p >= 3 && p < 6) << p;
    psi.set_parameters(moved);
    EXPECT_GT(log_abs_of(psi.sampling(), x), before);  // upwards along the gradient
    psi.freeze([](const Parameter&) { return false; });
    EXPECT_EQ(parameters_of(psi), moved);
    EXPECT_EQ(psi.trainable_count(), theta.size());
  }
}

}  // namespace
}  // namespace kato
