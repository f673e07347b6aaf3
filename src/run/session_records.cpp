// SPDX-License-Identifier: Apache-2.0
#include "run/session_records.hpp"

#include <fmt/format.h>

#include <cmath>
#include <new>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/ranks.hpp"
#include "record/evaluation_file.hpp"
#include "record/same_state.hpp"
#include "record/warnings.hpp"

namespace kato {
namespace {

std::string problem_text(const std::exception& problem) {
  const bool memory = dynamic_cast<const std::bad_alloc*>(&problem) != nullptr;
  return memory ? "not enough memory; lower sampler.walkers, or take an optimizer.kind that needs less"
                : problem.what();
}

std::string place(const RunDirectory& directory) {
  return fmt::format("the records are in {}", directory.path().string());
}

// What is doubtful of the system, and then of the numbers.
std::vector<std::string> all_warnings(const EvaluationRecords& found) {
  auto all = found.doubts;
  for (auto& warning : warnings_of(found.summary)) all.push_back(std::move(warning));
  return all;
}

}  // namespace

void SessionRecords::open() {
  const auto opening = session_.opening();
  log_.say(opening.text);
  log_.detail(opening.details);
  for (const auto& warning : opening.warnings) log_.warn(warning);
  if (!opening.start.empty()) log_.say(opening.start);
}

void SessionRecords::open_history() {
  const auto steps = session_.steps_done();
  history_.emplace(directory_.history(), steps);
  if (history_->damaged() > 0)
    log_.warn(fmt::format("{}: {} damaged {} taken out; the run goes on without {}", directory_.history().string(),
                          history_->damaged(), history_->damaged() == 1 ? "row was" : "rows were",
                          history_->damaged() == 1 ? "it" : "them"));
  if (history_->last_step() < steps)
    log_.warn(
        fmt::format("{}: ends at step {}, before the checkpoint at step {}; the rows between are lost, the run "
                    "goes on without them",
                    directory_.history().string(), history_->last_step(), steps));
}

void SessionRecords::step(const Step& step) {
  const auto time = session_.timers().measure("output");
  const auto& row = step.row;
  history_->append(row);
  if (!step.rejected.empty())
    log_.record(fmt::format("step {}: {}; went back to the last good state", row.step, step.rejected));
  log_.progress({.phase = "train",
                 .step = row.step,
                 .steps = session_.steps_of_all_stages(),
                 .energy = row.energy,
                 .std_err = row.std_err,
                 .variance = row.variance,
                 .acceptance = row.acceptance,
                 .note = step.note});
  if (!step.end.empty()) log_.say(step.end);
}

void SessionRecords::checkpoint() {
  if (history_) history_->sync();
  auto checkpoint = measured_ ? *measured_ : session_.save();
  const auto& input = session_.input();
  if (auto state = session_.beginning(); !state.empty())
    checkpoint.beginning = {.settings = beginning_settings(input), .changes = {}, .state = std::move(state)};
  checkpoint.measuring = {};
  if (auto state = session_.measuring(); !state.empty())
    checkpoint.measuring = {.settings = measurement_settings(input), .changes = changes_, .state = std::move(state)};
  measuring_saved_ = !checkpoint.measuring.state.empty();
  save_checkpoint(directory_.checkpoint(), std::move(checkpoint));
}

bool SessionRecords::checkpoint_under_way() {
  if (session_.beginning().empty() && session_.measuring().empty()) return false;
  checkpoint();
  return true;
}

void SessionRecords::measure_state_of(Checkpoint checkpoint, std::vector<std::string> changes) {
  measured_ = std::move(checkpoint);
  changes_ = std::move(changes);
}

void SessionRecords::resume_measuring(const Checkpoint::UnderWay& measuring) {
  if (measuring.state.empty()) return;
  measuring_saved_ = true;
  if (measuring.settings != measurement_settings(session_.input())) {
    log_.say("the measurement under way had other settings; measures anew");
    return;
  }
  try {
    session_.restore_measuring(measuring.state);
    log_.say("goes on with the measurement under way");
  } catch (const Error& problem) {
    log_.warn(fmt::format("{}; measures anew", problem.what()));
  }
}

std::optional<Reference> SessionRecords::reference_or_warning() {
  const auto& settings = session_.input().reference;
  try {
    if (settings.is_text("energy") && settings.text("energy") != "none" && session_.computes_reference())
      log_.say("computing the reference energy");
    return session_.reference();
  } catch (const std::exception& problem) {
    log_.warn(fmt::format("there is no reference energy ({})", problem_text(problem)));
    return {};
  }
}

void SessionRecords::evaluation(EvaluationRecords found) {
  write_file(directory_.evaluation(), with_earlier_observables(found.file, directory_.evaluation()));
  found.summary.warnings = all_warnings(found);
  write_summary(directory_.summary(), found.summary);
  if (measuring_saved_) checkpoint();  // nothing is under way any more
  if (first_rank()) found.summary.reference = reference_or_warning();
  found.summary.seconds.total = session_.seconds();
  found.summary.warnings = all_warnings(found);
  write_summary(directory_.summary(), found.summary);
  log_.say(session_.result_text(found.summary) + "; " + place(directory_));
  warn(found.summary.warnings);
}

// Last of all, where it is seen. In the log they are lines of one entry: not what the program warned of on its way.
void SessionRecords::warn(const std::vector<std::string>& warnings) {
  std::string text;
  for (const auto& warning : warnings) {
    log_.alarm(warning);
    text += "\nwarning: " + warning;
  }
  if (!text.empty()) log_.record("of this measurement:" + text);
}

void SessionRecords::nothing_measured() {
  write_summary(directory_.summary(), session_.summary());
  log_.say(fmt::format("done in {}; nothing is measured (evaluate.samples = 0); {}", duration_text(session_.seconds()),
                       place(directory_)));
}

// Whether the records tell the energy of a training of so many steps.
bool SessionRecords::has_energy() const {
  try {
    const auto summary = read_summary(directory_.summary());
    return std::isfinite(summary.energy.mean) && summary.steps == session_.steps_done();
  } catch (const Error&) {
    return false;
  }
}

void SessionRecords::status(const std::string& status, const std::string& reason) {
  if (!session_.trained() || !has_energy()) forget_measurement(status, reason);
}

void SessionRecords::forget_measurement(const std::string& status, const std::string& reason) {
  auto summary = session_.summary();
  summary.status = status;
  summary.reason = reason;
  write_summary(directory_.summary(), summary);
  std::error_code ignored;
  std::filesystem::remove(directory_.evaluation(), ignored);
}

std::string SessionRecords::failure_text(const std::exception& problem) const {
  const auto where = session_.trained() ? "while measuring" : fmt::format("at step {}", session_.steps_done() + 1);
  return fmt::format("failed {}: {}{}", where, problem_text(problem),
                     directory_.begun() ? "; the last checkpoint is kept" : "");
}

void SessionRecords::failure(const std::exception& problem) {
  const auto quietly = [](auto write) {
    try {
      write();
    } catch (const Error&) {
    }
  };
  quietly([&] { log_.record(failure_text(problem)); });
  quietly([&] { status("failed", problem_text(problem)); });
}

}  // namespace kato
