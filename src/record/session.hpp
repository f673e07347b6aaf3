// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/timers.hpp"
#include "exact/reference.hpp"
#include "input/input.hpp"
#include "record/checkpoint.hpp"
#include "record/history.hpp"
#include "record/log.hpp"
#include "record/summary.hpp"

namespace kato {

/// What a step leaves for the records.
struct Step {
  HistoryRow row;
  std::string rejected = {};  ///< why the state went back to an earlier one instead, if it did
  std::string note = {};      ///< what the line of progress says besides, as "3 walkers replaced"
  std::string end = {};       ///< what there is to say where a stage ended with this step
};

/// What was measured, as records.
struct EvaluationRecords {
  Summary summary;                       ///< without a reference
  std::string file;                      ///< evaluation.h5
  std::vector<std::string> doubts = {};  ///< what is to be warned of whatever the numbers are
};

/// What a session says of itself when it begins.
struct Opening {
  std::string text;          ///< the system, the wave function, the machine
  std::string details = {};  ///< more of it, for those who ask
  std::string start = {};    ///< where the state starts, if that was chosen
  std::vector<std::string> warnings = {};
};

/// A run of one method, from its input to its records: what it holds between its steps, and nothing of files, signals
/// or a terminal. A new session is begun, one from a checkpoint goes on from there; then it advances step by step until
/// it is trained, and is evaluated. All of it may be done at any time but `begin`. How sessions are made of inputs:
/// `Method` (input/method.hpp).
class Session {
 public:
  virtual ~Session() = default;
  Session(const Session&) = delete;  // their parts point at one another
  Session& operator=(const Session&) = delete;

  const Input& input() const { return input_; }  ///< with what only the method knows filled in
  Timers& timers() { return timers_; }
  const Timers& timers() const { return timers_; }
  double seconds() const;  ///< wall time since the run began, resumes added up

  virtual std::int64_t steps_done() const = 0;
  virtual std::int64_t steps_of_all_stages() const = 0;  ///< those done, and at most those to be done
  bool trained() const { return steps_done() >= steps_of_all_stages(); }
  /// The steps that are done of the stage under way, and those that the input wants of it.
  struct StageSteps {
    std::int64_t done = 0, wanted = 0;
    std::string setting = "train.steps";
  };
  virtual StageSteps stage_steps() const { return {.done = steps_done(), .wanted = steps_of_all_stages()}; }

  virtual Opening opening() const = 0;

  /// What comes before the first step, as pretraining. Returns a line that says what was done, empty if there is
  /// nothing to say; or nothing if `watch` stopped it.
  virtual std::optional<std::string> begin(const Watch& watch = unwatched) = 0;

  /// Where `begin` stands while `watch` is asked, and after that stopped it: with it, and with what `save` has, another
  /// session's `begin` goes on to the same bits. Empty if it is not under way, or can only be begun anew.
  virtual NamedArrays beginning() const { return {}; }
  virtual void restore_beginning(const NamedArrays& /*state*/) {}

  /// One step of the training. Throws `std::runtime_error` if it cannot go on.
  virtual Step advance() = 0;

  /// All that continuing bit for bit needs.
  virtual Checkpoint save() = 0;

  /// Whether the input wants anything measured.
  virtual bool measures() const { return true; }

  /// Measures the state as it is, and leaves the training as if nothing had been; nothing if `watch` stopped it.
  virtual std::optional<EvaluationRecords> evaluate(const Watch& watch = unwatched) = 0;

  /// The same of `evaluate`; a step of the training ends it. Throws `Error` if the state is that of another
  /// measurement.
  virtual NamedArrays measuring() const { return {}; }
  virtual void restore_measuring(const NamedArrays& /*state*/) {}

  /// Whether `reference` has something to compute.
  virtual bool computes_reference() const { return true; }

  /// What [reference] asks for, which may take long; nothing if there is no such number.
  virtual std::optional<Reference> reference() const = 0;

  /// The summary of a state that was not measured, with the status "converged", "finished" or, in the midst of the
  /// training, "stopped".
  Summary summary() const;

  /// What a run takes: the number of parameters, the memory, and the cost of a step.
  virtual std::string cost_text() const = 0;

  /// How long the run will take and how well it will know its energy, from trying it for a second or two; of a session
  /// that has not begun, which stays as it is. Empty if the method does not know. All ranks call it.
  virtual std::string prediction_text() const { return {}; }

  /// What is said of a measured state.
  virtual std::string result_text(const Summary& summary) const = 0;

 protected:
  explicit Session(const Input& input) : input_(input) {}

  /// Puts a number in the place of evaluate.samples = "auto", before anything asks for it.
  void set_samples(std::int64_t samples);

  /// What every checkpoint has: seed, steps done, times and input. And the times from one.
  Checkpoint outline() const;
  void restore_times(const Checkpoint& checkpoint);

  /// Whether the training ended before all steps were done, as nothing was left to gain.
  virtual bool converged() const { return false; }
  /// Why a trained session is at its end, in words.
  virtual std::string reason() const = 0;
  /// Adds what the method knows besides.
  virtual void describe(Summary& summary) const = 0;

 private:
  Input input_;
  Timers timers_;
  double seconds_before_ = 0;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// A new session of the method that takes the input; and one that continues from a checkpoint. Throw `Error` if the
/// input's parts do not fit together, or the checkpoint does not belong to it.
std::unique_ptr<Session> make_session(const Input& input);
std::unique_ptr<Session> make_session(const Input& input, const Checkpoint& checkpoint);

}  // namespace kato
