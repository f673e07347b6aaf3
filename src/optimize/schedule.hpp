// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/registry.hpp"

namespace kato {

/// A learning rate that changes with the number of steps t taken so far; rate is `learning_rate`, t0 `decay_steps`:
///     constant      rate
///     inverse-time  rate / (1 + t/t0)
///     exponential   rate exp(-t/t0)
///     cosine        rate (f + (1 - f) (1 + cos(pi min(t/t0, 1)))/2), f = `final_fraction`
///     piecewise     rate times the last of `factors` whose entry in `boundaries` is at most t, rate before the first
class Schedule {
 public:
  /// The settings of a schedule, for the metadata of an optimiser; the arguments are the defaults.
  static std::vector<Option> options(double learning_rate, const std::string& schedule, double decay_steps);

  /// Throws `Error` if boundaries and factors do not pair up or the boundaries do not increase.
  explicit Schedule(const Settings& settings);

  double operator()(double step) const;

 private:
  enum class Kind { constant, inverse_time, exponential, cosine, piecewise };
  static Kind kind(const std::string& name);

  Kind kind_;
  double rate_, decay_steps_, final_fraction_;
  std::vector<double> boundaries_, factors_;
};

}  // namespace kato
