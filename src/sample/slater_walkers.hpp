// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace kato {

/// psi = exp(sum_i f_i) sum_d det M_d, d = 1..D, of some walkers whose particles move one at a time. Row i of every
/// M_d [A, A] belongs to particle i, and so does the logarithm f_i of a factor taken out of it. A new row x for
/// particle i changes each determinant by
///     r_d = det M'_d / det M_d = sum_j x_dj (M_d^-1)_ji
/// and its inverse by a matrix of rank one (Sherman and Morrison, Ann. Math. Stat. 21, 124 (1950)). The rounding of
/// such changes adds up until `refresh`.
class SlaterWalkers {
 public:
  SlaterWalkers(std::size_t walkers, int particles, int determinants);

  /// Puts a row [D, A] in its place without following up: `refresh` comes after the last one.
  void set_row(std::size_t w, std::size_t i, std::span<const double> row, double factor);
  /// Determinants and inverses anew from the rows, O(D A^3).
  void refresh(std::size_t w);

  double log_abs(std::size_t w) const { return log_abs_[w]; }  ///< ln|psi|

  /// ln|psi| if particle i had this row, O(D A); O(D A^3) where an inverse of M does not exist.
  double log_abs_with(std::size_t w, std::size_t i, std::span<const double> row, double factor);
  /// Gives particle i the row that `log_abs_with` was just asked for, O(D A^2).
  void replace(std::size_t w, std::size_t i, std::span<const double> row, double factor);

 private:
  double* matrix(std::size_t w, std::size_t d) { return rows_.data() + (w * determinants_ + d) * n_ * n_; }
  double* inverse(std::size_t w, std::size_t d) { return inverses_.data() + (w * determinants_ + d) * n_ * n_; }
  bool invertible(std::size_t w) const;
  double log_of_sum(std::size_t w, const double* logs, const double* signs) const;
  void change(std::size_t w, std::size_t d, std::size_t i, const double* row);
  void eliminate(std::size_t w, std::size_t d, std::size_t i, const double* row);
  void update_inverse(double* inverse, std::size_t i, const double* row, double ratio);

  std::size_t n_, determinants_;
  std::vector<double> rows_, inverses_;                          ///< [n, D, A, A]; (M^-1)_ji is at [i, j]
  std::vector<double> factors_;                                  ///< [n, A]
  std::vector<double> logs_, signs_;                             ///< of the determinants [n, D]
  std::vector<double> log_abs_;                                  ///< [n]
  std::vector<double> ratios_, new_logs_, new_signs_, scratch_;  ///< of what was asked last
  double new_log_abs_ = 0;
};

}  // namespace kato
