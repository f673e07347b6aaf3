// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "base/error.hpp"
#include "stats/accumulator.hpp"
#include "stats/line.hpp"
#include "train/stopping.hpp"

namespace kato {
namespace {

// After every window of steps: S its slope, E its mean energy, V its mean variance, D the standard deviation of its
// energies, S' and E' those of the window before. The window passes if
//     |S| <= slope, |S'| <= slope, |S - S'| <= slope_change, |E - E'| <= energy_change, V <= variance, D <= deviation.
// The first window has none before it, and fails.
class Slopes final : public Stopping {
 public:
  explicit Slopes(const Settings& settings) : settings_(settings) {}

  void add(double energy, double variance) override {
    if (verdict()) return;
    energies_.push_back(energy);
    variances_.push_back(variance);
    if (static_cast<std::int64_t>(energies_.size()) == settings_.integer("window")) close_window();
  }

  std::optional<Verdict> verdict() const override {
    if (passes_ < static_cast<double>(settings_.integer("passes"))) return {};
    return Verdict{.reason = fmt::format("{} windows of {} steps passed the test of their slopes", passes_,
                                         settings_.integer("window")),
                   .energy = before_.at(1),
                   .variance = before_.at(2)};
  }

  State state() const override {
    return {{"energies", energies_}, {"variances", variances_}, {"before", before_}, {"counts", {passes_, failures_}}};
  }

  void restore(const State& state) override {
    require(state.contains("energies") && state.contains("variances") && state.contains("before") &&
                state.contains("counts") && state.at("counts").size() == 2,
            "slopes: this state is not one of the rule; continue with the rule that it belongs to");
    energies_ = state.at("energies");
    variances_ = state.at("variances");
    before_ = state.at("before");
    passes_ = state.at("counts")[0];
    failures_ = state.at("counts")[1];
  }

 private:
  void close_window() {
    const auto line = least_squares_line(energies_);
    const double deviation = std::sqrt(mean_variance(energies_).variance());
    const double variance = mean_variance(variances_).mean;
    if (passed(line, variance, deviation)) {
      ++passes_;
    } else if (++failures_ > static_cast<double>(settings_.integer("failures"))) {
      passes_ = failures_ = 0;
    }
    before_ = {line.slope, line.mean, variance};
    energies_.clear();
    variances_.clear();
  }

  bool passed(const Line& line, double variance, double deviation) const {
    if (before_.empty()) return false;
    const double slope = settings_.real("slope");
    return std::abs(line.slope) <= slope && std::abs(before_[0]) <= slope &&
           std::abs(line.slope - before_[0]) <= settings_.real("slope_change") &&
           std::abs(line.mean - before_[1]) <= settings_.real("energy_change") &&
           variance <= settings_.real("variance") && deviation <= settings_.real("deviation");
  }

  Settings settings_;
  std::vector<double> energies_, variances_;  // of the window that is open
  std::vector<double> before_;                // slope, mean energy and mean variance of the last one
  double passes_ = 0, failures_ = 0;
};

Option threshold(const char* name, double fallback, const char* summary, const char* unit) {
  return {.name = name, .fallback = fallback, .summary = summary, .unit = unit, .lower = 0};
}

}  // namespace

void register_slopes(Registry& registry) {
  registry.add<Stopping>(
      {.name = "slopes",
       .summary = "window after window, the energy's slope, change, variance and spread are below fixed thresholds",
       .source =
           "Azzam, Transfer learning for many-body systems (thesis, Barcelona 2022), Algorithm 1; absolute values are "
           "meant",
       .options = {{.name = "window", .fallback = std::int64_t{1000}, .summary = "steps", .lower = 2, .upper = 1e7},
                   threshold("slope", 3e-7, "of this window and the one before, at most", "hbar omega a step"),
                   threshold("slope_change", 3e-6, "from the window before, at most", "hbar omega a step"),
                   threshold("energy_change", 1e-3, "from the mean of the window before, at most", "hbar omega"),
                   threshold("variance", 3e-3, "of the local energy, mean over the window, at most", "(hbar omega)^2"),
                   threshold("deviation", 3e-3, "standard deviation of the steps' energies, at most", "hbar omega"),
                   {.name = "passes",
                    .fallback = std::int64_t{4},
                    .summary = "windows that have to pass",
                    .lower = 1,
                    .upper = 1e6},
                   {.name = "failures",
                    .fallback = std::int64_t{2},
                    .summary = "windows that may fail meanwhile; one more, and the count begins anew",
                    .lower = 0,
                    .upper = 1e6}}},
      [](const Settings& settings) { return std::make_unique<Slopes>(settings); });
}

}  // namespace kato
