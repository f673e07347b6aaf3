// SPDX-License-Identifier: Apache-2.0
#include "record/run_directory.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"

namespace kato {
namespace {

std::vector<std::filesystem::path> files_of(const RunDirectory& run) {
  return {run.input(),      run.history(), run.checkpoint(), run.previous_checkpoint(),
          run.evaluation(), run.summary(), run.log()};
}

void remove_files(const RunDirectory& run) {
  for (const auto& file : files_of(run)) {
    std::error_code problem;
    if (file != run.input()) std::filesystem::remove(file.string() + ".tmp", problem);  // left by a run that was killed
    std::filesystem::remove(file, problem);
    require(!problem, fmt::format("{}: cannot be replaced ({}); choose another directory with -o", file.string(),
                                  problem.message()));
  }
}

}  // namespace

RunDirectory RunDirectory::create(const std::filesystem::path& path, bool force, const std::string& resolved_input) {
  std::error_code problem;
  std::filesystem::create_directories(path, problem);
  require(!problem && std::filesystem::is_directory(path),
          fmt::format("{}: cannot be made ({}); choose another directory with -o", path.string(),
                      problem ? problem.message() : "there is a file of this name"));
  RunDirectory run(path);
  run.lock();
  if (!force) {
    for (const auto& file : files_of(run)) {
      require(!std::filesystem::exists(file),
              fmt::format("{}: holds a run already ({}); continue it with `kato resume {}`, choose another directory "
                          "with -o, or replace it with --force",
                          path.string(), file.filename().string(), path.string()));
    }
  }
  const auto aside = write_aside(run.input(), resolved_input);  // before anything is removed: can it be written?
  remove_files(run);
  rename_file(aside, run.input());
  return run;
}

RunDirectory RunDirectory::open(const std::filesystem::path& path) {
  require(std::filesystem::is_directory(path),
          path.string() + ": no such directory; name the directory of a run, such as runs/demo");
  RunDirectory run(path);
  require(std::filesystem::exists(run.input()),
          path.string() + ": holds no run (input.toml is missing); start one with `kato run`");
  return run;
}

void RunDirectory::lock() {
  lock_ = std::make_shared<Descriptor>(path_, O_RDONLY | O_DIRECTORY);
  auto lock = try_lock(*lock_);
  if (lock == Lock::unsupported) {  // a network file system that locks files, among all its hosts, but no directories
    lock_ = std::make_shared<Descriptor>(path_ / "lock", O_RDWR | O_CREAT);
    lock = try_lock(*lock_);
  }
  require(lock != Lock::held_by_another,
          path_.string() + ": is in use by another kato; wait until it has ended, or choose another directory");
}

bool RunDirectory::begun() const {
  const auto there = [](const std::filesystem::path& file) { return std::filesystem::exists(file); };
  return there(checkpoint()) || there(previous_checkpoint()) || there(history());
}

std::filesystem::path RunDirectory::default_path(const std::filesystem::path& input) {
  return std::filesystem::path("runs") / input.stem();
}

}  // namespace kato
