// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "exact/quadrature.hpp"

namespace kato::exact {

/// u_p(t) = sqrt(p!/Gamma(p + alpha + 1)) L_p^alpha(t) exp(-t/2), p = 0 .. u.size() - 1, for t >= 0 and alpha > -1:
/// orthonormal on t > 0 with the weight t^alpha.
void laguerre_functions(double alpha, double t, std::span<double> u);

/// Gauss and Laguerre: the sum of weight f(t) is the integral of t^alpha f(t) over t > 0 for f a polynomial up to the
/// degree 2 order - 1 times exp(-t).
std::vector<QuadratureNode> gauss_laguerre(double alpha, int order);

}  // namespace kato::exact
