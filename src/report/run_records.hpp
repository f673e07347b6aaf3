// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "exact/reference.hpp"
#include "record/history.hpp"
#include "record/summary.hpp"
#include "report/box_records.hpp"
#include "report/measured.hpp"
#include "report/settings_text.hpp"

namespace kato {

/// All that a run's directory says of it at one moment.
struct RunRecords {
  std::filesystem::path directory;
  std::string name;            ///< short, to tell it from the others on the page
  std::string title;           ///< of the input, may be empty
  std::string unit;            ///< of energies
  std::string status, reason;  ///< those of the summary, or "running" or "interrupted"
  bool running = false;        ///< a process of this machine works in the directory
  std::string input;           ///< input.toml as it is
  SettingList settings;
  std::vector<HistoryRow> history;
  std::optional<Summary> summary;      ///< none before the run has ended, and while it goes on beyond the last summary
  std::optional<Reference> reference;  ///< of the summary, or a number that the input gives
  Measured measured;
  std::optional<BoxRecords> box;  ///< of a run in a periodic box
  std::vector<std::string> warnings;
};

/// Reads the records of a run, which may be under way, stopped, failed or killed. A file that cannot be read costs its
/// part of the page and gives a warning. Throws `Error` if `directory` holds no run.
RunRecords read_run(const std::filesystem::path& directory);

/// The same of several; their names are their directories' as far as needed to tell them apart.
std::vector<RunRecords> read_records(const std::vector<std::filesystem::path>& directories);

/// Changes when one of the files that `read_run` reads has changed, and when a process comes or goes.
std::string fingerprint(const std::vector<std::filesystem::path>& directories);

}  // namespace kato
