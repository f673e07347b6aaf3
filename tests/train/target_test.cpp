// SPDX-License-Identifier: Apache-2.0
#include "train/target.hpp"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>

#include "analytic_psi.hpp"
#include "base/registry.hpp"
#include "exact/coulomb_dot.hpp"
#include "exact/hartree_fock.hpp"
#include "message.hpp"
#include "sample/sampler.hpp"
#include "settings.hpp"
#include "stats/accumulator.hpp"
#include "stats/estimate.hpp"
#include "system/oscillator.hpp"
#include "terms.hpp"

namespace kato {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// (H psi)/psi of the determinants at a walker x, the Laplacian of every orbital by differences.
double local_energy(const TargetDeterminant& target, const System& system, std::vector<double> x) {
  const auto A = static_cast<Eigen::Index>(system.particles), n = static_cast<Eigen::Index>(target.orbitals());
  const auto orbitals_at = [&](const std::vector<double>& place) {
    Matrix phi = Matrix::Zero(A, n);
    target.fill(place, {phi.data(), static_cast<std::size_t>(A * n)});
    return phi;
  };
  constexpr double h = 5e-3;
  const Matrix phi = orbitals_at(x);
  Matrix laplacian = Matrix::Zero(A, n);
  for (int c = 0; c < system.dimensions; ++c)  // all particles at once: row i depends on x_i alone
    for (const int step : {-2, -1, 0, 1, 2}) {
      const double weight = step == 0 ? -30.0 : std::abs(step) == 1 ? 16.0 : -1.0;
      auto moved = x;
      for (Eigen::Index i = 0; i < A; ++i) moved[static_cast<std::size_t>(i * system.dimensions + c)] += step * h;
      laplacian += weight / (12 * h * h) * orbitals_at(moved);
    }
  double energy = 0;
  for (const auto& [first, count] : target.ranges()) {
    const Matrix inverse = phi.block(first, 0, count, count).inverse();
    energy -= 0.5 * (inverse * laplacian.block(first, 0, count, count)).trace();
  }
  std::vector<double> potential(1);
  system.potential_energy({.x = x, .particles = system.particles, .dimensions = system.dimensions}, potential);
  return energy + potential[0];
}

// The mean local energy at walkers that follow the target.
Estimate sampled_energy(TargetDeterminant& target, const System& system, int measurements) {
  const auto sampler = registry().factory<Sampler>("metropolis")(
      Settings({{"width", 0.5}, {"target_acceptance", 0.5}, {"moved", std::int64_t{0}}}));
  auto walkers = first_walkers(system, 400, system.length(), 0, 7);
  std::uint32_t step = 0;
  const auto sweep = [&](int sweeps, bool adapt) {
    sampler->sweep(target, walkers, {.seed = 7, .stage = 0, .step = step++, .purpose = Purpose::test}, sweeps, adapt);
  };
  for (int n = 0; n < 10; ++n) sweep(10, true);
  std::vector<MeanVariance> of_walker(walkers.count());
  for (int n = 0; n < measurements; ++n) {
    sweep(5, false);
    for (std::size_t w = 0; w < walkers.count(); ++w) {
      const auto x = walkers.place(w);
      of_walker[w].add(local_energy(target, system, {x.begin(), x.end()}));
    }
  }
  MeanVariance means;  // walkers are independent of one another
  for (const auto& each : of_walker) means.add(each.mean);
  return {.mean = means.mean, .std_err = std::sqrt(means.variance() / static_cast<double>(walkers.count()))};
}

TEST(Target, the_oscillators_local_energy_is_the_ideal_one_everywhere) {
  auto dot = exact::coulomb_dot({1, 1.5}, 3, 1);
  dot.interactions.clear();
  const auto target = TargetDeterminant::oscillator(dot, 1);
  EXPECT_NEAR(local_energy(target, dot, {0.3, -0.2, 1.1, 0.4, -0.6, 0.9, 0.1, 0.2}), dot.ideal_energy(), 1e-6);
}

// Solver and sampler, by one another: an open shell has two kinds of orbitals with exchange in one of them.
TEST(Target, the_energy_of_hartree_and_focks_determinants_is_the_solvers) {
  for (const auto& dot : {exact::coulomb_dot({0.5, 0.5}, 3, 1), exact::coulomb_dot({1, 1, 1}, 1, 1)}) {
    auto target = TargetDeterminant::hartree_fock(dot, 1);
    const double exact = exact::hartree_fock(dot, {.settled = 1e-5}).energy;
    const auto sampled = sampled_energy(target, dot, 20);
    EXPECT_NEAR(sampled.mean, exact, 5 * sampled.std_err);
    EXPECT_LT(sampled.std_err, 0.003 * exact);
    if (dot.dimensions > 2) continue;
    auto free = TargetDeterminant::oscillator(dot, 1);
    EXPECT_GT(sampled_energy(free, dot, 20).mean, exact + 5 * sampled.std_err);
  }
}

TEST(Target, of_particles_that_do_not_interact_is_the_oscillator_either_way) {
  auto dot = exact::coulomb_dot({1, 1}, 3, 2);
  dot.interactions.clear();
  auto free = TargetDeterminant::oscillator(dot, 1), solved = TargetDeterminant::hartree_fock(dot, 1);
  const std::vector<double> x{0.3, -0.2, 1.1, 0.4, -0.6, 0.9, 0.1, 0.2, -0.4, 0.3};
  const WalkerView walker{.x = x, .particles = 5, .dimensions = 2};
  EXPECT_NEAR(values_of(free, walker)[0].log_abs, values_of(solved, walker)[0].log_abs, 1e-8);
}

TEST(Target, hartree_and_fock_need_a_harmonic_trap) {
  auto dot = exact::coulomb_dot({1, 1}, 1, 1);
  set_potential(dot, "formula", Settings({{"formula", "r^4"}, {"parameters", NamedNumbers{}}}));
  EXPECT_TRUE(has(message_of([&] { TargetDeterminant::hartree_fock(dot, 1); }), "harmonic trap"));
}

}  // namespace
}  // namespace kato
