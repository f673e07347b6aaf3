// SPDX-License-Identifier: Apache-2.0
#include "run/job.hpp"

#include <fmt/format.h>

#include <cmath>
#include <new>
#include <optional>
#include <tuple>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/ranks.hpp"
#include "base/text.hpp"
#include "momentum/report.hpp"
#include "record/evaluation_file.hpp"
#include "record/history.hpp"
#include "record/run_directory.hpp"
#include "run/clock.hpp"
#include "run/interruption.hpp"
#include "run/reference_of.hpp"
#include "run/result_text.hpp"

namespace kato {
namespace {

std::string problem_text(const std::exception& problem) {
  const bool memory = dynamic_cast<const std::bad_alloc*>(&problem) != nullptr;
  return memory ? "not enough memory; lower sampler.walkers, or take an optimizer.kind that needs less"
                : problem.what();
}

// Puts the step on record.
template <class AnySession>
void write_step(AnySession& session, const TrainingRecord& record, History& history, Log& log) {
  const auto time = session.timers().measure("output");
  history.append(row_of(session, record));
  if (!record.rejected.empty())
    log.record(fmt::format("step {}: {}; went back to the last good state", session.steps_done(), record.rejected));
  log.progress({.phase = "train",
                .step = session.steps_done(),
                .steps = session.steps_of_all_stages(),
                .energy = record.energy,
                .std_err = record.std_err,
                .variance = record.variance,
                .acceptance = record.acceptance,
                .note = note_text(session)});
  if (const auto end = session.end_of_stage(); !end.empty()) log.say(end_text(session, end));
}

template <class AnySession>
void write_checkpoint(AnySession& session, const RunDirectory& directory, const History& history) {
  session.book_ops();
  const auto time = session.timers().measure("output");
  history.sync();
  save_checkpoint(directory.checkpoint(), session.checkpoint());
}

// Trains to the end, or until it is told to stop; returns whether it came to the end.
template <class AnySession>
bool train(AnySession& session, const RunDirectory& directory, Log& log, Clock& clock) {
  History history(directory.history(), session.steps_done());
  if (history.last_step() < session.steps_done())
    log.warn(
        fmt::format("{}: ends at step {}, before the checkpoint at step {}; the rows between are lost, the run "
                    "goes on without them",
                    directory.history().string(), history.last_step(), session.steps_done()));
  session.book_ops(false);
  while (!session.trained()) {
    const auto time = session.timers().measure("training");  // what is nothing else
    write_step(session, session.train_step(), history, log);
    const bool stop = clock.over() && !session.trained();
    if (clock.checkpoint_due(session) || stop || session.trained()) write_checkpoint(session, directory, history);
    if (stop) return false;
  }
  return true;
}

// Whether the records tell the energy of a training of so many steps.
bool has_energy(const RunDirectory& directory, std::int64_t steps) {
  try {
    const auto summary = read_summary(directory.summary());
    return std::isfinite(summary.energy.mean) && summary.steps == steps;
  } catch (const Error&) {
    return false;
  }
}

// Says in summary.json how things stand with a state that was not measured.
template <class AnySession>
void forget_measurement(const AnySession& session, const RunDirectory& directory, const char* status,
                        const std::string& reason) {
  write_summary(directory.summary(), summary_of(session, status, reason));
  std::error_code ignored;
  std::filesystem::remove(directory.evaluation(), ignored);
}

// Says in summary.json how a run ended that was not measured. What was measured before stays, unless training went on.
template <class AnySession>
void write_status(const AnySession& session, const RunDirectory& directory, const char* status,
                  const std::string& reason) {
  if (!session.trained() || !has_energy(directory, session.steps_done()))
    forget_measurement(session, directory, status, reason);
}

constexpr const char* stop_reason = "a signal, or run.time_limit";

template <class AnySession>
int stopped(const AnySession& session, const RunDirectory& directory, Log& log) {
  write_status(session, directory, "stopped", stop_reason);
  log.say(session.trained()
              ? fmt::format("stopped while measuring; `kato resume {}` measures anew", directory.path().string())
              : fmt::format("stopped after step {}; `kato resume {}` continues", session.steps_done(),
                            directory.path().string()));
  return resumable;
}

Watch watched(Log& log, const Clock& clock) {
  return [&](const Progress& progress) {
    log.progress(progress);
    return !clock.over();
  };
}

// A reference that cannot be had must not cost the measurement that it is compared with.
std::optional<Reference> reference_or_warning(const Input& input, Log& log) {
  if (input.reference.is_text("energy") && input.reference.text("energy") != "none")
    log.say("computing the reference energy");
  try {
    return reference_of(input);
  } catch (const std::exception& problem) {
    log.warn(fmt::format("there is no reference energy ({})", problem_text(problem)));
    return {};
  }
}

// Measures, writes the records and says what was found; returns false, the records as they were, if it is told to stop.
bool measure_and_report(Session& session, const RunDirectory& directory, Log& log, Clock& clock) {
  // One may also measure in the midst of a training.
  const char* status = session.converged() ? "converged" : session.trained() ? "finished" : "stopped";
  const auto reason = session.trained() ? session.end_of_stage() : "measured before the training was done";
  const auto place = fmt::format("the records are in {}", directory.path().string());
  if (session.input().evaluate.integer("samples") == 0) {
    write_summary(directory.summary(), summary_of(session, status, reason));
    log.say(fmt::format("done in {}; nothing is measured (evaluate.samples = 0); {}", duration_text(session.seconds()),
                        place));
    return true;
  }
  const auto measurement = session.measure(watched(log, clock));
  if (!measurement.complete) return false;
  write_evaluation(directory.evaluation(), measurement);
  write_summary(directory.summary(),
                summary_of(session, status, reason, measurement, {}));  // a reference can take long
  const auto reference = first_rank() ? reference_or_warning(session.input(), log) : std::nullopt;
  const auto summary = summary_of(session, status, reason, measurement, reference);
  write_summary(directory.summary(), summary);
  log.say(result_text(summary) + "; " + place);
  return true;
}

// A state in momentum space is evaluated at once.
bool measure_and_report(MomentumSession& session, const RunDirectory& directory, Log& log, Clock&) {
  measure_and_report(session, directory, log);
  return true;
}

std::string details_text(const Session& session) { return session.wave_function().plans_text() + cost_text(session); }
std::string details_text(const MomentumSession& session) { return cost_text(session); }

void say_transfer(const Session& session, Log& log) {
  if (const auto& transfer = session.transfer()) {
    if (!transfer->warning.empty()) log.warn(transfer->warning);
    log.say(transfer_text(*transfer));
  }
}
void say_transfer(const MomentumSession&, Log&) {}  // it has no [initial]

template <class AnySession>
int train_and_measure(AnySession& session, const RunDirectory& directory, Log& log, Clock& clock, bool profile) {
  const bool trained = train(session, directory, log, clock);
  if (profile) log.say(profile_text(profile_of(std::as_const(session).timers().seconds(), session.steps_done())));
  const bool finished = trained && measure_and_report(session, directory, log, clock);
  return finished ? static_cast<int>(done) : stopped(session, directory, log);
}

// A run from its beginning, also one that was stopped before its first checkpoint.
template <class AnySession>
int begin(AnySession& session, const RunDirectory& directory, Log& log, Clock& clock, bool profile) {
  log.say(opening_text(session));
  auto details = details_text(session);
  details.pop_back();  // the last line's end
  log.detail(details);
  say_transfer(session, log);
  const auto pretrained = session.pretrain(watched(log, clock));
  if (!pretrained) {
    write_status(session, directory, "stopped", stop_reason);
    log.say(fmt::format("stopped before the first step; `kato resume {}` begins anew", directory.path().string()));
    return resumable;
  }
  if (!pretrained->empty()) log.say(*pretrained);
  save_checkpoint(directory.checkpoint(), session.checkpoint());
  clock.saved(session);
  return train_and_measure(session, directory, log, clock, profile);
}

template <class AnySession>
std::string failure_text(const AnySession& session, const RunDirectory& directory, const std::exception& problem) {
  const auto where = session.trained() ? "while measuring" : fmt::format("at step {}", session.steps_done() + 1);
  return fmt::format("failed {}: {}{}", where, problem_text(problem),
                     directory.begun() ? "; the last checkpoint is kept" : "");
}

// Says in the records that the job failed, as far as they can be written: the disk may be full.
template <class AnySession>
void record_failure(const AnySession& session, const RunDirectory& directory, Log& log, const std::exception& problem) {
  const auto quietly = [](auto write) {
    try {
      write();
    } catch (const Error&) {
    }
  };
  quietly([&] { log.record(failure_text(session, directory, problem)); });
  quietly([&] { write_status(session, directory, "failed", problem_text(problem)); });
}

// Does the job; where it fails, the records say so.
template <class AnySession, class Job>
int recorded(const AnySession& session, const RunDirectory& directory, Log& log, Job job) {
  try {
    return job();
  } catch (const Error& problem) {
    record_failure(session, directory, log, problem);
    throw;
  } catch (const std::exception& problem) {
    if (!first_rank()) throw;  // it says so only if this rank is alone with it
    record_failure(session, directory, log, problem);
    log.alarm(failure_text(session, directory, problem));
    return fault;
  }
}

Checkpoint last_checkpoint(const RunDirectory& directory, Log& log) {
  std::string warning;
  auto checkpoint = load_checkpoint(directory.checkpoint(), warning);
  if (!warning.empty()) log.warn(warning);
  return checkpoint;
}

// The directory that the first rank prepares for all.
template <class Prepare>
RunDirectory prepared(const std::filesystem::path& path, Prepare prepare) {
  std::optional<RunDirectory> directory;
  on_first_rank([&] { directory = prepare(); });
  return directory ? *directory : RunDirectory::open(path);
}

// The directory of an earlier run, for this job alone.
RunDirectory locked(const std::filesystem::path& path) {
  return prepared(path, [&] {
    auto directory = RunDirectory::open(path);
    directory.lock();
    return directory;
  });
}

// What a job of several ranks cannot be.
void check_ranks(const Input& input) {
  if (ranks() == 1) return;
  require(!in_momentum_space(input),
          fmt::format("a state in momentum space has no walkers to share out among {} ranks; start one", ranks()));
  const auto walkers = input.sampler.settings.integer("walkers");
  require(walkers >= ranks(), fmt::format("sampler.walkers = {} is too few for {} ranks (each needs one at least); "
                                          "raise it, or start fewer ranks",
                                          walkers, ranks()));
}

// An evaluation is of the run as it was trained.
void check_evaluation(const std::vector<std::string>& changes, const Input& input) {
  for (const auto& change : changes) {
    const auto key = change.substr(0, change.find('='));
    require(
        key == "seed" || key.starts_with("evaluate.") || key.starts_with("run.") || key.starts_with("reference."),
        fmt::format("evaluate: cannot change {} (the wave function was trained with it as it is); change only seed and "
                    "settings of evaluate, run and reference, or start a new run",
                    key));
  }
  require(in_momentum_space(input) || input.evaluate.integer("samples") > 0,
          "evaluate: evaluate.samples = 0 measures nothing; add --set evaluate.samples=1000000");
}

template <class AnySession>
int run_as(const Input& input, const RunOptions& options) {
  AnySession session(input);
  const auto directory = prepared(
      options.directory, [&] { return RunDirectory::create(options.directory, options.force, to_toml(input)); });
  Log log(directory.log(), options.volume);
  Clock clock(input);
  return recorded(session, directory, log, [&] { return begin(session, directory, log, clock, options.profile); });
}

template <class AnySession>
int resume_as(const Input& input, const std::vector<std::string>& changes, const RunDirectory& directory,
              const RunOptions& options) {
  Log log(directory.log(), options.volume);
  std::optional<Checkpoint> checkpoint;
  if (directory.begun()) checkpoint = last_checkpoint(directory, log);
  require(!checkpoint || checkpoint->seed == input.seed,
          fmt::format("resume: cannot change seed (the run began with {}); start a new run",
                      checkpoint ? checkpoint->seed : 0));
  AnySession session = checkpoint ? AnySession(input, *checkpoint) : AnySession(input);
  on_any_rank(false);  // all have read the old one
  on_first_rank([&] {
    if (changes.empty()) return;
    const auto before = load_input(directory.input());
    if (std::tie(before.system, before.potential, before.interactions, before.ansatz) !=
        std::tie(input.system, input.potential, input.interactions, input.ansatz))
      forget_measurement(session, directory, "stopped", "resumed with another system or wave function");
    write_file(directory.input(), to_toml(input));  // the next resume goes on with them
  });
  Clock clock(input);
  clock.saved(session);
  return recorded(session, directory, log, [&] {
    if (!checkpoint) return begin(session, directory, log, clock, options.profile);
    log.say(fmt::format("resumed after step {} of {}", session.steps_done(), session.steps_of_all_stages()));
    return train_and_measure(session, directory, log, clock, options.profile);
  });
}

template <class AnySession>
int evaluate_as(const Input& input, const RunDirectory& directory, const RunOptions& options) {
  Log log(directory.log(), options.volume);
  AnySession session(input, last_checkpoint(directory, log));
  Clock clock(input);
  return recorded(session, directory, log, [&] {
    if (measure_and_report(session, directory, log, clock)) return static_cast<int>(done);
    log.say("stopped; the earlier records are as they were");
    return static_cast<int>(resumable);
  });
}

}  // namespace

int run(const Input& input, const RunOptions& options) {
  const Interruption watch;
  check_ranks(input);
  return in_momentum_space(input) ? run_as<MomentumSession>(input, options) : run_as<Session>(input, options);
}

int resume(const std::vector<std::string>& changes, const RunOptions& options) {
  const Interruption watch;
  const auto directory = locked(options.directory);
  const Input input = load_input(directory.input(), changes);
  check_ranks(input);
  return in_momentum_space(input) ? resume_as<MomentumSession>(input, changes, directory, options)
                                  : resume_as<Session>(input, changes, directory, options);
}

int evaluate(const std::vector<std::string>& changes, const RunOptions& options) {
  const Interruption watch;
  const auto directory = locked(options.directory);
  const Input input = load_input(directory.input(), changes);
  check_evaluation(changes, input);
  check_ranks(input);
  return in_momentum_space(input) ? evaluate_as<MomentumSession>(input, directory, options)
                                  : evaluate_as<Session>(input, directory, options);
}

}  // namespace kato
