// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "ansatz/ansatz.hpp"
#include "base/random.hpp"
#include "message.hpp"
#include "oscillator_state.hpp"
#include "psi/wave_function.hpp"
#include "sample/sampler.hpp"
#include "settings.hpp"
#include "stats/check_mean.hpp"
#include "stats/estimate.hpp"
#include "system/matter.hpp"

namespace kato {
namespace {

constexpr double alpha = 1e-6;  // false alarms of each check

StreamKey stream(std::uint32_t step) { return {.seed = 6, .stage = 0, .step = step, .purpose = Purpose::test}; }

std::unique_ptr<Sampler> gibbs() { return registry().factory<Sampler>("gibbs")(default_settings("sampler", "gibbs")); }

Graph boltzmann(int particles, bool tied = true) {
  return registry().factory<Ansatz>("boltzmann")({.count = particles, .dimensions = 1},
                                                 default_settings("ansatz", "boltzmann", Settings({{"tied", tied}})));
}

// Couplings strong enough that two particles in one dimension have separate hills.
std::vector<double> parameters_of(const Graph& graph) {
  std::vector<double> theta(graph.parameter_count());
  fill_normal({.seed = 3, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, theta);
  theta[0] = 0.8;  // the Gaussian
  return theta;
}

// Means of x_1^2, x_1 x_2 and x_1 over the density on a grid.
std::array<double, 3> means_of(WaveFunction& psi) {
  std::vector<double> x;
  for (double a = -10; a < 10; a += 0.05)
    for (double b = -10; b < 10; b += 0.05) x.insert(x.end(), {a, b});
  std::vector<LogPsi> values(x.size() / 2);
  evaluate(psi, {.x = x, .particles = 2, .dimensions = 1}, values);
  double all = 0;
  std::array<double, 3> means{};
  for (std::size_t n = 0; n < values.size(); ++n) {
    const double p = std::exp(2 * values[n].log_abs), a = x[2 * n], b = x[2 * n + 1];
    all += p;
    means[0] += p * a * a;
    means[1] += p * a * b;
    means[2] += p * a;
  }
  for (double& mean : means) mean /= all;
  return means;
}

TEST(Gibbs, follows_the_density_of_the_machine) {
  for (const bool tied : {true, false}) {
    const Graph graph = boltzmann(2, tied);
    WaveFunction psi(graph, Precision::double_, 2);
    psi.set_parameters(parameters_of(graph));
    const auto exact = means_of(psi);
    const auto sampler = gibbs();
    auto walkers = first_walkers({.particles = 2}, 400, 1, 0, 1);
    std::uint32_t step = 0;
    sampler->sweep(psi, walkers, stream(step++), 100, true);
    std::vector<WalkerStatistics> found(3, WalkerStatistics(400));
    for (; step < 200; ++step) {
      EXPECT_EQ(sampler->sweep(psi, walkers, stream(step), 5, false).acceptance, 1);
      std::array<std::vector<double>, 3> numbers;
      for (std::size_t w = 0; w < 400; ++w) {
        const double a = walkers.x[2 * w], b = walkers.x[2 * w + 1];
        numbers[0].push_back(a * a);
        numbers[1].push_back(a * b);
        numbers[2].push_back(a);
      }
      for (std::size_t n = 0; n < 3; ++n) found[n].add(numbers[n]);
    }
    for (std::size_t n = 0; n < 3; ++n) EXPECT_TRUE(check_mean(found[n].estimate(), exact[n], alpha, 0.04)) << n;
  }
}

TEST(Gibbs, without_weights_every_sweep_is_an_independent_draw) {
  const Graph graph = boltzmann(3);
  WaveFunction psi(graph, Precision::double_, 1);
  std::vector<double> theta(graph.parameter_count());
  theta[0] = std::sqrt(0.5);
  psi.set_parameters(theta);
  auto walkers = first_walkers({.particles = 3}, 20000, 5, 0, 1);
  const auto report = gibbs()->sweep(psi, walkers, stream(0), 1, false);
  EXPECT_LT(std::abs(report.correlation), 5 / std::sqrt(20000.0));
  double square = 0;
  for (const double x : walkers.x) square += x * x / 60000;
  EXPECT_NEAR(square, 0.5, 4.892 * std::sqrt(0.5 / 60000));
}

TEST(Gibbs, gives_the_same_walkers_for_any_number_of_threads_and_their_logarithms) {
  const Graph graph = boltzmann(3);
  std::vector<double> first;
  for (const int threads : {1, 2, 3}) {
    WaveFunction psi(graph, Precision::double_, threads);
    psi.set_parameters(parameters_of(graph));
    auto walkers = first_walkers({.particles = 3}, 100, 1, 0, 1);
    gibbs()->sweep(psi, walkers, stream(0), 3, false);
    if (first.empty()) first = walkers.x;
    EXPECT_EQ(walkers.x, first);
    std::vector<LogPsi> values(100);
    evaluate(psi, walkers, values);
    for (std::size_t w = 0; w < 100; ++w) EXPECT_EQ(walkers.log_abs[w], values[w].log_abs);
  }
}

TEST(Gibbs, is_refused_for_other_wave_functions) {
  WaveFunction psi(oscillator_ground_state(2).graph, Precision::double_, 1);
  EXPECT_TRUE(has(message_of([&] { gibbs()->check(psi); }), "gibbs: ", "ansatz.kind = \"boltzmann\"", "metropolis"));
  WaveFunction machine(boltzmann(2), Precision::double_, 1);
  EXPECT_NO_THROW(gibbs()->check(machine));
}

}  // namespace
}  // namespace kato
