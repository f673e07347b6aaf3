// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/files.hpp"

namespace kato {

/// Makes a directory and those above it; throws `Error` if it cannot be.
void make_directory(const std::filesystem::path& path);

/// Keeps other processes out of a directory while it or a copy of it lives: by a lock on the directory, or on a file
/// `lock` in it where directories cannot be locked (NFS). A process that ends, however it ends, leaves no lock.
class DirectoryLock {
 public:
  /// Throws `Error` if another process is in.
  explicit DirectoryLock(const std::filesystem::path& path);

 private:
  std::shared_ptr<Descriptor> file_;
};

/// The directory of a run and the names of the files in it.
class RunDirectory {
 public:
  /// Makes the directory for a new run and writes its input.toml. A directory that holds a run is refused unless
  /// `force`: then the files that a run writes are removed, and nothing else; one whose input.toml was written by hand
  /// always. Locked. Throws `Error` if it cannot be written, or another process has it locked.
  static RunDirectory create(const std::filesystem::path& path, bool force, const std::string& resolved_input);

  /// Whether there is a file of a run in the directory.
  static bool holds_run(const std::filesystem::path& path);

  /// The directory of an earlier run; throws `Error` if there is none.
  static RunDirectory open(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path input() const { return path_ / "input.toml"; }
  std::filesystem::path history() const { return path_ / "history.csv"; }
  std::filesystem::path checkpoint() const { return path_ / "checkpoint.h5"; }
  std::filesystem::path previous_checkpoint() const { return path_ / "checkpoint.prev.h5"; }
  std::filesystem::path evaluation() const { return path_ / "evaluation.h5"; }
  std::filesystem::path summary() const { return path_ / "summary.json"; }
  std::filesystem::path log() const { return path_ / "log.txt"; }

  /// Keeps other processes out while this object or a copy of it lives; throws `Error` if another one is in. Removes
  /// what one that was killed left unfinished.
  void lock();

  /// Whether training has begun: before that there is no checkpoint, and a run can only begin anew.
  bool begun() const;

  /// Where a run goes when nothing else is said: runs/<input name>.
  static std::filesystem::path default_path(const std::filesystem::path& input);

 private:
  explicit RunDirectory(std::filesystem::path path) : path_(std::move(path)) {}
  void remove_unfinished_files() const;

  std::filesystem::path path_;
  std::optional<DirectoryLock> lock_;
};

}  // namespace kato
