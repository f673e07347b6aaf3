// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "linalg/eigen.hpp"
#include "observe/exact_pair.hpp"
#include "observe/oscillator_basis.hpp"
#include "observe/sampled.hpp"
#include "oscillator_state.hpp"
#include "species_state.hpp"

namespace kato {
namespace {

TEST(DensityMatrix, of_particles_that_do_not_interact_is_the_unit_matrix_of_the_filled_levels) {
  const auto state = oscillator_ground_state(3);
  System system;
  system.particles = 3;
  const auto observable = make_observable("density-matrix", system, 1000, Settings({{"orbitals", std::int64_t{6}}}));
  const auto found = sampled(system, state.graph, state.theta, *observable);
  const auto& rho = found.at("");
  ASSERT_EQ(rho.mean.size(), 36u);
  for (std::size_t k = 0; k < 6; ++k)
    for (std::size_t l = 0; l < 6; ++l)
      EXPECT_TRUE(is_near(rho.mean[6 * k + l], rho.std_err[6 * k + l], k == l && k < 3 ? 1 : 0, 0.03)) << k << l;
  EXPECT_TRUE(is_near(found.at("trace").mean[0], found.at("trace").std_err[0], 3, 0.05));
  // Eigenvalues of a noisy matrix are pushed apart by about the noise.
  const auto& occupations = found.at("occupations");
  for (std::size_t n = 0; n < 6; ++n)
    EXPECT_TRUE(is_near(occupations.mean[n], occupations.std_err[n], n < 3 ? 1 : 0, 0.05, 0.04)) << n;
}

TEST(DensityMatrix, of_one_particle_has_its_orbital_as_natural_orbital) {
  const auto state = oscillator_state({1});
  System system;
  system.particles = 1;
  const auto observable = make_observable("density-matrix", system, 1000, Settings({{"orbitals", std::int64_t{4}}}));
  const auto orbitals = sampled(system, state.graph, state.theta, *observable).at("natural-orbitals");
  ASSERT_EQ(orbitals.y.size(), 121u);
  double sign = 0;
  for (std::size_t q = 0; q < orbitals.y.size(); ++q) {
    const double x = orbitals.y[q];
    const double exact = std::sqrt(2) * std::pow(std::numbers::pi, -0.25) * x * std::exp(-0.5 * x * x);
    if (sign == 0 && std::abs(exact) > 0.3) sign = orbitals.mean[q] * exact > 0 ? 1 : -1;
    if (sign != 0) {
      EXPECT_TRUE(is_near(orbitals.mean[q], orbitals.std_err[q], sign * exact, 0.03, 2e-3)) << x;
    }
  }
  EXPECT_NE(sign, 0);
}

// rho_kl = 2 int phi_k(x) psi(x, y) psi(x', y) phi_l(x') on a grid that is as good as exact, against the estimator on
// the same state.
TEST(DensityMatrix, of_two_that_repel_is_that_of_their_exact_state) {
  constexpr int points = 160;
  constexpr double step = 0.06;
  const std::size_t M = 8;
  const ExactPair pair;
  Eigen::MatrixXd psi(points, points), phi(points, M);
  const OscillatorBasis basis(1, M, 1);
  for (int a = 0; a < points; ++a) {
    const double x = (a - points / 2 + 0.5) * step;
    std::vector<double> row(M);
    basis.at({&x, 1}, row);
    for (std::size_t k = 0; k < M; ++k) phi(a, static_cast<Eigen::Index>(k)) = row[k];
    for (int b = 0; b < points; ++b) psi(a, b) = pair(x, (b - points / 2 + 0.5) * step);
  }
  const Eigen::MatrixXd half = phi.transpose() * psi, exact = 2 * half * half.transpose() * std::pow(step, 3);
  const Eigen::VectorXd occupations = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(exact).eigenvalues();
  System system;
  system.particles = 2;
  const auto observable =
      make_observable("density-matrix", system, 2000, Settings({{"orbitals", static_cast<std::int64_t>(M)}}));
  const auto found = pair.measured(*observable, 2000, 100);
  const auto& rho = found.at("");
  for (std::size_t k = 0; k < M; ++k)
    for (std::size_t l = 0; l < M; ++l)
      EXPECT_TRUE(is_near(rho.mean[k * M + l], rho.std_err[k * M + l], exact(static_cast<int>(k), static_cast<int>(l)),
                          0.02, 1e-3))
          << k << l;
  for (std::size_t n = 0; n < 3; ++n)
    EXPECT_TRUE(is_near(found.at("occupations").mean[n], found.at("occupations").std_err[n],
                        occupations(static_cast<int>(M - 1 - n)), 0.02, 5e-3))
        << n;
  EXPECT_GT(std::abs(exact(0, 2)), 0.1);  // it is not diagonal
}

TEST(DensityMatrix, of_two_species_is_that_of_each) {
  System system = spin_trap(2, 1);
  const auto observable = make_observable("density-matrix", system, 500, Settings({{"orbitals", std::int64_t{4}}}));
  const auto found = sampled(system, species_ground_state(2, 1), {}, *observable, 500, 60);
  EXPECT_TRUE(is_near(found.at("up.trace").mean[0], found.at("up.trace").std_err[0], 2, 0.06));
  EXPECT_TRUE(is_near(found.at("down.trace").mean[0], found.at("down.trace").std_err[0], 1, 0.06));
  EXPECT_TRUE(found.contains("down.occupations"));
  EXPECT_FALSE(found.contains("occupations"));
}

}  // namespace
}  // namespace kato
