// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "exact/pair_potential.hpp"

namespace kato::exact {

/// The Fourier transform of a pair potential V(r) that falls off,
///     v(q) = int V(|r|) exp(-i q.r) d^d r
///          = 2 int V cos(q r) dr,   2 pi int V J_0(q r) r dr,   4 pi int V sin(q r)/(q r) r^2 dr
/// in one, two, three dimensions. In a periodic box the sum over all images of V has the Fourier coefficients v(k)/L^d.
class RadialTransform {
 public:
  /// For 0 <= q <= `largest`; `length` is one on which V is looked for: between 1e-6 and 20 of it. By Gauss-Legendre in
  /// panels that are narrower where r is small, so that V may be singular there as long as it can be integrated; v is
  /// kept as Chebyshev polynomials of q, in pieces as wide as V's reach allows to rounding.
  RadialTransform(const RadialPotential& potential, int dimensions, double length, double largest);

  double operator()(double q) const;

  /// The largest change with three quarters of the nodes, among a few q.
  double uncertainty() const { return uncertainty_; }

 private:
  struct Node {
    double r, weight;  // weight: of the panel times V times the surface of the sphere
  };
  std::vector<Node> nodes(const RadialPotential& potential, double reach, int panels) const;
  double integral(const std::vector<Node>& nodes, double q) const;
  void add_piece(const std::vector<Node>& nodes, double from);

  int dimensions_;
  double piece_ = 0;                    // width in q
  std::vector<double> coefficients_{};  // of one piece after another
  double uncertainty_ = 0;
};

}  // namespace kato::exact
