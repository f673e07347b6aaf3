// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace kato {

/// The index a of the tails of a distribution, P(|x - centre| > t) ~ t^-a far out, from the k largest of n numbers: the
/// inverse of the mean of ln(|x| / |x_k|) over them (Hill, Ann. Stat. 3, 1163 (1975)). The variance is infinite for a
/// of 2 and below, unless the tail is cut off further out: then the largest number has a small share. Local energies
/// have a = 3 where psi has nodes, 1/distance with a density of distance^2, and distributions whose tails fall faster
/// than powers have a large one.
class TailIndex {
 public:
  struct Found {
    double index = std::numeric_limits<double>::quiet_NaN();
    double error = std::numeric_limits<double>::quiet_NaN();  ///< index/sqrt(k)
    double share = 0;  ///< of the largest number alone in the sum of squares: 1/n^(1 - 2/a), or not small for a <= 2
  };

  /// More numbers; the centre is the median of the first ones.
  void add(std::span<const double> numbers);

  /// With k = n/100, 1000 at most. Not a number if that is fewer than 100, or the numbers are all alike.
  Found estimate() const;

  /// All that it holds, and back.
  std::vector<double> state() const;
  void restore(std::span<const double> state);

 private:
  std::size_t count_ = 0;
  double centre_ = 0, squares_ = 0;
  std::vector<double> largest_;  // a heap, the least of them on top
};

}  // namespace kato
