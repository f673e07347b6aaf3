// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <span>
#include <vector>

namespace kato {

/// Nodes and weights of Gauss-Legendre quadrature on (-1, 1), in ascending order.
struct Quadrature {
  std::vector<double> x, w;
};
Quadrature gauss_legendre(int points);

/// Momenta and weights: the integral of f over q from 0 to infinity is about sum_i w_i f(q_i).
struct Mesh {
  std::vector<double> q;  ///< fm^-1, ascending
  std::vector<double> w;  ///< fm^-1
  std::size_t size() const { return q.size(); }
  bool operator==(const Mesh&) const = default;
};

/// Gauss-Legendre points x on the tangential map q = scale tan(a (1 + x)/2), w = scale (a/2) w_x/cos^2, with
/// a = atan(cutoff/scale), pi/2 for an infinite cutoff: about half of the points lie below `scale`, none above `cutoff`
/// (fm^-1).
Mesh tangential_mesh(int points, double scale, double cutoff = std::numeric_limits<double>::infinity());

/// sqrt(w_i) q_i, which turns a wave function on the mesh into a vector of the same norm.
std::vector<double> measure_roots(const Mesh& mesh);

/// df/dq at the points of the mesh from the values f there: the derivative of the polynomial through the ten nearest
/// points, in the variable atan(q/1 fm^-1).
std::vector<double> derivative(const Mesh& mesh, std::span<const double> f);

}  // namespace kato
