// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "stats/accumulator.hpp"

namespace kato {

/// A measured mean and how well it is known.
struct Estimate {
  double mean = 0;
  double std_err = 0;   ///< of the mean, autocorrelation included; infinite if a single number is all there is
  double variance = 0;  ///< of a single number
  double tau = 1;       ///< integrated autocorrelation time, in steps
  double r_hat = 1;     ///< split R-hat over the walkers
  std::size_t samples = 0;
};

/// V-score of a variational energy, dof variance / (mean - zero_point)^2: the smaller, the nearer to an eigenstate.
/// Wu et al., Science 386, 296 (2024).
double v_score(const Estimate& energy, double dof, double zero_point) noexcept;

/// How many independent numbers would give the same error: variance/std_err^2.
double effective_samples(const Estimate& estimate) noexcept;

/// Collects the numbers of W independent walkers step by step and estimates their mean. Memory does not grow with the
/// number of steps beyond one number a step: each walker's chain is kept as at most `most_bins` sums over equally many
/// steps, which are merged in pairs when there is no room for more. Sums are taken in the order of walkers and steps.
class WalkerStatistics {
 public:
  /// Throws `Error` without walkers; `most_bins` must be even.
  explicit WalkerStatistics(std::size_t walkers, std::size_t most_bins = 256);

  /// Adds one step [W]. Throws `std::runtime_error` if a number is not finite.
  void add(std::span<const double> step);

  /// Takes in other walkers, measured over the same steps, behind these: the estimate is then that of one stream of
  /// all. Throws `Error` if they were measured at other steps.
  void merge(const WalkerStatistics& others);

  /// mean: over all numbers. std_err: by the spread of the walkers' means, s/sqrt(W), which no autocorrelation escapes,
  /// and by blocking of the steps' means, which sees what the walkers have in common: of the two that which is better
  /// known, unless the other is larger by more than three standard deviations. (The larger of two estimates would be
  /// too large on average.) tau: from the walkers' chains, not from their mean. Throws `Error` before the first step.
  Estimate estimate() const;

  /// By how many of its errors the mean of the first `before` steps (rounded up to bins) is off that of the others. The
  /// error is the spread of this difference over the walkers, so that no autocorrelation misleads: it is Student's t of
  /// W - 1 degrees of freedom for walkers in equilibrium. 0 for fewer than 16 walkers, or if nothing is on either side.
  double drift(std::size_t before) const;

  /// All that was added, to go on with bit for bit: as many numbers for as many steps.
  std::vector<double> state() const;
  /// Throws `Error` if that was of another number of walkers or bins.
  void restore(std::span<const double> state);

  std::size_t walkers() const { return walkers_; }
  std::size_t steps() const { return step_means_.size(); }
  std::span<const double> step_means() const { return step_means_; }

 private:
  void close_bin();
  double chain_error() const;
  double error() const;
  double chain_tau() const;
  double chain_r_hat() const;

  std::size_t walkers_, most_bins_;
  double shift_ = 0;  // the first number; bins hold sums of differences from it
  MeanVariance all_;
  std::vector<double> step_means_;
  std::size_t bin_steps_ = 1;  // steps in a closed bin
  std::size_t open_steps_ = 0;
  std::vector<double> open_;  // [W]
  std::vector<double> bins_;  // [bins, W]
};

/// The estimate of a whole table [steps, walkers], row-major.
Estimate estimate(std::span<const double> table, std::size_t walkers);

}  // namespace kato
