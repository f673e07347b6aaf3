// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "exact/matrix.hpp"

namespace kato::exact {

/// One particle in a periodic box, unit n^2 + V(r), among products of cosines: all plane waves with |n_c| < m that are
/// even in each coordinate. V is given by its Fourier coefficients, V(r) = sum_n v(n^2) exp(2 pi i n.r/L).
class EvenWaves {
 public:
  using Coefficient = std::function<double(int square)>;

  /// `unit` is the energy of n^2 = 1.
  EvenWaves(int dimensions, int m, double unit, const Coefficient& v);

  /// The operator on coefficients [m^d], exactly: between waves n and n' it has v((n - n')^2). V acts on a grid of 2 m
  /// points for half a side, on which products of three cosines that end among the waves integrate exactly.
  void apply(std::span<const double> from, std::span<double> to) const;

  struct State {
    double energy = 0, kinetic = 0;
    std::vector<double> coefficients;  ///< [m^d], of unit norm
  };
  /// The lowest state, from another basis' if it is not empty.
  State lowest(const State& start) const;

 private:
  std::vector<double> padded(const std::vector<double>& coefficients) const;

  int dimensions_, m_;
  double unit_;
  std::vector<double> kinetic_;    // of every wave
  std::vector<double> potential_;  // on the grid
  Matrix values_;                  // of the waves at the points: columns orthonormal
};

}  // namespace kato::exact
