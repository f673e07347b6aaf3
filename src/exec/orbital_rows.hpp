// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace kato {

/// The orbitals of psi = sum_d det M_d, d = 1..D, where row i of every M_d [A, A] is a function of x_i alone.
class OrbitalRows {
 public:
  virtual ~OrbitalRows() = default;

  virtual int particles() const = 0;     ///< A
  virtual int determinants() const = 0;  ///< D
  /// The points that `rows_tile` takes at most.
  virtual std::size_t tile_points() const = 0;

  /// A particle's row of every M_d for each of n points x [n, d], as rows [n, D, A] times exp(log_factor [n]), by the
  /// calling thread, which is number `thread`.
  virtual void rows_tile(int thread, std::span<const double> x, std::span<double> rows,
                         std::span<double> log_factor) = 0;
};

}  // namespace kato
