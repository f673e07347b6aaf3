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

}  // namespace kato::exact
