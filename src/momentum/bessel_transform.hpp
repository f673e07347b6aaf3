// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "momentum/mesh.hpp"

namespace kato {

/// The potential at one distance between the S and D waves, MeV.
struct CoupledPotential {
  double ss = 0, sd = 0, dd = 0;
};

/// Spherical Bessel functions; the second by its series for small x.
double bessel_j0(double x);
double bessel_j2(double x);

/// The matrix [2 n, 2 n] of `MomentumPotential::elements` for a potential in coordinate space that is smooth over
/// 0.15 fm and negligible beyond 30 fm. Elements with a momentum above 80 fm^-1 are set to zero: no bound state of
/// nucleons reaches there, and the integral would need finer steps.
std::vector<double> bessel_transform(const Mesh& mesh, const std::function<CoupledPotential(double r)>& potential);

/// The same for a central A exp(-a r^2) in the S wave alone [n, n], in closed form:
///     V(q, q') = A/(2 sqrt(pi a) q q') ( exp(-(q - q')^2/(4 a)) - exp(-(q + q')^2/(4 a)) ).
/// Adds to `elements`; A in MeV, a in fm^-2.
void add_gaussian(const Mesh& mesh, double strength, double exponent, std::vector<double>& elements);

}  // namespace kato
