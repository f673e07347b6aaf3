// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>

#include "base/files.hpp"

namespace kato {

/// One row of history.csv: a training step. Numbers that were not measured are nan.
struct HistoryRow {
  std::int64_t step = 0;   ///< counted through all stages, from 1
  std::int64_t stage = 0;  ///< from 0
  double energy = std::numeric_limits<double>::quiet_NaN();
  double std_err = std::numeric_limits<double>::quiet_NaN();
  double variance = std::numeric_limits<double>::quiet_NaN();  ///< of the local energy
  double acceptance = std::numeric_limits<double>::quiet_NaN();
  double tau = std::numeric_limits<double>::quiet_NaN();  ///< integrated autocorrelation time, in sweeps
  double learning_rate = std::numeric_limits<double>::quiet_NaN();
  double gradient_norm = std::numeric_limits<double>::quiet_NaN();
  bool resampled = true;  ///< whether walkers were drawn for this step; written as 1 or 0
  double seconds = 0;     ///< wall time since the run began, resumes added up
};

/// history.csv, open for appending. Every row is with the system when `append` returns, and its numbers read back to
/// the same bits. Of several ranks the first one alone writes.
class History {
 public:
  /// Opens the file, making it with its header if it is missing. With `kept_steps`, the rows after that step (and a row
  /// that was not finished) are cut off first: what a run does that goes back to a checkpoint. Rows before it that are
  /// damaged are taken out, and no other.
  explicit History(const std::filesystem::path& path, std::optional<std::int64_t> kept_steps = {});

  /// Throws `Fault` if the disk is full or the file cannot be written.
  void append(const HistoryRow& row);

  /// Waits until all rows are on the disk: done before a checkpoint, so that no checkpoint is ahead of the history.
  void sync() const;

  /// The step of the last row that was kept, 0 if none was: less than `kept_steps` if rows were lost.
  std::int64_t last_step() const { return last_step_; }

  /// The damaged rows that stood before the last one that was kept.
  std::int64_t damaged() const { return damaged_; }

 private:
  std::filesystem::path path_;
  std::optional<Descriptor> file_;
  std::int64_t last_step_ = 0, damaged_ = 0;
};

}  // namespace kato
