// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/ranks.hpp"
#include "record/session.hpp"
#include "run/interruption.hpp"

namespace kato {

/// When the next checkpoint is due, and whether the run's time is up or a signal told it to stop.
class Clock {
 public:
  explicit Clock(const Input& input)
      : steps_(input.run.integer("checkpoint_steps")), seconds_(input.run.real("checkpoint_seconds")) {
    if (!input.run.is_text("time_limit")) limit_ = input.run.real("time_limit");
  }

  bool checkpoint_due(const Session& session) {
    const bool due = session.steps_done() - last_step_ >= steps_ || session.seconds() - last_seconds_ >= seconds_;
    if (due) saved(session);
    return due;
  }
  /// The same while no steps are done: pretraining or measuring.
  bool time_for_checkpoint(const Session& session) {
    const bool due = session.seconds() - last_seconds_ >= seconds_;
    if (due) saved(session);
    return due;
  }
  void saved(const Session& session) {
    last_step_ = session.steps_done();
    last_seconds_ = session.seconds();
  }
  /// On any rank: all stop at the same step.
  bool over() const {
    return on_any_rank(Interruption::requested() ||
                       (limit_ && std::chrono::duration<double>(Now::now() - began_).count() > *limit_));
  }

 private:
  using Now = std::chrono::steady_clock;
  std::int64_t steps_, last_step_ = 0;
  double seconds_, last_seconds_ = 0;
  std::optional<double> limit_;
  Now::time_point began_ = Now::now();
};

}  // namespace kato
