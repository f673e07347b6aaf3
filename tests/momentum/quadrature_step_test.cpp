// SPDX-License-Identifier: Apache-2.0
#include "momentum/quadrature_step.hpp"

#include <cmath>

#include "message.hpp"
#include "momentum/reference_rows.hpp"

namespace kato {
namespace {

struct Problem {
  std::unique_ptr<MomentumPotential> v = potential("argonne-v18");
  MeshHamiltonian hamiltonian = mesh_hamiltonian(tangential_mesh(24, 1, 10), {v.get()}, 0);
  ChannelNetwork network{
      registry().factory<MomentumAnsatz>("channel-network")(
          2, default_settings("momentum-ansatz", "channel-network", Settings({{"hidden", std::int64_t{5}}}))),
      hamiltonian.mesh};
  Timers timers;
  Problem() { network.set_parameters(published_parameters(network.graph(), 3)); }

  std::vector<double> metric(bool kinetic) const {
    std::vector<double> d(hamiltonian.size(), 1.0);
    if (kinetic)
      for (std::size_t k = 0; k < d.size(); ++k) d[k] = hamiltonian.kinetic[k] + 10;
    return d;
  }
};

TEST(QuadratureStep, the_gradient_is_the_slope_of_the_energy) {
  Problem problem;
  QuadratureStep step(problem.network, problem.hamiltonian, problem.metric(false), problem.timers);
  step.begin();
  const auto gradient = step.gradient();
  double largest = 0;
  for (std::size_t p = 0; p < step.parameters(); ++p) {
    std::vector<double> up(step.parameters(), 0.0), down(step.parameters(), 0.0);
    up[p] = 1e-5;
    down[p] = -1e-5;
    const double slope = (step.energy_after(up) - step.energy_after(down)) / 2e-5;
    EXPECT_NEAR(gradient[p], slope, 1e-5 * (1 + std::abs(slope))) << p;
    largest = std::max(largest, std::abs(slope));
  }
  EXPECT_GT(largest, 1);
}

TEST(QuadratureStep, residuals_and_jacobian_give_the_gradient_in_any_metric) {
  for (const bool kinetic : {false, true}) {
    Problem problem;
    QuadratureStep step(problem.network, problem.hamiltonian, problem.metric(kinetic), problem.timers);
    step.begin();
    std::vector<double> product(step.parameters()), null(step.parameters()), roots;
    step.multiply_transposed(step.residuals(), product);
    double sum = 0;
    for (const double w : step.weights()) {
      roots.push_back(std::sqrt(w));
      sum += w;
    }
    EXPECT_NEAR(sum, 1, 1e-12);
    step.multiply_transposed(roots, null);  // a change of the norm alone is no direction
    for (std::size_t p = 0; p < product.size(); ++p) {
      EXPECT_NEAR(2 * product[p], step.gradient()[p], 1e-9 * (1 + std::abs(step.gradient()[p])));
      EXPECT_NEAR(null[p], 0, 1e-8);
    }
  }
}

TEST(QuadratureStep, trying_an_update_leaves_the_network_as_it_was) {
  Problem problem;
  QuadratureStep step(problem.network, problem.hamiltonian, problem.metric(true), problem.timers);
  step.begin();
  const auto theta = problem.network.parameters();
  const double energy = step.energy();
  EXPECT_NE(step.energy_after(std::vector<double>(theta.size(), 0.01)), energy);
  EXPECT_EQ(problem.network.parameters(), theta);
  EXPECT_NEAR(step.energy_after(std::vector<double>(theta.size(), 0.0)), energy, 1e-12 * std::abs(energy));
}

TEST(QuadratureStep, says_what_optimisers_cannot_have) {
  Problem problem;
  QuadratureStep step(problem.network, problem.hamiltonian, problem.metric(true), problem.timers);
  EXPECT_TRUE(has(message_of([&] { step.layers(); }), "layers", "use sr"));
  EXPECT_TRUE(has(message_of([&] { step.multiply_mixed({}, {}); }), "coordinates", "use sr"));
}

}  // namespace
}  // namespace kato
