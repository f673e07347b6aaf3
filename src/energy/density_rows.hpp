// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "walker/walkers.hpp"

namespace kato {

/// The energy of a term V that enters by densities, as a sum over configurations X'_n that follow from a walker X: for
/// every function f of X
///     <V f> = < sum_n e_n f(X'_n) >   over |psi(X)|^2,   e_n = c_n |psi(X'_n)/psi(X)|^2.
/// As <V> is quadratic in psi at X', its derivative by a parameter theta is
///     2 < sum_n e_n d ln|psi(X'_n)|/d theta > - 2 <V> <d ln|psi(X)|/d theta>.
struct DensityRows {
  Walkers places;                   ///< X' [n]
  std::vector<std::size_t> walker;  ///< the walker X of each [n]
  std::vector<double> energy;       ///< e [n], not zero

  bool empty() const { return energy.empty(); }
  void add(std::size_t owner, const WalkerView& place, double e);
  /// The rows of walker `to` are henceforth those of walker `from`.
  void copy_row(std::size_t to, std::size_t from);
  /// Collects what every rank found for its share of so many walkers, numbered from 0 there, in the order of all.
  void gather(std::size_t walkers);
};

}  // namespace kato
