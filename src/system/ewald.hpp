// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>
#include <vector>

namespace kato {

/// The potential psi(r) of a unit charge, all its images and the uniform background that neutralises them, in a square
/// (d = 2) or a cube (d = 3) of side L, by Ewald's two sums, each to rounding:
///     d = 3:  psi(r) = sum_m erfc(a |r + L m|)/|r + L m|
///                      + (4 pi/L^3) sum_{G != 0} exp(-G^2/4a^2) cos(G.r)/G^2 - pi/(a^2 L^3)
///     d = 2:  the same images, + (2 pi/L^2) sum_{G != 0} erfc(G/2a) cos(G.r)/G - 2 sqrt(pi)/(a L^2)
/// with whole m [d] and G = (2 pi/L) times whole numbers. Its mean over the cell is zero, and it does not depend on a.
/// Source: Ewald, Ann. Phys. 369, 253 (1921); with 1/r in a plane Parry, Surf. Sci. 49, 433 (1975).
class EwaldSum {
 public:
  /// `splitting` is a L. Throws `Error` unless d is 2 or 3.
  EwaldSum(int dimensions, double side, double splitting = 4);

  /// psi(r) for any r [d]; infinite at the charge and its images.
  double potential(std::span<const double> r) const;

  /// psi(r) - 1/|r| with the nearest image r: smooth in the cell, and even in each coordinate.
  double remainder(std::span<const double> r) const;

  /// xi, the remainder at r = 0: twice the energy of a unit charge in its own images and background.
  double self() const;

 private:
  std::vector<std::array<double, 3>> images_;  // m that may count, without 0
  std::vector<double> waves_;                  // the weight of cos x cos y cos z, by the wave numbers from 0 on
  int dimensions_, wave_numbers_;
  double side_, splitting_, mean_ = 0;
};

}  // namespace kato
