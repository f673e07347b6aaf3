// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace kato::exact {

/// A point of a quadrature: the integral is the sum of weight f(position).
struct QuadratureNode {
  double position, weight;
};

/// Gauss and Legendre on (0, 1): exact for polynomials up to the degree 2 order - 1.
/// Golub and Welsch, Math. Comp. 23, 221 (1969).
std::vector<QuadratureNode> gauss_legendre(int order);

/// (0, reach) in panels of 12 Gauss-Legendre nodes that become narrower towards 0, with ends at reach (p / panels)^2.
std::vector<QuadratureNode> half_line_nodes(double reach, int panels);

}  // namespace kato::exact
