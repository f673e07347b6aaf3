// SPDX-License-Identifier: Apache-2.0
#include "train/reweighting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "stats/weighted.hpp"

namespace kato {

Reweighting::Reweighting(const Settings& settings)
    : enabled_(settings.flag("enabled")),
      lower_(static_cast<double>(settings.integer("lower"))),
      upper_(static_cast<double>(settings.integer("upper"))),
      s_(settings.real("s")),
      floor_(settings.real("floor")) {
  require(lower_ <= upper_, fmt::format("train.reweight: lower = {} is above upper = {} (the steps between drawings); "
                                        "exchange them",
                                        lower_, upper_));
}

void Reweighting::drawn(std::size_t walkers) {
  weights_.assign(walkers, 1 / static_cast<double>(walkers));
  kept_ = 0;
  due_ = !enabled_;
}

bool Reweighting::weigh(std::span<const double> log_abs, std::span<const double> log_abs_then) {
  const std::size_t count = log_abs.size();
  weights_.resize(count);
  double largest = -HUGE_VAL, sum = 0, like = 0;
  for (std::size_t b = 0; b < count; ++b) largest = std::max(largest, log_abs[b] - log_abs_then[b]);
  for (std::size_t b = 0; b < count; ++b) {
    weights_[b] = std::exp(2 * (log_abs[b] - log_abs_then[b] - largest));
    sum += weights_[b];
  }
  if (!std::isfinite(sum)) return false;
  for (double& w : weights_) {
    w /= sum;
    const double difference = static_cast<double>(count) * w - 1;
    like += std::exp(-difference * difference / s_);
  }
  if (effective_sample_size(weights_) < floor_ * static_cast<double>(count)) return false;
  const double unlike = 1 - like / static_cast<double>(count);
  due_ = ++kept_ >= upper_ - (upper_ - lower_) * unlike;
  return true;
}

Checkpoint::State Reweighting::state() const { return {{"schedule", {kept_, due_ ? 1.0 : 0.0}}}; }

void Reweighting::restore(const Checkpoint::State& state) {
  const auto found = state.find("schedule");
  if (found == state.end()) return;
  kept_ = found->second.at(0);
  due_ = !enabled_ || found->second.at(1) != 0;
}

}  // namespace kato
