// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace kato {

/// A function of one variable in evaluation.h5, of whatever kind, or a single number.
struct MeasuredCurve {
  std::string kind;       ///< "density"
  std::string part;       ///< which of several of the kind: "up", or nothing
  std::string what;       ///< what is measured, with its unit; may be empty
  std::string axis;       ///< what x is, with its unit
  std::vector<double> x;  ///< [n], or [1] for a number
  std::vector<double> mean, std_err;
  bool exact = false;  ///< of the reference, not measured
};

/// A function of two variables.
struct MeasuredGrid {
  std::string kind, part, what, x_axis, y_axis;
  std::vector<double> x, y;                                         ///< [nx], [ny]
  std::vector<double> mean;                                         ///< [nx, ny]
  double error_at_peak = std::numeric_limits<double>::quiet_NaN();  ///< of the largest |mean|
};

/// All that evaluation.h5 holds besides the energy.
struct Measured {
  std::vector<MeasuredCurve> curves;
  std::vector<MeasuredGrid> grids;
};

/// Reads evaluation.h5: every group with a `mean`, which is a number, a curve or a grid by its shape, and the wave
/// functions of a run in momentum space. A file that is not there holds nothing. Throws `Error` if it is damaged.
Measured read_measured(const std::filesystem::path& path);

/// The grid with neighbours averaged so that no side has more than `most` points.
MeasuredGrid coarser(const MeasuredGrid& grid, std::size_t most);

}  // namespace kato
