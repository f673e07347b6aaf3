// SPDX-License-Identifier: Apache-2.0
#include "run/job.hpp"

#include <fmt/format.h>

#include <optional>
#include <tuple>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/ranks.hpp"
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
      return !clock.over();
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

int stopped(Job& job) {
  job.records.status("stopped", stop_reason);
  job.records.log().say(
      job.session.trained()
          ? fmt::format("stopped while measuring; `kato resume {}` measures anew", job.place())
          : fmt::format("stopped after step {}; `kato resume {}` continues", job.session.steps_done(), job.place()));
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
    job.records.status("stopped", stop_reason);
    job.records.log().say(fmt::format("stopped before the first step; `kato resume {}` begins anew", job.place()));
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
  if (std::tie(before.system, before.potential, before.interactions, before.ansatz) !=
      std::tie(input.system, input.potential, input.interactions, input.ansatz))
    records.forget_measurement("stopped", "resumed with another system or wave function");
  write_file(path, to_toml(input));
}

// An evaluation is of the run as it was trained.
void check_evaluation(const std::vector<std::string>& changes) {
  for (const auto& change : changes) {
    const auto key = change.substr(0, change.find('='));
    require(
        key == "seed" || key.starts_with("evaluate.") || key.starts_with("run.") || key.starts_with("reference."),
        fmt::format("evaluate: cannot change {} (the wave function was trained with it as it is); change only seed and "
                    "settings of evaluate, run and reference, or start a new run",
                    key));
  }
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
  require(!checkpoint || checkpoint->seed == input.seed,
          fmt::format("resume: cannot change seed (the run began with {}); start a new run",
                      checkpoint ? checkpoint->seed : 0));
  const auto session = checkpoint ? make_session(input, *checkpoint) : make_session(input);
  Clock clock(input);
  Job job{*session, {*session, directory, log}, clock, options.profile};
  on_any_rank(false);  // all have read the old one
  on_first_rank([&] {
    if (!changes.empty()) change_input(input, job.records);
  });
  clock.saved(*session);
  return recorded(job, [&] {
    if (!checkpoint) return begin(job);
    log.say(fmt::format("resumed after step {} of {}", session->steps_done(), session->steps_of_all_stages()));
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
  const auto session = make_session(input, last_checkpoint(directory, log));
  require(session->measures(), "evaluate: evaluate.samples = 0 measures nothing; add --set evaluate.samples=1000000");
  Clock clock(input);
  Job job{*session, {*session, directory, log}, clock};
  return recorded(job, [&] {
    if (measure(job)) return static_cast<int>(done);
    log.say("stopped; the earlier records are as they were");
    return static_cast<int>(resumable);
  });
}

}  // namespace kato
