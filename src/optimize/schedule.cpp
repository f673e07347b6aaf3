// SPDX-License-Identifier: Apache-2.0
#include "optimize/schedule.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "base/error.hpp"

namespace kato {

std::vector<Option> Schedule::options(double learning_rate, const std::string& schedule, double decay_steps) {
  return {{.name = "learning_rate",
           .fallback = learning_rate,
           .summary = "step size at the start",
           .lower = 0,
           .lower_open = true},
          {.name = "schedule",
           .fallback = schedule,
           .summary = "how the learning rate falls with the number of steps t",
           .choices = {"constant", "inverse-time", "exponential", "cosine", "piecewise"}},
          {.name = "decay_steps",
           .fallback = decay_steps,
           .summary = "t0 of 1/(1 + t/t0) and exp(-t/t0), and the length of the cosine",
           .unit = "steps",
           .lower = 0,
           .lower_open = true},
          {.name = "final_fraction",
           .fallback = 0.0,
           .summary = "what the cosine leaves of the learning rate",
           .lower = 0,
           .upper = 1},
          {.name = "boundaries",
           .fallback = std::vector<double>{},
           .summary = "piecewise: the steps at which the rate changes",
           .unit = "steps",
           .lower = 0},
          {.name = "factors",
           .fallback = std::vector<double>{},
           .summary = "piecewise: what multiplies the learning rate from each boundary on",
           .lower = 0}};
}

Schedule::Kind Schedule::kind(const std::string& name) {
  constexpr std::array kinds{std::pair{"constant", Kind::constant}, std::pair{"inverse-time", Kind::inverse_time},
                             std::pair{"exponential", Kind::exponential}, std::pair{"cosine", Kind::cosine},
                             std::pair{"piecewise", Kind::piecewise}};
  for (const auto& [known, value] : kinds)
    if (name == known) return value;
  throw Error("schedule: unknown '" + name + "'; use constant, inverse-time, exponential, cosine or piecewise");
}

Schedule::Schedule(const Settings& settings)
    : kind_(kind(settings.text("schedule"))),
      rate_(settings.real("learning_rate")),
      decay_steps_(settings.real("decay_steps")),
      final_fraction_(settings.real("final_fraction")),
      boundaries_(settings.reals("boundaries")),
      factors_(settings.reals("factors")) {
  require(boundaries_.size() == factors_.size(),
          "schedule: boundaries and factors differ in length (each boundary needs its factor); give as many of both");
  require(std::ranges::adjacent_find(boundaries_, std::greater_equal<>()) == boundaries_.end(),
          "schedule: boundaries do not increase; list the steps in order");
  require(kind_ != Kind::piecewise || !boundaries_.empty(),
          "schedule: piecewise needs boundaries and factors; give them or use schedule = \"constant\"");
}

double Schedule::operator()(double step) const {
  switch (kind_) {
    case Kind::constant: return rate_;
    case Kind::inverse_time: return rate_ / (1 + step / decay_steps_);
    case Kind::exponential: return rate_ * std::exp(-step / decay_steps_);
    case Kind::cosine: {
      const double fallen = 0.5 * (1 + std::cos(std::numbers::pi * std::min(step / decay_steps_, 1.0)));
      return rate_ * (final_fraction_ + (1 - final_fraction_) * fallen);
    }
    case Kind::piecewise: {
      const auto passed = std::ranges::upper_bound(boundaries_, step) - boundaries_.begin();
      return passed == 0 ? rate_ : rate_ * factors_[static_cast<std::size_t>(passed - 1)];
    }
  }
  return rate_;
}

}  // namespace kato
