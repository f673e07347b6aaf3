// SPDX-License-Identifier: Apache-2.0
#include "run/job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/ranks.hpp"
#include "record/same_state.hpp"
#include "run/clock.hpp"
#include "run/interruption.hpp"
#include "run/session_records.hpp"

namespace kato {
namespace {

constexpr const char* stop_reason = "a signal, or run.time_limit";

// A job under way.
struct Job {
  Session& session;
  SessionRecords records;
  Clock& clock;
  bool profile = false;

  std::string place() const { return records.directory().path().string(); }

  Watch watch() {
    return [this](const Progress& progress) {
      records.log().progress(progress);
      if (clock.over()) return false;
      if (clock.time_for_checkpoint(session)) records.checkpoint_under_way();
      return true;
    };
  }
};

// Trains to the end, or until it is told to stop; returns whether it came to the end.
bool train(Job& job) {
  auto& session = job.session;
  job.records.open_history();
  while (!session.trained()) {
    const auto time = session.timers().measure("training");  // what is nothing else
    job.records.step(session.advance());
    const bool stop = job.clock.over() && !session.trained();
    if (job.clock.checkpoint_due(session) || stop || session.trained()) {
      const auto output = session.timers().measure("output");
      job.records.checkpoint();
    }
    if (stop) return false;
  }
  return true;
}

// What a resume does with what was under way.
const char* next_text(bool saved, const char* anew) { return saved ? "continues" : anew; }

int stopped(Job& job) {
  job.records.status("stopped", stop_reason);
  const auto where =
      job.session.trained() ? std::string("while measuring") : fmt::format("after step {}", job.session.steps_done());
  const bool saved = !job.session.trained() || job.records.checkpoint_under_way();
  job.records.log().say(
      fmt::format("stopped {}; `kato resume {}` {}", where, job.place(), next_text(saved, "measures anew")));
  return resumable;
}

// Returns false, the records as they were, if it is told to stop.
bool measure(Job& job) {
  if (!job.session.measures()) {
    job.records.nothing_measured();
    return true;
  }
  auto found = job.session.evaluate(job.watch());
  if (found) job.records.evaluation(std::move(*found));
  return found.has_value();
}

int train_and_measure(Job& job) {
  const bool trained = train(job);
  if (job.profile)
    job.records.log().say(profile_text(profile_of(job.session.timers().seconds(), job.session.steps_done())));
  return trained && measure(job) ? static_cast<int>(done) : stopped(job);
}

// A run from its beginning, also one that was stopped before its first checkpoint.
int begin(Job& job) {
  job.records.open();
  const auto begun = job.session.begin(job.watch());
  if (!begun) {
    const bool saved = job.records.checkpoint_under_way();
    job.records.status("stopped", stop_reason);
    job.records.log().say(fmt::format("stopped before the first step; `kato resume {}` {}", job.place(),
                                      next_text(saved, "begins anew")));
    return resumable;
  }
  if (!begun->empty()) job.records.log().say(*begun);
  job.records.checkpoint();
  job.clock.saved(job.session);
  return train_and_measure(job);
}

// Does it; where it fails, the records say so.
template <class Work>
int recorded(Job& job, Work work) {
  try {
    return work();
  } catch (const Error& problem) {
    job.records.failure(problem);
    throw;
  } catch (const std::exception& problem) {
    if (!first_rank()) throw;  // it says so only if this rank is alone with it
    job.records.failure(problem);
    job.records.log().alarm(job.records.failure_text(problem));
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

void require_one_input(const Input& input) {
  require(
      same_on_all_ranks(to_toml(input)),
      "the ranks, which do one run together, read different inputs; for runs of their own start them without mpirun or "
      "srun, or take `kato scan`");
}

// The next resume goes on with the changed input. What was measured of another state is forgotten.
void change_input(const Input& input, SessionRecords& records) {
  const auto path = records.directory().input();
  const auto before = load_input(path);
  const bool other_state = std::tie(before.system, before.potential, before.interactions, before.ansatz) !=
                           std::tie(input.system, input.potential, input.interactions, input.ansatz);
  if (other_state) records.forget_measurement("stopped", "resumed with another system or wave function");
  write_file(path, to_toml(input));
}

// An input of fewer steps than were done would not repeat the run.
void check_steps(const Session& session) {
  const auto [done, wanted, setting] = session.stage_steps();
  require(done <= wanted,
          fmt::format("resume: {} = {}, but {} steps are done already; leave it as it was, set it to {} "
                      "to end the training here, or start a new run",
                      setting, wanted, done, done));
}

// An evaluation is of the run as it was trained.
bool is_of_evaluation(const std::string& change) {
  const auto key = change.substr(0, change.find('='));
  return key == "seed" || key.starts_with("evaluate.") || key.starts_with("run.") || key.starts_with("reference.");
}

void check_evaluation(const std::vector<std::string>& changes) {
  for (const auto& change : changes)
    require(is_of_evaluation(change),
            fmt::format("evaluate: cannot change {} (the wave function was trained with it as it is); change only seed "
                        "and settings of evaluate, run and reference, or start a new run",
                        change.substr(0, change.find('='))));
}

// What was done of a pretraining with other settings is of no use.
bool begins_anew(const Checkpoint& checkpoint, const Input& input, Log& log) {
  const auto& beginning = checkpoint.beginning;
  if (beginning.state.empty() || beginning.settings == beginning_settings(input)) return false;
  log.say("the run was stopped before its first step, with other settings; begins anew");
  return true;
}

// Measures the state of a checkpoint with an input that has these changes.
int evaluate_checkpoint(const RunDirectory& directory, Checkpoint checkpoint, const Input& input,
                        const std::vector<std::string>& changes, Log& log) {
  check_same_state(checkpoint, input, changes, Use::measure);
  require(
      checkpoint.beginning.state.empty(),
      fmt::format("evaluate: the training has not begun yet; go on with `kato resume {}`", directory.path().string()));
  const auto session = make_session(input, checkpoint);
  require(session->measures(), "evaluate: evaluate.samples = 0 measures nothing; add --set evaluate.samples=1000000");
  Clock clock(input);
  Job job{*session, {*session, directory, log}, clock};
  clock.saved(*session);
  return recorded(job, [&] {
    job.records.resume_measuring(checkpoint.measuring);
    job.records.measure_state_of(std::move(checkpoint), changes);
    if (measure(job)) return static_cast<int>(done);
    const bool saved = job.records.checkpoint_under_way();
    const auto* const next = session->trained() ? "kato resume" : "kato evaluate";  // a resume would train on
    log.say(fmt::format("stopped; the earlier records are as they were, and `{} {}` {}", next, job.place(),
                        next_text(saved, "measures anew")));
    return static_cast<int>(resumable);
  });
}

}  // namespace

int run(const Input& input, const RunOptions& options) {
  const Interruption watch;
  require_one_input(input);
  const auto session = make_session(input);
  const auto directory = prepared(
      options.directory, [&] { return RunDirectory::create(options.directory, options.force, to_toml(input)); });
  Log log(directory.log(), options.volume);
  Clock clock(input);
  Job job{*session, {*session, directory, log}, clock, options.profile};
  return recorded(job, [&] { return begin(job); });
}

int resume(const std::vector<std::string>& changes, const RunOptions& options) {
  const Interruption watch;
  const auto directory = locked(options.directory);
  const Input input = load_input(directory.input(), changes);
  require_one_input(input);
  Log log(directory.log(), options.volume);
  std::optional<Checkpoint> checkpoint;
  if (directory.begun()) checkpoint = last_checkpoint(directory, log);
  if (checkpoint && begins_anew(*checkpoint, input, log)) checkpoint.reset();
  require(!checkpoint || checkpoint->seed == input.seed,
          fmt::format("resume: cannot change seed (the run began with {}); start a new run",
                      checkpoint ? checkpoint->seed : 0));
  if (checkpoint) check_same_state(*checkpoint, input, changes, Use::train);
  const auto session = checkpoint ? make_session(input, *checkpoint) : make_session(input);
  check_steps(*session);
  const bool other_state = checkpoint && !state_difference(*checkpoint, input, {}, Use::measure).empty();
  const bool beginning = checkpoint && !checkpoint->beginning.state.empty();
  if (beginning) session->restore_beginning(checkpoint->beginning.state);
  // A measurement of `kato evaluate` is gone on with as it was asked for.
  std::optional<Input> again;
  std::vector<std::string> its_changes;
  if (checkpoint && !other_state && session->trained() && !checkpoint->measuring.changes.empty()) {
    auto all = its_changes = checkpoint->measuring.changes;
    all.insert(all.end(), changes.begin(), changes.end());
    std::ranges::copy_if(changes, std::back_inserter(its_changes), is_of_evaluation);
    again = load_input(directory.input(), all);
  }
  Clock clock(input);
  Job job{*session, {*session, directory, log}, clock, options.profile};
  on_any_rank(false);  // all have read the old one
  on_first_rank([&] {
    if (!changes.empty()) change_input(input, job.records);
  });
  if (other_state) job.records.checkpoint();  // from now on it belongs to the changed input
  clock.saved(*session);
  if (again) return evaluate_checkpoint(directory, std::move(*checkpoint), *again, its_changes, log);
  return recorded(job, [&] {
    if (!checkpoint || beginning) return begin(job);
    log.say(fmt::format("resumed after step {} of {}", session->steps_done(), session->steps_of_all_stages()));
    if (session->trained()) job.records.resume_measuring(checkpoint->measuring);
    return train_and_measure(job);
  });
}

int evaluate(const std::vector<std::string>& changes, const RunOptions& options) {
  const Interruption watch;
  const auto directory = locked(options.directory);
  const Input input = load_input(directory.input(), changes);
  check_evaluation(changes);
  require_one_input(input);
  Log log(directory.log(), options.volume);
  return evaluate_checkpoint(directory, last_checkpoint(directory, log), input, changes, log);
}

}  // namespace kato
