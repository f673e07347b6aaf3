// SPDX-License-Identifier: Apache-2.0
#include "report/warnings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace kato {
namespace {

std::string plural(std::int64_t count, const char* one, const char* several) {
  return fmt::format("{} {}", count, count == 1 ? one : several);
}

void warn_of_ending(const RunRecords& run, std::vector<std::string>& warnings) {
  const auto directory = run.directory.string();
  if (run.status == "interrupted")
    warnings.push_back(fmt::format("{}; `kato resume {}` continues from the last checkpoint", run.reason, directory));
  if (run.status == "failed") warnings.push_back(fmt::format("the run failed: {}", run.reason));
  if (run.status == "stopped")
    warnings.push_back(fmt::format("the run was stopped ({}); `kato resume {}` continues", run.reason, directory));
}

void warn_of_energy(const Summary& summary, std::vector<std::string>& warnings) {
  const auto& energy = summary.energy;
  if (energy.r_hat > 1.05)
    warnings.push_back(
        fmt::format("the walkers do not agree with one another (R-hat {:.3f}, above 1.05), so the error may be too "
                    "small; train or thermalise longer, or evaluate with more sweeps",
                    energy.r_hat));
  if (!summary.reference || !std::isfinite(energy.mean)) return;
  const double below = summary.reference->energy - energy.mean;
  const double error = std::hypot(energy.std_err, summary.reference->uncertainty);
  if (energy.std_err > 0 && below > 4 * error)
    warnings.push_back(
        fmt::format("the energy lies {:.1f} standard errors below the reference; one of the two is wrong, or the error "
                    "is too small",
                    below / error));
}

}  // namespace

std::vector<std::string> warnings_of(const RunRecords& run) {
  std::vector<std::string> warnings;
  warn_of_ending(run, warnings);
  if (run.summary) {
    const auto& summary = *run.summary;
    warn_of_energy(summary, warnings);
    if (summary.nonfinite_walkers > 0)
      warnings.push_back(plural(summary.nonfinite_walkers, "walker was not finite and was replaced",
                                "walkers were not finite and were "
                                "replaced"));
    if (summary.rejected_steps > 0)
      warnings.push_back(plural(summary.rejected_steps, "step was rejected", "steps were rejected") +
                         " and the training went back to its last good state, see log.txt");
  }
  const auto lost = std::ranges::count_if(run.history, [](const auto& row) { return !std::isfinite(row.energy); });
  if (lost > 0)
    warnings.push_back(plural(lost, "training step has no finite energy", "training steps have no finite energy"));
  return warnings;
}

std::vector<std::string> logged_warnings(const std::string& log) {
  constexpr std::string_view time = "2026-11-20 12:27:23 ", mark = "warning: ";
  std::vector<std::string> warnings;
  std::string_view rest = log;
  for (std::size_t end; (end = rest.find('\n')) != std::string_view::npos; rest.remove_prefix(end + 1)) {
    const auto line = rest.substr(0, end);
    if (line.size() <= time.size() || !line.substr(time.size()).starts_with(mark)) continue;
    const std::string text(line.substr(time.size() + mark.size()));
    if (std::ranges::find(warnings, text) == warnings.end()) warnings.push_back(text);
  }
  return warnings;
}

}  // namespace kato
