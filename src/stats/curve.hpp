// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace kato {

/// What an observable found: a number, a function on a line, or one on a grid of two axes, with the error of every
/// value.
struct Curve {
  std::string axis = {};        ///< what `x` is, with its unit: "x [a_ho]"; empty for a single number
  std::vector<double> x = {};   ///< centres of the bins, or points; empty for a single number
  std::vector<double> mean;     ///< one number, [x], or [x, y] with y running fastest
  std::vector<double> std_err;  ///< of the means, in the same order
  std::string y_axis = {};      ///< the second axis of a grid, with its unit; empty where there is none
  std::vector<double> y = {};
  std::string what = {};  ///< what the values are, with their unit: "n(x) [1/a_ho]"

  bool is_number() const { return axis.empty(); }
  bool is_grid() const { return !y_axis.empty(); }
};

}  // namespace kato
