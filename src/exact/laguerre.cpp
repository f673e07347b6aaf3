// SPDX-License-Identifier: Apache-2.0
#include "exact/laguerre.hpp"

#include <cmath>

#include "linalg/eigen.hpp"

namespace kato::exact {

void laguerre_functions(double alpha, double t, std::span<double> u) {
  if (u.empty()) return;
  u[0] = std::exp(-0.5 * (t + std::lgamma(alpha + 1)));
  for (std::size_t n = 1; n < u.size(); ++n) {
    const auto p = static_cast<double>(n);
    const double before = n > 1 ? std::sqrt((p - 1) * (p - 1 + alpha)) * u[n - 2] : 0;
    u[n] = ((2 * p - 1 + alpha - t) * u[n - 1] - before) / std::sqrt(p * (p + alpha));
  }
}

// The nodes are the eigenvalues of the recursion's matrix; the weights are Christoffel's numbers.
std::vector<QuadratureNode> gauss_laguerre(double alpha, int order) {
  Eigen::VectorXd diagonal(order), off(order - 1);
  for (int p = 0; p < order; ++p) diagonal[p] = 2 * p + 1 + alpha;
  for (int p = 1; p < order; ++p) off[p - 1] = std::sqrt(p * (p + alpha));
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(diagonal, off, Eigen::EigenvaluesOnly);
  std::vector<QuadratureNode> nodes;
  std::vector<double> u(static_cast<std::size_t>(order));
  for (const double t : solver.eigenvalues()) {
    laguerre_functions(alpha, t, u);
    double sum = 0;
    for (const double each : u) sum += each * each;
    nodes.push_back({t, 1 / sum});
  }
  return nodes;
}

}  // namespace kato::exact
