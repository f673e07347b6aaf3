// SPDX-License-Identifier: Apache-2.0
#include "train/density_batch.hpp"

#include <cmath>
#include <numeric>

#include "ansatz/ansatz.hpp"
#include "base/random.hpp"
#include "run/run_files.hpp"
#include "settings.hpp"
#include "species_state.hpp"
#include "terms.hpp"
#include "theta.hpp"
#include "train/batch_step.hpp"

namespace kato {
namespace {

// Up and down with a delta function whose energy comes from displaced places, on a grid that weighs as |psi|^2: the
// sums are then integrals, exact to rounding for a smooth psi.
class DensityBatch : public testing::Test {
 protected:
  DensityBatch() {
    psi.set_parameters(graph.initial_parameters(3));
    for (double x1 = -5; x1 < 5; x1 += 0.25)
      for (double x2 = -5.1; x2 < 5; x2 += 0.25) {
        const std::vector<double> x{x1, x2};
        walkers.append({.x = x, .particles = 2, .dimensions = 1});
      }
  }

  static System system_with(const std::string& weight) {
    System system = spin_trap(1, 1);
    add_interaction(system, "contact",
                    Settings({{"strength", -1.5},
                              {"treatment", std::string("reorganised")},
                              {"weight", weight},
                              {"rounding", 0.3},
                              {"width", 0.3}}));
    return system;
  }

  // The mean of the local energies over |psi|^2, which is left as the walkers' weights.
  double energy(const System& system) {
    local_energies(psi, system, walkers, local);
    auto& weights = walkers.weight;
    weights.resize(local.total.size());
    double sum = 0, norm = 0;
    for (std::size_t w = 0; w < weights.size(); ++w) {
      weights[w] = std::exp(2 * local.psi[w].log_abs);
      sum += weights[w] * local.total[w];
      norm += weights[w];
    }
    return sum / norm;
  }

  // (E(theta + h v) - E(theta - h v))/2h
  double slope(const System& system, const std::vector<double>& v) {
    const auto theta = theta_of(psi);
    double energies[2];
    for (const int side : {0, 1}) {
      auto moved = theta;
      for (std::size_t p = 0; p < parameters; ++p) moved[p] += (side == 0 ? -1e-4 : 1e-4) * v[p];
      psi.set_parameters(moved);
      energies[side] = energy(system);
    }
    psi.set_parameters(theta);
    return (energies[1] - energies[0]) / 2e-4;
  }

  const Graph graph = registry().factory<Ansatz>("equivariant-slater")(
      {.count = 2, .dimensions = 1, .species = {{"up", 1}, {"down", 1}}},
      default_settings("ansatz", "equivariant-slater", Settings({{"hidden", std::int64_t{6}}})));
  const std::size_t parameters = graph.parameter_count();
  WaveFunction psi{graph, Precision::double_, 2};
  std::vector<ParameterBlock> blocks;
  Timers timers;
  Walkers walkers{.particles = 2, .dimensions = 1};
  LocalEnergies local;
};

TEST_F(DensityBatch, the_gradient_is_that_of_the_energy) {
  for (const char* weight : {"matched", "gaussian"}) {
    const System system = system_with(weight);
    BatchStep batch{system, psi, blocks, timers};
    for (std::uint32_t direction = 0; direction < 4; ++direction) {
      std::vector<double> v(parameters);
      fill_normal({.seed = 20, .stage = 0, .step = direction, .purpose = Purpose::test}, 0, 0, v);
      const double expected = slope(system, v), mean = energy(system);
      batch.begin(walkers, local, 0);
      EXPECT_NEAR(batch.energy(), mean, 1e-10);
      const auto gradient = batch.gradient();
      const double found = std::inner_product(v.begin(), v.end(), gradient.begin(), 0.0);
      EXPECT_NEAR(found, expected, 5e-4 * std::abs(expected)) << weight;  // the grid ends
      EXPECT_GT(std::abs(expected), 1e-3);

      // Without the derivatives at the places it is another.
      auto without = local;
      without.density = {};
      batch.begin(walkers, without, 0);
      const auto biased = batch.gradient();
      EXPECT_GT(std::abs(std::inner_product(v.begin(), v.end(), biased.begin(), 0.0) - expected),
                1e-2 * std::abs(expected));
    }
  }
}

TEST_F(DensityBatch, products_with_residuals_are_the_gradient_too) {
  const System system = system_with("gaussian");
  BatchStep batch{system, psi, blocks, timers};
  energy(system);
  batch.begin(walkers, local, 0);
  const auto gradient = batch.gradient(), residuals = batch.residuals(), row_weights = batch.weights();
  EXPECT_EQ(batch.walkers(), local.total.size() + local.density.energy.size());
  EXPECT_NEAR(std::accumulate(row_weights.begin(), row_weights.end(), 0.0), 1, 1e-12);
  double centre = 0;
  for (std::size_t b = 0; b < residuals.size(); ++b) centre += std::sqrt(row_weights[b]) * residuals[b];
  EXPECT_NEAR(centre, 0, 1e-12);
  std::vector<double> product(parameters);
  batch.multiply_transposed(residuals, product);
  for (std::size_t p = 0; p < parameters; ++p) EXPECT_NEAR(2 * product[p], gradient[p], 1e-10) << p;
}

TEST_F(DensityBatch, has_no_derivatives_of_local_energies) {
  const System system = system_with("gaussian");
  BatchStep batch{system, psi, blocks, timers};
  energy(system);
  batch.begin(walkers, local, 0);
  std::vector<double> v(parameters), derivatives(batch.walkers());
  EXPECT_TRUE(has(message_of([&] { batch.energy_derivatives(v, derivatives); }), "quasi-Hessian", "cusp"));
}

// A smooth wave function with a rounded kink has the energy of the one with the cusp, from both sides.
using Trained = RunFiles;
TEST_F(Trained, a_rounded_kink_ends_at_the_exact_energy) {
  const std::string text = R"(seed = 2
[run]
threads = 1
[system]
up = 1
down = 1
[[system.interaction]]
kind = "contact"
strength = 1.0
treatment = "reorganised"
[ansatz]
hidden = 16
[pretrain]
steps = 300
[train]
steps = 100
[evaluate]
samples = 40_000
)";
  constexpr double exact = 1.3067455412311;
  ASSERT_EQ(start("reorganised", text), done);
  const auto energy = summary("reorganised").energy;
  EXPECT_LT(energy.std_err, 3e-4);
  EXPECT_NEAR(energy.mean, exact, 5 * energy.std_err);
}

}  // namespace
}  // namespace kato
