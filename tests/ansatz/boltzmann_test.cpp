// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "ansatz/ansatz.hpp"
#include "base/random.hpp"
#include "energy/local_energy.hpp"
#include "evaluated.hpp"
#include "message.hpp"
#include "psi/wave_function.hpp"
#include "settings.hpp"
#include "system/system.hpp"

namespace kato {
namespace {

Graph boltzmann(const Particles& particles, const Settings& changes = {}) {
  return registry().factory<Ansatz>("boltzmann")(particles, default_settings("ansatz", "boltzmann", changes));
}

TEST(Boltzmann, without_weights_is_the_exact_ground_state_of_bosons_that_do_not_interact) {
  for (const bool tied : {true, false}) {
    const System system{{.dimensions = 3, .particles = 4, .statistics = Statistics::boson}};
    const Graph graph = boltzmann({.count = 4, .dimensions = 3}, Settings({{"tied", tied}}));
    auto theta = graph.initial_parameters(1);
    for (const auto& parameter : graph.parameters())
      if (parameter.initial.shift == 0)
        for (std::size_t n = 0; n < parameter.size; ++n) theta[parameter.offset + n] = 0;
    WaveFunction psi(graph, Precision::double_, 1);
    psi.set_parameters(theta);
    LocalEnergies energies;
    local_energies(psi, system, first_walkers(system, 10, 1, 0, 1), energies);
    for (const double energy : energies.total) EXPECT_NEAR(energy, 6, 1e-11);
    EXPECT_EQ(system.ideal_energy(), 6);
  }
}

// ln psi = ln p/2, p the marginal over all 2^M hidden layers.
TEST(Boltzmann, is_the_root_of_the_sum_over_hidden_layers) {
  const Graph graph =
      boltzmann({.count = 2, .dimensions = 1}, Settings({{"tied", false}, {"hidden", std::int64_t{2}}}));
  const double width = 0.6, slope[2] = {0.3, -0.2}, v[4] = {1.1, -0.4, 0.7, 0.9}, b[2] = {0.2, -0.5};
  Executor<double> psi(graph);
  psi.set_parameters(std::vector{width, slope[0], slope[1], v[0], v[1], v[2], v[3], b[0], b[1]});
  const std::vector<double> x{0.4, -1.3, 0, 0};
  std::vector<double> log_p(2);
  const auto log_abs = values_at(psi, x).log_abs;
  for (std::size_t w = 0; w < 2; ++w) {
    const double *at = &x[2 * w], gaussian = -2 * width * width * (at[0] * at[0] + at[1] * at[1]);
    double sum = 0;
    for (const int h : {0, 1})
      for (const int k : {0, 1})
        sum += std::exp(h * (b[0] + at[0] * v[0] + at[1] * v[2]) + k * (b[1] + at[0] * v[1] + at[1] * v[3]));
    log_p[w] = gaussian + slope[0] * at[0] + slope[1] * at[1] + std::log(sum);
  }
  EXPECT_NEAR(2 * (log_abs[0] - log_abs[1]), log_p[0] - log_p[1], 1e-13);
}

TEST(Boltzmann, refuses_what_it_cannot_be) {
  const auto problem = [](const Particles& particles, const Settings& changes = {}) {
    return message_of([&] { static_cast<void>(boltzmann(particles, changes)); });
  };
  EXPECT_TRUE(has(problem({.count = 2, .cusp = PairCusp{.bosons = 1}}), "smooth where particles meet"));
  EXPECT_TRUE(has(problem({.count = 2, .dimensions = 3, .cusp = PairCusp{.core = 0.1}}), "boson-jastrow"));
  EXPECT_TRUE(has(problem({.count = 2, .statistics = Statistics::boson}, Settings({{"tied", false}})),
                  "bosons are alike; set ansatz.tied = true"));
}

}  // namespace
}  // namespace kato
