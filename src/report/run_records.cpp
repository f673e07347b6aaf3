// SPDX-License-Identifier: Apache-2.0
#include "report/run_records.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <sstream>

#include "base/error.hpp"
#include "base/files.hpp"
#include "input/method.hpp"
#include "record/run_directory.hpp"
#include "report/read_history.hpp"
#include "report/warnings.hpp"

namespace kato {
namespace {

// Whether a process of this machine has the file locked, from the system's list of locks: trying the lock would keep
// out a run that starts at that moment.
bool is_locked(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return false;
  const auto inode = fmt::format("{:02x}:{:02x}:{}", major(status.st_dev), minor(status.st_dev), status.st_ino);
  std::ifstream locks("/proc/locks");
  for (std::string line; std::getline(locks, line);) {
    std::istringstream fields(line);
    std::string number, kind, advice, access, process, file;  // 1: FLOCK ADVISORY WRITE 1234 08:01:5678 0 EOF
    if (fields >> number >> kind >> advice >> access >> process >> file && kind == "FLOCK" && file == inode)
      return true;
  }
  return false;
}

// The directory itself is locked, or where that cannot be, a file in it.
bool in_use(const std::filesystem::path& directory) { return is_locked(directory) || is_locked(directory / "lock"); }

// Runs `read`; what is wrong with a file becomes a warning.
template <class Read>
void tolerantly(RunRecords& run, Read read) {
  try {
    read();
  } catch (const std::exception& problem) {
    run.warnings.push_back(problem.what());
  }
}

// A text of TOML without its quotes.
std::string unquoted(const SettingList& settings, const std::string& path) {
  const auto value = value_of(settings, path);
  const auto node = parse_value(value, path);
  const auto* text = std::get_if<std::string>(&node.value);
  return text ? *text : value;
}

void read_input(const RunDirectory& files, RunRecords& run) {
  run.input = read_file(files.input());
  run.settings = settings_of(run.input, files.input().string());
  run.title = unquoted(run.settings, "title");
  const auto space = unquoted(run.settings, "system.space");
  run.unit = energy_unit_of(space);
  const auto energy = parse_value(value_of(run.settings, "reference.energy"), "reference.energy");
  const auto* whole = std::get_if<std::int64_t>(&energy.value);
  const auto* real = std::get_if<double>(&energy.value);
  if (whole || real) run.reference = Reference{whole ? static_cast<double>(*whole) : *real, 0, "given in the input"};
  if (space != "box") return;
  run.unit.clear();  // unless the whole input can be read
  run.box = box_records(load_input(files.input()));
  run.unit = run.box->numbers.energy_unit;
}

void judge(RunRecords& run, const std::optional<Summary>& summary) {
  const std::int64_t last = run.history.empty() ? 0 : run.history.back().step;
  const bool stale = summary && last > summary->steps;
  if (summary && !stale) {
    run.summary = summary;
    run.status = summary->status;
    run.reason = summary->reason;
    if (summary->reference) run.reference = summary->reference;
    if (!summary->energy.unit.empty()) run.unit = summary->energy.unit;
  }
  if (run.running) {
    run.status = "running";
    run.reason = run.summary ? "" : "not measured yet";
  } else if (!run.summary) {
    run.status = "interrupted";
    run.reason = fmt::format("there is no summary of step {}: it runs on another machine, or it was killed", last);
  }
}

}  // namespace

RunRecords read_run(const std::filesystem::path& directory) {
  const auto files = RunDirectory::open(directory);
  RunRecords run;
  run.directory = directory;
  run.running = in_use(directory);
  tolerantly(run, [&] { read_input(files, run); });
  tolerantly(run, [&] { run.history = read_history(files.history()); });
  std::optional<Summary> summary;
  tolerantly(run, [&] {
    if (std::filesystem::exists(files.summary())) summary = read_summary(files.summary());
  });
  judge(run, summary);
  tolerantly(run, [&] { run.measured = read_measured(files.evaluation()); });
  tolerantly(run, [&] {
    if (!std::filesystem::exists(files.log())) return;
    for (auto& warning : logged_warnings(read_file(files.log()))) run.warnings.push_back(std::move(warning));
  });
  for (auto& warning : warnings_of(run))
    if (std::ranges::find(run.warnings, warning) == run.warnings.end()) run.warnings.push_back(std::move(warning));
  return run;
}

std::vector<RunRecords> read_records(const std::vector<std::filesystem::path>& directories) {
  std::vector<RunRecords> runs;
  std::multiset<std::string> names;
  const auto short_name = [](const std::filesystem::path& path) {
    auto whole = std::filesystem::weakly_canonical(path);
    return whole.has_filename() ? whole.filename().string() : whole.string();
  };
  for (const auto& directory : directories) names.insert(short_name(directory));
  for (const auto& directory : directories) {
    runs.push_back(read_run(directory));
    const auto name = short_name(directory);
    runs.back().name = names.count(name) > 1 ? directory.lexically_normal().string() : name;
  }
  return runs;
}

std::string fingerprint(const std::vector<std::filesystem::path>& directories) {
  std::string text;
  for (const auto& directory : directories) {
    text += in_use(directory) ? "+" : "-";
    for (const char* file : {"input.toml", "history.csv", "summary.json", "evaluation.h5", "log.txt"}) {
      struct stat status {};
      if (::stat((directory / file).c_str(), &status) == 0)
        text += fmt::format("{:x}.{:x}.{:x} ", status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
    }
  }
  return fmt::format("{:016x}", std::hash<std::string>()(text));
}

}  // namespace kato
