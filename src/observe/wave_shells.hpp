// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "system/system.hpp"

namespace kato {

/// Plane waves k = 2 pi n/L of a periodic box, in shells of equal |k|. Of k and -k one is kept: densities and real wave
/// functions say the same of both.
class WaveShells {
 public:
  /// `waves` n [d] in ascending order of n^2, such as `plane_waves_within` lists.
  WaveShells(std::span<const std::vector<int>> waves, double side);

  std::size_t dimensions() const { return dimensions_; }
  std::size_t waves() const { return waves_.size(); }
  std::size_t shells() const { return wave_numbers_.size(); }
  /// |k| of every shell, in 1/length.
  const std::vector<double>& wave_numbers() const { return wave_numbers_; }

  /// Adds `weight` times cos(k.x) and sin(k.x) of every wave, for one point x [d], to `cosines` and `sines` [waves].
  void add(const double* x, double weight, std::span<double> cosines, std::span<double> sines) const;

  /// Adds the mean over the waves of each shell of `values` [waves] to `sums` [shells].
  void add_means(std::span<const double> values, std::span<double> sums) const;

 private:
  double unit_;                            // 2 pi/L
  std::size_t dimensions_ = 0, most_ = 0;  // most_: the largest |n_c|
  std::vector<std::vector<int>> waves_;    // [waves, d]
  std::vector<std::size_t> shell_of_;      // [waves]
  std::vector<double> wave_numbers_;       // [shells]
  std::vector<double> share_;              // of a wave in its shell [shells]
};

/// All plane waves of a box up to |k| = `extent`, the first shell at least; up to 4 k_F of a free gas of the same
/// density if it is 0. Throws `Error`, with the name of the observable, if there are too many.
WaveShells wave_shells_of(const System& system, double extent, const std::string& observable);

}  // namespace kato
