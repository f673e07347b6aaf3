// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace kato {

/// The potential of `EwaldSum` for L = 1, to 1e-9 in the time of a few square roots; that of a side L is psi(r/L)/L.
/// Its smooth part, psi - 1/r, is kept as polynomials of the coordinates, each over a small cube (or square); these
/// fill 1/48 of the cell (1/8 in two dimensions), and symmetry gives the rest.
class EwaldTable {
 public:
  /// Throws `Error` unless d is 2 or 3.
  explicit EwaldTable(int dimensions);

  /// The table for d dimensions, made when it is first asked for. Throws `Error` unless d is 2 or 3.
  static std::shared_ptr<const EwaldTable> of(int dimensions);

  /// psi(r) of any r [d] in sides of the cell; infinite at the charge and its images, no number where r is none.
  double potential(const double* r) const noexcept;

  /// psi(r) - 1/|r| at r = 0.
  double self() const { return self_; }

 private:
  template <std::size_t d>
  void fill();
  template <std::size_t d>
  double potential_in(const double* r) const noexcept;

  int dimensions_;
  double self_ = 0;
  std::vector<double> coefficients_;  // of one block after another
};

}  // namespace kato
