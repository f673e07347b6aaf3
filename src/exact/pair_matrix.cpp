// SPDX-License-Identifier: Apache-2.0
#include "exact/pair_matrix.hpp"

#include <cmath>
#include <numbers>

#include "exact/eigen_view.hpp"
#include "exact/panels.hpp"

namespace kato::exact {
namespace {

// The odd oscillator functions phi_1, phi_3 .. at q, by the three-term recurrence.
void odd_oscillator_functions(double q, Eigen::Ref<Eigen::VectorXd> odd) {
  double before = 0, phi = std::pow(std::numbers::pi, -0.25) * std::exp(-0.5 * q * q);
  for (int n = 0; n < 2 * odd.size(); ++n) {
    const double next = (std::sqrt(2.0) * q * phi - std::sqrt(n) * before) / std::sqrt(n + 1.0);
    before = phi, phi = next;
    if (n % 2 == 0) odd[n / 2] = phi;
  }
}

}  // namespace

Matrix pair_matrix(const RadialPotential& potential, int particles, double frequency, int quanta) {
  const double reach = std::sqrt(2.0 * quanta + 1) + 7;  // phi_n^2 is below 1e-20 there
  const auto v = [&](double q) { return potential(std::sqrt(2 / frequency) * q); };
  const auto nodes = half_line_nodes(v, reach, 60 + 2 * quanta);
  Eigen::MatrixXd phi((quanta + 1) / 2, nodes.size());
  Eigen::VectorXd weight(nodes.size());
  for (std::size_t a = 0; a < nodes.size(); ++a) {
    odd_oscillator_functions(nodes[a].position, phi.col(a));
    weight[a] = 2 * nodes[a].weight * v(nodes[a].position);
  }
  const Eigen::MatrixXd elements = phi * weight.asDiagonal() * phi.transpose();

  Matrix w(quanta + 1, quanta + 1);
  const double square = 1 / (particles * frequency), kinetic = frequency / particles;  // of q^2 and p^2 in own units
  for (int n = 1; n <= quanta; n += 2) {
    for (int m = 1; m <= n; m += 2) {
      double value = elements(n / 2, m / 2);
      if (m == n) value += (square + kinetic) * (n + 0.5);
      if (m == n - 2) value += 0.5 * (square - kinetic) * std::sqrt(n * (n - 1.0));
      w(n, m) = w(m, n) = value;
    }
  }
  return w;
}

}  // namespace kato::exact
