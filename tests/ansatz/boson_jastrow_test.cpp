// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "ansatz/ansatz.hpp"
#include "base/random.hpp"
#include "energies_at.hpp"
#include "evaluated.hpp"
#include "settings.hpp"
#include "system/system.hpp"

namespace kato {
namespace {

Executor<double> boson_jastrow(const Particles& particles) {
  const Graph graph =
      registry().factory<Ansatz>("boson-jastrow")(particles, default_settings("ansatz", "boson-jastrow"));
  Executor<double> psi(graph);
  psi.set_parameters(graph.initial_parameters(1));
  return psi;
}

std::vector<double> positions(std::size_t count, double spread) {
  std::vector<double> x(count);
  fill_normal({.seed = 1, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, x);
  for (double& each : x) each *= spread;
  return x;
}

TEST(BosonJastrow, starts_as_the_exact_ground_state_of_bosons_that_do_not_interact) {
  const System system{{.dimensions = 2, .particles = 5, .statistics = Statistics::boson}};
  const auto psi = boson_jastrow({.count = 5, .dimensions = 2});
  const auto energies = energies_at(psi.graph(), psi.graph().initial_parameters(1), system, positions(10 * 10, 1));
  for (const double energy : energies.total) EXPECT_NEAR(energy, 5, 1e-10);
}

// Busch's state of two particles with a contact in the trap at g -> infinity is |x_1 - x_2| exp(-(x_1^2 + x_2^2)/2).
// With the slope of a finite g the factor is 1 + (g/2) s, s = R tanh(r/R): its kink is exact, the rest is learned.
TEST(BosonJastrow, has_the_kink_that_a_contact_between_bosons_asks_for) {
  auto psi = boson_jastrow({.count = 2, .cusp = PairCusp{.like = 1.5}, .statistics = Statistics::boson});
  const double h = 1e-8;
  const std::vector<double> x{0.4 + h, 0.4 - h, 0.4 - h, 0.4 + h};
  const auto gradient = derivatives_at(psi, x).gradient;
  EXPECT_NEAR(0.5 * (gradient[0] - gradient[1]), 1.5, 1e-5);
  EXPECT_NEAR(0.5 * (gradient[2] - gradient[3]), -1.5, 1e-5);
}

TEST(BosonJastrow, vanishes_inside_of_hard_cores_alone) {
  for (const int d : {1, 2, 3}) {
    auto psi =
        boson_jastrow({.count = 2, .dimensions = d, .cusp = PairCusp{.core = 0.5}, .statistics = Statistics::boson});
    const auto at = [&](double r) {
      std::vector<double> x(2 * static_cast<std::size_t>(d));
      x[0] = r;
      return values_at(psi, x).log_abs[0];
    };
    for (const double r : {0.0, 0.1, 0.5}) EXPECT_FALSE(std::isfinite(at(r))) << d;
    EXPECT_NEAR(at(0.5 + 1e-4) - at(0.5 + 1e-5), std::log(10), 1e-3) << d;
    EXPECT_TRUE(std::isfinite(at(30)));
  }
}

}  // namespace
}  // namespace kato
