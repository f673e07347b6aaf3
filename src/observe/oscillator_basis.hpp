// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace kato {

/// Orthonormal orbitals of the isotropic oscillator of a given length in d <= 3 dimensions, products of
///     phi_n(x) = (2^n n! sqrt(pi) l)^(-1/2) H_n(x/l) exp(-x^2/(2 l^2)),
/// in the order of their energy.
class OscillatorBasis {
 public:
  OscillatorBasis(int dimensions, std::size_t size, double length);

  std::size_t size() const { return levels_.size(); }

  /// Every orbital [size] at the point x [d].
  void at(std::span<const double> x, std::span<double> orbitals) const;

 private:
  int dimensions_;
  double length_;
  int highest_ = 0;                         // level along an axis
  std::vector<std::array<int, 3>> levels_;  // along every axis
};

}  // namespace kato
