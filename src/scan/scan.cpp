// SPDX-License-Identifier: Apache-2.0
#include "scan/scan.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "record/run_directory.hpp"
#include "run/interruption.hpp"
#include "run/job.hpp"
#include "scan/members.hpp"

namespace kato {
namespace {

// Nothing that is there is replaced without being told.
void check_directory(const ScanOptions& options) {
  const auto& place = options.directory;
  const auto there = [&](const char* name) { return std::filesystem::exists(place / name); };
  require(!there("history.csv") && !there("checkpoint.h5") && !there("summary.json"),
          fmt::format("{}: holds a run; choose another directory for the scan with -o", place.string()));
  if (options.force) return;
  for (const char* table : {"runs.csv", "scan.csv", "scan.json"})
    require(
        !there(table) || scan_key(place / "scan.json") == options.key,
        fmt::format("{}: holds tables of something else ({}); choose another directory with -o, or replace them with "
                    "--force",
                    place.string(), table));
}

// The runs that are not done.
std::vector<const ScanMember*> open_ones(const std::vector<ScanMember>& members, const ScanOptions& options) {
  std::vector<const ScanMember*> open;
  for (const auto& member : members) {
    for (auto place = member.directory; place.native().size() > options.directory.native().size();
         place = place.parent_path())
      require(
          !std::filesystem::exists(place) || std::filesystem::is_directory(place),
          fmt::format("{}: there is a file where a run would go; choose another directory with -o", place.string()));
    const auto state = state_of(member, options);
    require(state != ScanMember::State::other || options.force,
            fmt::format("{}: holds a run of another input; choose another directory with -o, or replace such runs with "
                        "--force",
                        member.directory.string()));
    if (state != ScanMember::State::done) open.push_back(&member);
  }
  return open;
}

std::string number_of_runs(int runs) { return fmt::format("{} run{}", runs, runs == 1 ? "" : "s"); }

void write_tables(const std::vector<ScanMember>& members, const ScanOptions& options, Log& log) {
  std::vector<ScanRun> runs;
  for (const auto& member : members) runs.push_back(scan_run_from(member.directory, member.value, member.seed));
  write_file(options.directory / "scan.json", scan_json(runs, options));  // first: it says whose tables they are
  write_file(options.directory / "runs.csv", runs_csv(runs));
  write_file(options.directory / "scan.csv", scan_csv(runs, options));
  log.say(scan_text(runs, options) + "the tables are in " + options.directory.string());
}

}  // namespace

int scan(const ScanOptions& options) {
  const Interruption watch;
  require(::access(options.program.c_str(), X_OK) == 0,
          options.program.string() + ": cannot be started; name the kato command");
  const auto members = members_of(options);
  make_directory(options.directory);
  const DirectoryLock lock(options.directory);
  check_directory(options);
  const auto open = open_ones(members, options);
  Log log(options.directory / "log.txt", options.volume);
  log.say(fmt::format("{} runs, {} of them done before, {} at a time", members.size(), members.size() - open.size(),
                      options.jobs));
  ScanWorkers workers(options, log, open.size());
  for (const auto* member : open) workers.add(*member);
  workers.finish();
  write_tables(members, options, log);
  if (workers.stopped() == 0) return workers.failed() > 0 ? fault : done;
  log.say(number_of_runs(workers.stopped()) + " stopped; the same command goes on with the runs that are not done");
  return resumable;
}

}  // namespace kato
