// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "graph/build.hpp"
#include "message.hpp"
#include "psi/wave_function.hpp"
#include "sample/sampler.hpp"
#include "settings.hpp"
#include "system/matter.hpp"

namespace kato {
namespace {

std::unique_ptr<Sampler> single_particle() {
  return registry().factory<Sampler>("single-particle")(default_settings("sampler", "single-particle"));
}

StreamKey stream(std::uint32_t step) { return {.seed = 3, .stage = 0, .step = step, .purpose = Purpose::test}; }

Graph wave_function(bool backflow) {
  Graph graph(4, 2);
  const Node x = graph.coordinates();
  const Node h = tanh(backflow ? linear("hidden", {x, mean(x)}, 6) : linear("hidden", {x}, 6));
  const Node envelope = gaussian_envelope("envelope", x, 8, 0.7), largest = peak(envelope);
  graph.output("amplitude", log_sum_exp(slogdet(linear("orbitals", {h}, 8) * exp(envelope - largest), largest)));
  return graph;
}

TEST(SingleParticle, says_why_backflow_forbids_it_and_what_to_use) {
  WaveFunction with(wave_function(true), Precision::double_, 1), without(wave_function(false), Precision::double_, 1);
  EXPECT_TRUE(has(message_of([&] { single_particle()->check(with); }), "backflow", "metropolis", "mala", "slater"));
  EXPECT_NO_THROW(single_particle()->check(without));
}

double log_abs_of(WaveFunction& psi, std::span<const double> x) {
  LogPsi value;
  evaluate(psi, {.x = x, .particles = 4, .dimensions = 2}, {&value, 1});
  return value.log_abs;
}

// Every walker goes as if the wave function had been evaluated whole for each move.
void expect_the_walk_of_whole_evaluations(Precision precision, double tolerance) {
  const Graph graph = wave_function(false);
  WaveFunction psi(graph, precision, 1);
  WaveFunction exact(graph, Precision::double_, 1);
  const auto theta = graph.initial_parameters(2);
  psi.set_parameters(theta);
  exact.set_parameters(theta);
  constexpr int sweeps = 5;
  constexpr std::size_t particles = 4, d = 8;
  auto walkers = first_walkers({.dimensions = 2, .particles = 4}, 60, 1, 0, 1);
  auto expected = walkers.x;
  const double width = default_settings("sampler", "single-particle").real("width");
  long taken = 0;
  for (std::size_t w = 0; w < 60; ++w) {
    std::vector<double> xi(d * sweeps), chance(particles * sweeps);
    fill_normal(stream(0), static_cast<std::uint32_t>(w), 0, xi);
    fill_uniform(stream(0), static_cast<std::uint32_t>(w), d * sweeps, chance);
    const auto x = std::span(expected).subspan(w * d, d);
    for (std::size_t move = 0; move < particles * sweeps; ++move) {
      std::vector<double> y(x.begin(), x.end());
      for (std::size_t c = 0; c < 2; ++c) y[move % particles * 2 + c] += width * xi[move * 2 + c];
      if (std::log(chance[move]) >= 2 * (log_abs_of(exact, y) - log_abs_of(exact, x))) continue;
      std::ranges::copy(y, x.begin());
      ++taken;
    }
  }
  const auto report = single_particle()->sweep(psi, walkers, stream(0), sweeps, false);
  for (std::size_t n = 0; n < expected.size(); ++n) EXPECT_NEAR(walkers.x[n], expected[n], 1e-12);
  EXPECT_NEAR(report.acceptance, static_cast<double>(taken) / (60 * particles * sweeps), 1e-12);
  std::vector<LogPsi> values(60);
  evaluate(exact, walkers, values);
  for (std::size_t w = 0; w < 60; ++w) EXPECT_NEAR(walkers.log_abs[w], values[w].log_abs, tolerance);
}

TEST(SingleParticle, goes_as_if_every_move_were_evaluated_whole) {
  expect_the_walk_of_whole_evaluations(Precision::double_, 1e-10);
  expect_the_walk_of_whole_evaluations(Precision::float_, 1e-3);  // and no chance lay between the two ratios
}

}  // namespace
}  // namespace kato
