// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "observe/bins.hpp"
#include "stats/curve.hpp"
#include "stats/grouped_means.hpp"

namespace kato {

/// Counts in equal bins of a line, kept apart for groups of walkers (stats/grouped_means.hpp): walkers are independent,
/// so that the spread of their histograms gives the error, autocorrelation included.
class WalkerHistogram {
 public:
  WalkerHistogram(std::size_t walkers, std::size_t bins, double low, double high);

  /// Counts `x` for one walker, if it lies within the bins.
  void count(std::size_t walker, double x) { count(counts_.sums(counts_.group_of(walker)), x); }

  /// Counts a measurement of all walkers as done.
  void end_of_step() { counts_.end_of_step(); }

  /// All that was counted.
  Sums sums() { return counts_.all_sums(); }

  /// Counts a step, divided by the width of a bin and by `norm`, with errors; `axis` says what x is and `what` what is
  /// counted.
  Curve curve(const std::string& axis, double norm = 1, const std::string& what = {}) const;

 private:
  void count(std::span<double> counts, double x) const {
    if (const auto bin = bins_.of(x); bin < counts.size()) counts[bin] += 1;
  }

  Bins bins_;
  GroupedMeans counts_;
};

}  // namespace kato
