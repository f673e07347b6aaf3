// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "base/error.hpp"
#include "base/text.hpp"
#include "stats/accumulator.hpp"
#include "stats/blocking.hpp"
#include "stats/line.hpp"
#include "train/stopping.hpp"

namespace kato {
namespace {

struct Mean {
  double mean = 0;
  double std_err = 0;
};

// The error is from blocking, which sees correlations between steps, about the window's own line: a slope is no noise.
Mean mean_of(std::span<const double> window) {
  return {.mean = least_squares_line(window).mean, .std_err = blocking(residuals_from_line(window)).std_err};
}

// The first window, whose energies may fall steeply: the error is from differences of neighbours.
Mean mean_of_fall(std::span<const double> window) {
  double squares = 0;
  for (std::size_t t = 1; t < window.size(); ++t) squares += (window[t] - window[t - 1]) * (window[t] - window[t - 1]);
  const auto count = static_cast<double>(window.size());
  return {.mean = mean_variance(window).mean, .std_err = std::sqrt(squares / (2 * (count - 1) * count))};
}

// By how much b is below a, in errors of the difference.
double fall(const Mean& a, const Mean& b) {
  const double error = std::hypot(a.std_err, b.std_err);
  return error > 0 ? (a.mean - b.mean) / error : (a.mean > b.mean ? HUGE_VAL : 0);
}

// The two last windows are compared, each a sixth of the stage so far, so that what is too slow to be seen now is
// seen later. A check passes if the energy did not fall by more than one error; checks are a tenth of the steps apart.
// A stage that has not fallen at all yet may stand on a plateau: it is watched over twenty windows first.
class Settled final : public Stopping {
 public:
  explicit Settled(const Settings& settings)
      : window_(static_cast<std::size_t>(settings.integer("window"))),
        passes_(static_cast<double>(settings.integer("passes"))),
        next_(2 * static_cast<double>(window_)) {}

  void add(double energy, double variance) override {
    if (verdict()) return;
    energies_.push_back(energy);
    variances_.push_back(variance);
    const auto steps = static_cast<double>(energies_.size());
    if (steps < next_) return;
    next_ = std::ceil(std::max(steps + 0.5 * static_cast<double>(window_), 1.1 * steps));
    passed_ = passes() ? passed_ + 1 : 0;
  }

  std::optional<Verdict> verdict() const override {
    if (passed_ < passes_) return {};
    const auto last = mean_of(std::span(energies_).last(length()));
    return Verdict{
        .reason = fmt::format("over the last {} steps, at {}, the energy did not fall by more than its error",
                              2 * length(), with_error(last.mean, last.std_err)),
        .energy = last.mean,
        .variance = mean_variance(std::span(variances_).last(length())).mean};
  }

  State state() const override {
    return {{"energies", energies_}, {"variances", variances_}, {"checks", {passed_, next_}}};
  }

  void restore(const State& state) override {
    require(state.contains("energies") && state.contains("variances") && state.contains("checks") &&
                state.at("checks").size() == 2,
            "settled: this state is not one of the rule; continue with the rule that it belongs to");
    energies_ = state.at("energies");
    variances_ = state.at("variances");
    passed_ = state.at("checks")[0];
    next_ = state.at("checks")[1];
  }

 private:
  std::size_t length() const { return std::max(window_, energies_.size() / 6); }

  bool passes() const {
    constexpr double fallen = 5;  // errors
    constexpr std::size_t plateau = 20;
    const std::span all(energies_);
    if (all.size() < plateau * window_ && fall(mean_of_fall(all.first(window_)), mean_of(all.last(window_))) < fallen)
      return false;
    const auto last = all.last(2 * length());
    return fall(mean_of(last.first(length())), mean_of(last.last(length()))) <= 1;
  }

  std::size_t window_;
  double passes_, next_;
  double passed_ = 0;  // checks in succession
  std::vector<double> energies_, variances_;
};

}  // namespace

void register_settled(Registry& registry) {
  registry.add<Stopping>(
      {.name = "settled",
       .summary = "the energy has not fallen by more than its error over the last third of the stage",
       .options = {{.name = "window",
                    .fallback = std::int64_t{50},
                    .summary = "the fewest steps of each of the two windows that are compared",
                    .lower = 8,
                    .upper = 1e7},
                   {.name = "passes",
                    .fallback = std::int64_t{3},
                    .summary =
                        "checks in succession that have to find no fall, each a tenth of the steps after the last",
                    .lower = 1,
                    .upper = 100}}},
      [](const Settings& settings) { return std::make_unique<Settled>(settings); });
}

}  // namespace kato
