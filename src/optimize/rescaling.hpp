// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "optimize/curvature.hpp"
#include "optimize/optimizer.hpp"
#include "optimize/schedule.hpp"

namespace kato {

/// What qn-kfac and dgd do with a direction Delta: the step is delta = alpha Delta + mu delta_last, with delta_last the
/// step before and (alpha, mu) at the minimum of a quadratic model of the energy, times the learning rate and no longer
/// than sqrt(norm_constraint). A quasi-Hessian that is not convex on the plane gives way to the Fisher matrix for that
/// step.
///
/// The damping lambda follows Levenberg and Marquardt: every T = `damping_interval` steps, the ratio of the true change
/// of the energy (the same walkers, re-weighted) to the predicted M(delta) - M(0) above 3/4 multiplies it by (19/20)^T,
/// below 1/4 (or where the walkers no longer cover the new state) divides it, within its bounds; 0 keeps it.
/// Source: Martens and Grosse, arXiv:1503.05671, sections 6.4, 6.5 and 7; Drissi et al., arXiv:2401.17550.
class Rescaling {
 public:
  /// The settings for the metadata, `learning_rate` and its schedule included; the argument is the first damping.
  static std::vector<Option> options(double damping);

  Rescaling(const Settings& settings, std::string kind);

  double damping() const { return damping_; }
  double steps() const { return steps_; }

  /// The step from `direction` [P], with B = curvature + ridge. Throws `std::runtime_error`, naming the kind, if the
  /// model is not finite. Returns the factor that was taken of the minimum's step: the learning rate, or less by the
  /// norm constraint. What is remembered as the last step, and what the damping is judged by, is the step as it is
  /// taken, with the trust factor after a roll back.
  double operator()(TrainingStep& step, Curvature curvature, double ridge, std::span<const double> direction,
                    std::span<double> update);

  /// Adds `steps`, `damping` and `last_update` to a state; takes them from one.
  void save(Optimizer::State& state) const;
  void restore(const Optimizer::State& state, double steps);

 private:
  void adapt(TrainingStep& step, std::span<const double> update, double predicted);

  Schedule schedule_;
  std::string kind_;
  double norm_constraint_, least_, most_;
  double interval_, damping_;
  double steps_ = 0;
  std::vector<double> last_;
};

}  // namespace kato
