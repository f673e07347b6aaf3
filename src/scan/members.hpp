// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

#include "record/log.hpp"
#include "scan/scan.hpp"

namespace kato {

/// One run of a scan.
struct ScanMember {
  std::string value;
  std::uint64_t seed = 0;
  std::filesystem::path directory;
  std::vector<std::string> changes;  ///< of the scan's input

  /// What its directory holds: nothing of a run, this run, this run with its end, or another run.
  enum class State { none, begun, done, other };
};

/// All runs of a scan, each of them checked. Throws `Error` if a value, a seed or an input is wrong, or a value is the
/// name of a file of the scan.
std::vector<ScanMember> members_of(const ScanOptions& options);

/// A run is this one if it has the same input. When it stops and when it writes checkpoints does not matter.
ScanMember::State state_of(const ScanMember& member, const ScanOptions& options);

/// Runs under way, never more than `options.jobs`. A signal to this process stops them, and so does its end, however it
/// ends: with a checkpoint each.
class ScanWorkers {
 public:
  ScanWorkers(const ScanOptions& options, Log& log, std::size_t total) : options_(options), log_(log), total_(total) {}
  ~ScanWorkers();
  ScanWorkers(const ScanWorkers&) = delete;
  ScanWorkers& operator=(const ScanWorkers&) = delete;

  /// Starts a run, or goes on with it, as soon as there is a place; not if the scan was told to stop.
  void add(const ScanMember& member);
  void finish();  ///< waits for all

  int failed() const { return failed_; }
  int stopped() const { return stopped_; }  ///< resumable, or not begun

 private:
  void wait();
  void note_end(const ScanMember& member, int status);

  const ScanOptions& options_;
  Log& log_;
  std::size_t total_;
  std::map<pid_t, const ScanMember*> running_;
  std::int64_t ended_ = 0;
  int failed_ = 0, stopped_ = 0;
  bool told_ = false;
};

}  // namespace kato
