// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "record/history.hpp"
#include "record/log.hpp"
#include "record/run_directory.hpp"
#include "record/session.hpp"

namespace kato {

/// What a session leaves in the files of its directory and says in its log. Knows files and words, no physics.
class SessionRecords {
 public:
  SessionRecords(Session& session, RunDirectory directory, Log& log)
      : session_(session), directory_(std::move(directory)), log_(log) {}

  const RunDirectory& directory() const { return directory_; }
  Log& log() { return log_; }

  /// Says what is run, and where it starts.
  void open();

  /// Opens the history, to go on after the steps done; warns if rows of it are missing. Before the first `step`.
  void open_history();

  void step(const Step& step);

  /// The checkpoint is never ahead of the history. It holds what is under way of a beginning or a measurement.
  void checkpoint();
  /// The same if there is something under way that another job can go on with; false if not.
  bool checkpoint_under_way();

  /// What is measured is the state of this checkpoint, with the changes of `kato evaluate`: checkpoints of the
  /// measurement leave the run as it is there.
  void measure_state_of(Checkpoint checkpoint, std::vector<std::string> changes);
  /// Goes on with the measurement that is under way in a checkpoint, if it has the session's settings.
  void resume_measuring(const Checkpoint::UnderWay& measuring);

  /// What was measured, once before the reference energy is computed, which can take long, and once with it. A
  /// reference that cannot be had is warned of: it must not cost the measurement that it is compared with.
  void evaluation(EvaluationRecords found);
  /// The same where the input wants nothing measured.
  void nothing_measured();

  /// Says in summary.json how a run ended that was not measured. What was measured before stays, unless training went
  /// on since.
  void status(const std::string& status, const std::string& reason);
  /// The same, and what was measured before goes.
  void forget_measurement(const std::string& status, const std::string& reason);

  /// Says that the job failed, as far as that can be written: the disk may be full.
  void failure(const std::exception& problem);
  std::string failure_text(const std::exception& problem) const;

 private:
  void warn(const std::vector<std::string>& warnings);
  bool has_energy() const;
  std::optional<Reference> reference_or_warning();

  Session& session_;
  RunDirectory directory_;
  Log& log_;
  std::optional<History> history_;
  std::optional<Checkpoint> measured_;  // whose state is measured, if that is not the run's own measurement
  std::vector<std::string> changes_;    // with which it is
  bool measuring_saved_ = false;        // whether the last checkpoint has a measurement under way
};

}  // namespace kato
