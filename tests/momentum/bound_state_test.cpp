// SPDX-License-Identifier: Apache-2.0
#include "momentum/bound_state.hpp"

#include <cmath>

#include "message.hpp"
#include "momentum/reference_rows.hpp"

namespace kato {
namespace {

struct Solved {
  MeshHamiltonian hamiltonian;
  BoundState state;
  StateProperties found;
};

Solved solve(const MomentumPotential& potential, const Mesh& mesh) {
  Solved solved{.hamiltonian = mesh_hamiltonian(mesh, {&potential}, 0), .state = {}, .found = {}};
  solved.state = ground_state(solved.hamiltonian);
  solved.found = properties(solved.hamiltonian, solved.state.psi);
  return solved;
}

// tests/data/two-nucleon.csv: spectral elements in coordinate space, parameters of Wiringa, Stoks and Schiavilla.
TEST(BoundState, argonne_v18_has_the_published_deuteron) {
  for (const bool electromagnetic : {true, false}) {
    const std::string name = electromagnetic ? "deuteron AV18+EM(np)" : "deuteron AV18 strong";
    const auto v = potential("argonne-v18", Settings({{"electromagnetic", electromagnetic}}));
    const auto solved = solve(*v, tangential_mesh(128, 2));
    EXPECT_NEAR(solved.state.energy, two_nucleon(name, "E_d"), 2e-7);
    EXPECT_NEAR(solved.found.energy, solved.state.energy, 1e-9);
    EXPECT_NEAR(solved.found.d_probability, two_nucleon(name, "P_D"), 2e-8);
    EXPECT_NEAR(solved.found.radius, two_nucleon(name, "r_d"), 2e-7);
    EXPECT_NEAR(solved.found.quadrupole, two_nucleon(name, "Q_d"), 1e-7);
    EXPECT_NEAR(solved.found.kinetic, two_nucleon(name, "<T>"), 2e-6);
    EXPECT_NEAR(solved.found.variance, 0, 1e-6);
  }
}

TEST(BoundState, sixty_four_points_up_to_30_inverse_fm_are_right_to_20_ev) {
  const auto v = potential("argonne-v18");
  const double exact = two_nucleon("deuteron AV18+EM(np)", "E_d");
  const double fine = std::abs(solve(*v, tangential_mesh(64, 2, 30)).state.energy - exact);
  const double coarse = std::abs(solve(*v, tangential_mesh(32, 2, 30)).state.energy - exact);
  EXPECT_LT(fine, 2e-5);
  EXPECT_GT(coarse, 3 * fine);
}

// u(r)/r = sqrt(2/pi) int dq q^2 j_0(q r) psi_S(q) with the published u: tests/data/av18-deuteron-uw.csv.
TEST(BoundState, the_wave_functions_are_those_of_coordinate_space) {
  const auto v = potential("argonne-v18");
  const auto solved = solve(*v, tangential_mesh(128, 2, 30));
  const auto& mesh = solved.hamiltonian.mesh;
  const std::size_t n = mesh.size();
  int compared = 0;
  for (const auto& row : reference_rows("av18-deuteron-uw.csv")) {
    if (row[0] == "r_fm" || std::stod(row[0]) > 6) continue;
    const double r = std::stod(row[0]);
    double u = 0, w = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double x = mesh.q[i] * r, j0 = std::sin(x) / x,
                   j2 = x < 0.1 ? x * x / 15 : (3 / (x * x) - 1) * j0 - 3 * std::cos(x) / (x * x);
      const double weight = r * std::sqrt(2 / M_PI) * mesh.w[i] * mesh.q[i] * mesh.q[i];
      u += weight * j0 * solved.state.psi[i];
      w -= weight * j2 * solved.state.psi[n + i];  // the D state's sign
    }
    EXPECT_NEAR(u, std::stod(row[1]), 3e-5) << r;
    EXPECT_NEAR(w, std::stod(row[2]), 3e-5) << r;
    ++compared;
  }
  EXPECT_GT(compared, 30);
}

TEST(BoundState, central_potentials_have_their_published_energies) {
  const auto check = [](const std::string& name, const MomentumPotential& v, double radius_error) {
    const auto solved = solve(v, tangential_mesh(96, 1));
    EXPECT_NEAR(solved.state.energy, two_nucleon(name, "E_d"), 1.1e-6) << name;
    EXPECT_NEAR(solved.found.radius, two_nucleon(name, "r_d"), radius_error) << name;
    EXPECT_EQ(solved.found.d_probability, 0);
  };
  check("deuteron Minnesota", *potential("minnesota"), 1e-6);
  check("model o (LO pionless)", *potential("pionless"), 1e-6);
  for (const std::string cutoff : {"2", "4", "6"})
    check("pionless LO of arXiv:2007.14282, Lambda=" + cutoff,
          *potential("pionless", Settings({{"model", "cutoff-" + cutoff}})), 1e-5);
}

TEST(BoundState, yamaguchi_has_its_closed_form) {
  const double alpha = 0.3, beta = 1.2;
  const auto v = potential("yamaguchi", Settings({{"alpha", alpha}, {"beta", beta}}));
  const auto solved = solve(*v, tangential_mesh(64, 1));
  EXPECT_NEAR(solved.state.energy, -v->kinetic() * alpha * alpha, 1e-9);
  const auto& q = solved.hamiltonian.mesh.q;
  const auto shape = [&](double p) { return 1 / ((p * p + alpha * alpha) * (p * p + beta * beta)); };
  for (std::size_t i = 0; i < 50; ++i)
    EXPECT_NEAR(solved.state.psi[i] / solved.state.psi[0], shape(q[i]) / shape(q[0]), 1e-7) << q[i];
  EXPECT_NEAR(solve(*potential("yamaguchi"), tangential_mesh(64, 1)).state.energy,
              two_nucleon("deuteron Yamaguchi", "E_d"), 2e-9);
}

TEST(BoundState, potentials_for_different_masses_need_a_number) {
  const auto a = potential("minnesota"), b = potential("pionless");
  const auto mesh = tangential_mesh(16, 1);
  EXPECT_TRUE(has(message_of([&] { mesh_hamiltonian(mesh, {a.get(), b.get()}, 0); }), "system.kinetic", "41.47"));
  EXPECT_EQ(mesh_hamiltonian(mesh, {a.get(), b.get()}, 40).kinetic_unit, 40);
  EXPECT_TRUE(has(message_of([&] { mesh_hamiltonian(mesh, {}, 0); }), "without a force"));
}

TEST(BoundState, fidelity_is_one_for_the_same_shape_and_zero_for_orthogonal_ones) {
  const Mesh mesh{{1, 2}, {1, 0.25}};  // equal weights w q^2
  const std::vector<double> a{1, 2}, b{-3, -6}, c{2, -1};
  EXPECT_NEAR(fidelity(mesh, 0, a, b), 1, 1e-15);
  EXPECT_NEAR(fidelity(mesh, 0, a, c), 0, 1e-15);
}

}  // namespace
}  // namespace kato
