// SPDX-License-Identifier: Apache-2.0
#include "optimize/rescaling.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/error.hpp"
#include "optimize/memory.hpp"
#include "optimize/natural.hpp"

namespace kato {

std::vector<Option> Rescaling::options(double damping) {
  auto options = Schedule::options(1.0, "inverse-time", 100);
  for (auto& option : natural_options(damping, 0.1)) options.push_back(std::move(option));
  options.push_back({.name = "damping_interval",
                     .fallback = std::int64_t{5},
                     .summary = "the damping follows the ratio of true to predicted decrease every so many steps; 0 "
                                "keeps it",
                     .unit = "steps",
                     .lower = 0});
  options.push_back({.name = "least_damping",
                     .fallback = 1e-2,
                     .summary = "the damping falls no lower",
                     .lower = 0,
                     .lower_open = true});
  options.push_back({.name = "most_damping",
                     .fallback = 10.0,
                     .summary = "the damping rises no higher",
                     .lower = 0,
                     .lower_open = true});
  return options;
}

Rescaling::Rescaling(const Settings& settings, std::string kind)
    : schedule_(settings),
      kind_(std::move(kind)),
      norm_constraint_(settings.real("norm_constraint")),
      least_(settings.real("least_damping")),
      most_(settings.real("most_damping")),
      interval_(static_cast<double>(settings.integer("damping_interval"))),
      damping_(settings.real("damping")) {
  require(least_ <= damping_ && damping_ <= most_,
          kind_ + ": the damping is outside its bounds (least_damping to most_damping); widen them");
}

double Rescaling::operator()(TrainingStep& step, Curvature curvature, double ridge, std::span<const double> direction,
                             std::span<double> update) {
  prepare_memory(last_, step.parameters(), kind_);
  const double rate = schedule_(steps_);
  PlaneMinimum best;
  if (std::ranges::any_of(direction, [](double v) { return v != 0; })) {
    auto found = minimum(plane_model(curvature, step, ridge, direction, last_));
    if (!found && curvature == Curvature::quasi_hessian)
      found = minimum(plane_model(Curvature::fisher, step, ridge, direction, last_));
    if (!found) refuse_metric(kind_);
    best = *found;
  }
  std::vector<double> whole(update.size());
  for (std::size_t p = 0; p < whole.size(); ++p) whole[p] = best.alpha * direction[p] + best.mu * last_[p];
  const double factor = scale_direction(whole, rate, norm_constraint_, update);
  ++steps_;
  last_.assign(update.begin(), update.end());
  for (double& v : last_) v *= step.trust();
  // At the minimum g.delta = 2 M and delta^T B delta = -2 M.
  const double taken = step.trust() * factor;
  adapt(step, last_, (2 * taken - taken * taken) * best.change);
  return factor;
}

void Rescaling::adapt(TrainingStep& step, std::span<const double> update, double predicted) {
  if (interval_ == 0 || std::fmod(steps_, interval_) != 0 || !(predicted < 0)) return;
  const double ratio = (step.energy_after(update) - step.energy()) / predicted;
  const double factor = std::pow(0.95, interval_);
  if (ratio > 0.75)
    damping_ *= factor;
  else if (!(ratio >= 0.25))
    damping_ /= factor;
  damping_ = std::clamp(damping_, least_, most_);
}

void Rescaling::save(Optimizer::State& state) const {
  state["steps"] = {steps_};
  state["damping"] = {damping_};
  state["last_update"] = last_;
}

void Rescaling::restore(const Optimizer::State& state, double steps) {
  const auto& damping = state.at("damping");
  require(damping.size() == 1 && std::isfinite(damping[0]),
          kind_ + ": the saved damping is not one number; resume with the optimizer that wrote it");
  steps_ = steps;
  damping_ = damping[0];
  last_ = state.at("last_update");
}

}  // namespace kato
