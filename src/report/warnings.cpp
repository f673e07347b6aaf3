// SPDX-License-Identifier: Apache-2.0
#include "report/warnings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "record/warnings.hpp"

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

}  // namespace

std::vector<std::string> warnings_of(const RunRecords& run) {
  std::vector<std::string> warnings;
  warn_of_ending(run, warnings);
  if (run.summary)
    for (auto& warning : warnings_of(*run.summary)) warnings.push_back(std::move(warning));
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
