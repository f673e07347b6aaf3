// SPDX-License-Identifier: Apache-2.0
#include "exact/quadrature.hpp"

#include <cmath>

#include "linalg/eigen.hpp"

namespace kato::exact {

std::vector<QuadratureNode> gauss_legendre(int order) {
  Eigen::VectorXd off(order - 1);
  for (int n = 1; n < order; ++n) off[n - 1] = n / std::sqrt(4.0 * n * n - 1);
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(Eigen::VectorXd::Zero(order), off);
  std::vector<QuadratureNode> nodes;
  for (int n = 0; n < order; ++n) {
    const double first = solver.eigenvectors()(0, n);
    nodes.push_back({0.5 * (1 + solver.eigenvalues()[n]), first * first});
  }
  return nodes;
}

}  // namespace kato::exact
