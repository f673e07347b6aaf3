// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "observe/observable.hpp"

namespace kato {

/// Counts in equal bins of a line, kept for each walker apart: walkers are independent, so that the spread of their
/// histograms gives the error, autocorrelation included.
class WalkerHistogram {
 public:
  WalkerHistogram(std::size_t walkers, std::size_t bins, double low, double high);

  /// Counts `x` for one walker, if it lies within the bins.
  void count(std::size_t walker, double x);

  /// Counts a measurement of all walkers as done.
  void end_of_step() { ++steps_; }

  /// Counts a step, divided by the width of a bin and by `norm`, with errors; `axis` says what x is.
  Curve curve(const std::string& axis, double norm = 1) const;

 private:
  std::size_t bins_;
  double low_, high_;
  std::size_t steps_ = 0;
  std::vector<double> counts_;  // [W, bins]
};

}  // namespace kato
