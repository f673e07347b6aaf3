// SPDX-License-Identifier: Apache-2.0
#include "record/run_directory.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"
#include "input/document.hpp"
#include "input/input.hpp"

namespace kato {
namespace {

std::vector<std::filesystem::path> files_of(const RunDirectory& run) {
  return {run.input(),      run.history(), run.checkpoint(), run.previous_checkpoint(),
          run.evaluation(), run.summary(), run.log()};
}

// Links stay, and what they lead to is removed; what is no ordinary file stays.
void remove_files(const RunDirectory& run) {
  for (const auto& file : files_of(run)) {
    const auto place = followed(file);
    std::error_code problem;
    const bool directory = std::filesystem::is_directory(place);
    if (std::filesystem::is_regular_file(place)) std::filesystem::remove(place, problem);
    require(!problem && !directory,
            fmt::format("{}: cannot be replaced ({}); choose another directory with -o", file.string(),
                        directory ? "there is a directory of this name" : problem.message()));
  }
}

// Whether every line of `text` is one of `all`.
bool all_lines_in(const std::string& text, const std::string& all) {
  std::istringstream lines(text);
  const std::string among = "\n" + all;
  for (std::string line; std::getline(lines, line);)
    if (among.find("\n" + line + "\n") == std::string::npos) return false;
  return true;
}

// What the program writes as input.toml is, read again, the same text; what an earlier version wrote beside its records
// lacks the settings that are new. Any other input is a person's.
bool is_of_a_person(const std::filesystem::path& input) {
  try {
    read_toml(input);
  } catch (const Error&) {
    return false;  // no file, or no input
  }
  try {
    const auto text = read_file(input), resolved = to_toml(load_input(input));
    const bool beside_records = std::filesystem::exists(input.parent_path() / "log.txt");
    return text != resolved && !(beside_records && all_lines_in(text, resolved));
  } catch (const Error&) {
    return true;
  }
}

void refuse_what_is_there(const RunDirectory& run, bool force) {
  require(!is_of_a_person(run.input()),
          fmt::format("{}: is an input itself (that of this run, or another one), and no record of one, which would "
                      "replace it; choose another directory for the records with -o",
                      run.input().string()));
  if (force) return;
  for (const auto& file : files_of(run))
    require(!std::filesystem::exists(file),
            fmt::format("{}: holds a run already ({}); continue it with `kato resume {}`, choose another directory "
                        "with -o, or replace it with --force",
                        run.path().string(), file.filename().string(), run.path().string()));
}

// A lock on the directory, or on a file in it where directories cannot be locked: on a network file system that locks
// files, among all its hosts.
std::shared_ptr<Descriptor> taken_lock(const std::filesystem::path& path) {
  auto file = std::make_shared<Descriptor>(path, O_RDONLY | O_DIRECTORY);
  auto lock = try_lock(*file);
  if (lock == Lock::unsupported) {
    file = std::make_shared<Descriptor>(path / "lock", O_RDWR | O_CREAT);
    lock = try_lock(*file);
  }
  require(lock != Lock::held_by_another,
          path.string() + ": is in use by another kato; wait until it has ended, or choose another directory");
  return file;
}

}  // namespace

DirectoryLock::DirectoryLock(const std::filesystem::path& path) : file_(taken_lock(path)) {}

void make_directory(const std::filesystem::path& path) {
  std::error_code problem;
  std::filesystem::create_directories(path, problem);
  require(!problem && std::filesystem::is_directory(path),
          fmt::format("{}: cannot be made ({}); choose another directory with -o", path.string(),
                      problem ? problem.message() : "there is a file of this name"));
}

RunDirectory RunDirectory::create(const std::filesystem::path& path, bool force, const std::string& resolved_input) {
  make_directory(path);
  RunDirectory run(path);
  run.lock_.emplace(path);
  refuse_what_is_there(run, force);
  run.remove_unfinished_files();
  NewFile input(run.input(), resolved_input);  // before anything is removed: can it be written?
  remove_files(run);
  input.put();
  return run;
}

bool RunDirectory::holds_run(const std::filesystem::path& path) {
  return std::ranges::any_of(files_of(RunDirectory(path)),
                             [](const std::filesystem::path& file) { return std::filesystem::exists(file); });
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
  lock_.emplace(path_);
  remove_unfinished_files();
}

void RunDirectory::remove_unfinished_files() const {
  for (const auto& file : files_of(*this)) remove_unfinished(file);
}

bool RunDirectory::begun() const {
  const auto there = [](const std::filesystem::path& file) { return std::filesystem::exists(file); };
  return there(checkpoint()) || there(previous_checkpoint()) || there(history());
}

std::filesystem::path RunDirectory::default_path(const std::filesystem::path& input) {
  return std::filesystem::path("runs") / input.stem();
}

}  // namespace kato
