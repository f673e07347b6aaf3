// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/registry.hpp"
#include "record/checkpoint.hpp"

namespace kato {

/// When walkers are drawn anew, and what they weigh in the steps for which they are kept: R_b / sum R with
/// R_b = |psi_now(x_b)/psi_then(x_b)|^2. Azzam's thesis (Barcelona 2022), equations (16) to (20), with R over its mean,
/// since the norm of psi means nothing, and a guard: walkers whose effective sample size falls below a share of them
/// are not used.
class Reweighting {
 public:
  /// The settings of [train.reweight]; throws `Error` if they contradict one another.
  explicit Reweighting(const Settings& settings);
  Reweighting() = default;  ///< draws for every step

  bool enabled() const { return enabled_; }
  /// Whether the next step draws walkers.
  bool due() const { return due_; }

  /// So many walkers were drawn for this step: they weigh the same.
  void drawn(std::size_t walkers);

  /// Weighs walkers that were kept for this step, with ln|psi| [N] now and when they were drawn, and sets `due`: they
  /// are kept for at most upper - (upper - lower) Delta steps, Delta = 1 - mean_b exp(-(R_b - 1)^2/s) with mean R = 1.
  /// Returns false, and the walkers have to be drawn for this very step, if too few of them count or a weight is not
  /// finite.
  bool weigh(std::span<const double> log_abs, std::span<const double> log_abs_then);

  /// The walkers are not to be kept any longer.
  void expire() { due_ = true; }

  /// w_b [N], of sum 1, and equal after `drawn`.
  std::span<const double> weights() const { return weights_; }

  Checkpoint::State state() const;
  void restore(const Checkpoint::State& state);

 private:
  bool enabled_ = false;
  double lower_ = 1, upper_ = 1, s_ = 1, floor_ = 0;
  bool due_ = true;
  double kept_ = 0;  // steps for which the walkers were kept
  std::vector<double> weights_;
};

}  // namespace kato
