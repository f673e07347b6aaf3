// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "exact/matrix.hpp"
#include "exact/pair_potential.hpp"

namespace kato::exact {

/// What a pair potential does to particles that are confined to the lowest shells of an isotropic oscillator in d
/// dimensions, as a sum of products of one-particle matrices. With b the oscillator's length and sigma the parities of
/// a function (even or odd in each coordinate),
///     <ac|V|bd> = integral of a(x) b(x) V(|x - y|) c(y) d(y) = sum_q w_q A_q(a, b) A_q(c, d)
/// if sigma_a sigma_b = sigma_c sigma_d, and 0 if not;
///     A_q(a, b) = prod over coordinates of <a| cos(q x/b) |b>, or sin where a and b differ in parity.
/// The sum is exact. The products of functions are polynomials times exp(-q^2/4) in Fourier space, so V enters by the
/// integrals `moments` alone: V is projected on the functions u_p(q^2) of exact/laguerre.hpp with alpha = d/2 - 1,
/// p <= 2 (shells - 1), and a product quadrature of Gauss and Laguerre in |q| and of the directions with q_c > 0 does
/// the rest.
class StandingWaves {
 public:
  StandingWaves(int dimensions, int shells);

  int size() const { return static_cast<int>(q_.size()) / dimensions_; }
  /// The integrals of V that `weights` takes.
  int moments() const { return 2 * shells_ - 1; }
  /// w_q [size()] of the potential with these moments.
  std::vector<double> weights(std::span<const double> moments) const;

  /// A_q [functions, functions], symmetric, between the oscillator functions `levels`, for wave 0 .. size() - 1.
  void matrix(int wave, std::span<const std::vector<int>> levels, Matrix& a) const;

 private:
  int dimensions_, shells_, directions_;
  std::vector<double> q_;       // [radii, directions, d]
  std::vector<double> shares_;  // of the directions in the mean over all
  Matrix functions_;            // u_p(q_k^2) times the weight of the radius k [moments, radii]
};

/// (2 pi)^(-d/2) (-1)^p times the integral of V(b |r|) u_p(r^2) over the d-dimensional r, p = 0 .. count - 1.
std::vector<double> moments(const RadialPotential& potential, int dimensions, double length, int count);

/// The same of V = strength delta(x) in one dimension.
std::vector<double> contact_moments(double strength, double length, int count);

}  // namespace kato::exact
