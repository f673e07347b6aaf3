// SPDX-License-Identifier: Apache-2.0
#include "run/job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/error.hpp"
#include "base/text.hpp"
#include "run/files.hpp"
#include "run/history.hpp"
#include "run/interruption.hpp"
#include "run/reference_of.hpp"
#include "run/report.hpp"
#include "run/run_directory.hpp"
#include "run/session.hpp"

namespace kato {
namespace {

// When the next checkpoint is due, and whether the run's time is up.
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
  void saved(const Session& session) {
    last_step_ = session.steps_done();
    last_seconds_ = session.seconds();
  }
  bool over() const { return Interruption::requested() || (limit_ && std::chrono::duration<double>(Now::now() - began_).count() > *limit_); }

 private:
  using Now = std::chrono::steady_clock;
  std::int64_t steps_, last_step_ = 0;
  double seconds_, last_seconds_ = 0;
  std::optional<double> limit_;
  Now::time_point began_ = Now::now();
};

HistoryRow row_of(const Session& session, const TrainingRecord& record) {
  return {.step = session.steps_done(),
          .stage = session.stage_index(),
          .energy = record.energy,
          .std_err = record.std_err,
          .variance = record.variance,
          .acceptance = record.acceptance,
          .tau = record.tau,
          .learning_rate = record.learning_rate,
          .gradient_norm = record.gradient_norm,
          .resampled = static_cast<std::int64_t>(record.replaced),
          .seconds = session.seconds()};
}

// Trains to the end, or until it is told to stop; returns whether it came to the end.
bool train(Session& session, const RunDirectory& directory, Log& log, Clock& clock) {
  History history(directory.history(), session.steps_done());
  while (!session.trained()) {
    const auto record = session.train_step();
    history.append(row_of(session, record));
    log.progress({.phase = "train",
                  .step = session.steps_done(),
                  .steps = session.steps_of_all_stages(),
                  .energy = record.energy,
                  .std_err = record.std_err,
                  .variance = record.variance,
                  .acceptance = record.acceptance,
                  .note = session.replaced() > 0 ? fmt::format("{} walkers replaced", session.replaced()) : ""});
    const bool stop = clock.over() && !session.trained();
    if (clock.checkpoint_due(session) || stop || session.trained()) save_checkpoint(directory.checkpoint(), session.checkpoint());
    if (stop) return false;
  }
  return true;
}

int stopped(const Session& session, const RunDirectory& directory, Log& log) {
  write_summary(directory.summary(), summary_of(session, "stopped"));
  log.say(fmt::format("stopped after step {}; `kato resume {}` continues", session.steps_done(), directory.path().string()));
  return resumable;
}

// Measures, writes the records and says what was found; returns false, the records as they were, if it is told to stop.
bool measure_and_report(Session& session, const RunDirectory& directory, Log& log, Clock& clock) {
  if (session.input().evaluate.integer("samples") == 0) {
    write_summary(directory.summary(), summary_of(session, "finished"));
    return true;
  }
  const auto measurement = session.measure([&](double fraction) {
    log.progress({.phase = "evaluate", .step = static_cast<std::int64_t>(1000 * fraction), .steps = 1000});
    return !clock.over();
  });
  if (clock.over()) return false;
  const auto summary = summary_of(session, "finished", measurement, reference_of(session.input()));
  write_evaluation(directory.evaluation(), measurement);
  write_summary(directory.summary(), summary);
  log.say(result_text(summary));
  return true;
}

int train_and_measure(Session& session, const RunDirectory& directory, Log& log, Clock& clock) {
  try {
    const bool finished = train(session, directory, log, clock) && measure_and_report(session, directory, log, clock);
    return finished ? static_cast<int>(done) : stopped(session, directory, log);
  } catch (const Error&) {
    throw;
  } catch (const std::exception& fault) {
    log.warn(fmt::format("failed at step {}: {}; the last checkpoint is kept", session.steps_done() + 1, fault.what()));
    write_summary(directory.summary(), summary_of(session, "failed"));
    return kato::fault;
  }
}

Checkpoint last_checkpoint(const RunDirectory& directory, Log& log) {
  std::string warning;
  auto checkpoint = load_checkpoint(directory.checkpoint(), warning);
  if (!warning.empty()) log.warn(warning);
  return checkpoint;
}

}  // namespace

int run(const Input& input, const RunOptions& options) {
  const Interruption watch;
  Session session(input);
  const auto directory = RunDirectory::create(options.directory, options.force, to_toml(input));
  Log log(directory.log(), options.volume);
  Clock clock(input);
  log.say(opening_text(session));
  if (const auto text = session.pretrain(); !text.empty()) log.say(text);
  save_checkpoint(directory.checkpoint(), session.checkpoint());
  clock.saved(session);
  return train_and_measure(session, directory, log, clock);
}

int resume(const std::vector<std::string>& changes, const RunOptions& options) {
  const Interruption watch;
  const auto directory = RunDirectory::open(options.directory);
  const Input input = load_input(directory.input(), changes);
  Log log(directory.log(), options.volume);
  Session session(input, last_checkpoint(directory, log));
  if (!changes.empty()) write_file(directory.input(), to_toml(input));  // the next resume goes on with them
  Clock clock(input);
  clock.saved(session);
  log.say(fmt::format("resumed after step {} of {}", session.steps_done(), session.steps_of_all_stages()));
  return train_and_measure(session, directory, log, clock);
}

int evaluate(const std::vector<std::string>& changes, const RunOptions& options) {
  const Interruption watch;
  const auto directory = RunDirectory::open(options.directory);
  const Input input = load_input(directory.input(), changes);
  Log log(directory.log(), options.volume);
  Session session(input, last_checkpoint(directory, log));
  Clock clock(input);
  if (measure_and_report(session, directory, log, clock)) return done;
  log.say("stopped; the earlier records are as they were");
  return resumable;
}

}  // namespace kato
