// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "ansatz/ansatz.hpp"
#include "base/timers.hpp"
#include "input/input.hpp"
#include "record/checkpoint.hpp"
#include "run/measurement.hpp"
#include "train/pretraining.hpp"
#include "train/stopping.hpp"
#include "train/trainer.hpp"
#include "train/transfer.hpp"

namespace kato {

/// The graph of the wave function that the input names. Throws `Error` if its settings do not fit together.
Graph graph_from_input(const Input& input);

/// Everything that a run holds between its steps: what a checkpoint saves and restores.
class Session {
 public:
  /// A new run: random walkers, and parameters that are random or, as [initial] says, of an earlier run. Throws `Error`
  /// if the input's parts do not fit together.
  explicit Session(const Input& input);

  /// Continues from a checkpoint; an earlier run is not read again. Throws `Error` if it does not belong to this input.
  Session(const Input& input, const Checkpoint& checkpoint);

  Session(const Session&) = delete;  // its parts point at one another
  Session& operator=(const Session&) = delete;

  Checkpoint checkpoint() const;

  const Input& input() const { return input_; }
  const Input& stage() const { return input_.stages[static_cast<std::size_t>(stage_)]; }
  std::int64_t stage_index() const { return stage_; }
  std::int64_t steps_done() const { return step_; }
  std::int64_t steps_of_all_stages() const;  ///< those done, and at most those to be done
  bool trained() const { return step_ >= steps_of_all_stages(); }

  /// Why the stage under way is over, in words; empty while it is not.
  std::string end_of_stage() const;
  /// Whether the last stage was ended by its rule for stopping.
  bool converged() const { return trained() && stopping_->verdict().has_value(); }
  double seconds() const;                              ///< wall time since the run began, resumes added up
  std::int64_t replaced() const { return replaced_; }  ///< walkers that were not finite
  std::int64_t rejected() const { return rejected_; }  ///< steps after which the training went back
  const Timers& timers() const { return timers_; }
  Timers& timers() { return timers_; }
  /// Books what the ops cost since the last call; before the first step, `book` is false and that is forgotten.
  void book_ops(bool book = true);
  const WaveFunction& wave_function() const { return *psi_; }
  const System& system() const { return system_; }
  /// What was copied from an earlier run; nothing where [initial] names none, or the run was resumed.
  const std::optional<Transfer>& transfer() const { return transfer_; }

  /// Fits the orbitals as [pretrain] says, by those parameters alone that were not copied and are not frozen in the
  /// first stage (not at all where there are none), and lets the walkers follow. Returns a line that says what was
  /// done, or nothing if `watch` stopped it: the session can then only be begun anew.
  std::optional<std::string> pretrain(const Watch& watch = unwatched);

  /// One step of the stage under way; enters the next stage when this one is done.
  TrainingRecord train_step();

  /// Measures the system of the last stage, whichever stage is under way, with copies of the walkers and the sampler,
  /// so that a training goes on as if nothing had been.
  Measurement measure(const Watch& watch = unwatched);

  /// What a measurement works with: the wave function of the last stage, a sampler as it was tuned, and the walkers.
  std::unique_ptr<WaveFunction> final_wave_function() const { return wave_function_for(input_); }
  std::unique_ptr<Sampler> evaluation_sampler() const;
  const Walkers& walkers() const { return walkers_; }

 private:
  struct Bare {};
  Session(const Input& input, Bare);  // without parameters
  void enter_stage(std::int64_t stage);
  void check_stage(std::int64_t stage);
  std::unique_ptr<WaveFunction> wave_function_for(const Input& stage) const;
  PretrainingReport fit_orbitals(const Watch& watch);
  PretrainingReport fit_samples(const Watch& watch);
  Observables observables(const System& system) const;
  bool stage_over(std::int64_t step) const;
  bool stage_over() const { return stage_over(step_); }
  void review(TrainingRecord& record);

  Input input_;
  Timers timers_;
  System system_;
  std::unique_ptr<WaveFunction> psi_;
  std::optional<Transfer> transfer_;
  std::unique_ptr<Sampler> sampler_;
  std::unique_ptr<Optimizer> optimizer_;
  Walkers walkers_;
  std::unique_ptr<Trainer> trainer_;
  std::unique_ptr<Stopping> stopping_;
  std::int64_t stage_ = 0, stage_began_ = 0, step_ = 0, replaced_ = 0, rejected_ = 0;
  double seconds_before_ = 0;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace kato
