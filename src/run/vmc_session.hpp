// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "record/session.hpp"
#include "run/measurement.hpp"
#include "run/stage.hpp"
#include "train/stopping.hpp"
#include "train/trainer.hpp"
#include "train/transfer.hpp"

namespace kato {

/// Variational Monte Carlo: walkers that follow |psi|^2, and the training by what they see.
class VmcSession final : public Session {
 public:
  /// A new run: random walkers, and parameters that are random or, as [initial] says, of an earlier run. Throws `Error`
  /// if the input's parts do not fit together.
  explicit VmcSession(const Input& input);

  /// Continues from a checkpoint; an earlier run is not read again. Throws `Error` if it does not belong to this input.
  VmcSession(const Input& input, const Checkpoint& checkpoint);

  std::int64_t steps_done() const override { return step_; }
  std::int64_t steps_of_all_stages() const override;
  StageSteps stage_steps() const override;

  Opening opening() const override;

  /// Fits the orbitals as [pretrain] says, by those parameters alone that were not copied and are not frozen in the
  /// first stage (not at all where there are none), and lets the walkers follow.
  std::optional<std::string> begin(const Watch& watch = unwatched) override;
  NamedArrays beginning() const override { return beginning_ ? *beginning_ : NamedArrays(); }
  void restore_beginning(const NamedArrays& state) override { beginning_ = state; }

  /// One step of the stage under way; enters the next stage when this one is done.
  Step advance() override;

  Checkpoint save() override;

  bool measures() const override { return input().evaluate.integer("samples") > 0; }
  std::optional<EvaluationRecords> evaluate(const Watch& watch = unwatched) override;
  NamedArrays measuring() const override { return evaluating_ ? evaluating_->measurement.state() : NamedArrays(); }
  void restore_measuring(const NamedArrays& state) override;
  bool computes_reference() const override;
  std::optional<Reference> reference() const override;
  std::string cost_text() const override;
  std::string prediction_text() const override;
  std::string result_text(const Summary& summary) const override;

  /// Measures the system of the last stage, whichever stage is under way, with copies of the walkers and the sampler:
  /// what `evaluate` makes records of. Goes on with a measurement that was stopped.
  Measurement measure(const Watch& watch = unwatched);

  const Stage& stage() const { return stages_[static_cast<std::size_t>(stage_)]; }
  const Stage& last_stage() const { return stages_.back(); }
  std::int64_t stage_index() const { return stage_; }
  /// Why the stage under way is over, in words; empty while it is not.
  std::string end_of_stage() const;
  /// Whether the last stage was ended by its rule for stopping.
  bool converged() const override { return trained() && stopping_->verdict().has_value(); }
  std::int64_t replaced() const { return replaced_; }  ///< walkers that were not finite
  std::int64_t rejected() const { return rejected_; }  ///< steps after which the training went back
  const WaveFunction& wave_function() const { return *psi_; }
  const Walkers& walkers() const { return walkers_; }
  /// What was copied from an earlier run; nothing where [initial] names none, or the run was resumed.
  const std::optional<Transfer>& transfer() const { return transfer_; }

  /// What a measurement works with besides the walkers: the wave function of the last stage, and a sampler as it was
  /// tuned.
  std::unique_ptr<WaveFunction> final_wave_function() const { return wave_function_of(last_stage()); }
  std::unique_ptr<Sampler> evaluation_sampler() const;

 private:
  // What a stage brings with it. Parameters, walkers and the sampler's tuning stay.
  struct Parts {
    std::unique_ptr<Sampler> sampler;
    std::unique_ptr<Optimizer> optimizer;
    std::unique_ptr<Stopping> stopping;
    Reweighting reweighting;
  };
  // A measurement and what it works with.
  struct Evaluating {
    explicit Evaluating(const VmcSession& session);
    Walkers walkers;
    std::unique_ptr<Sampler> sampler;
    std::unique_ptr<WaveFunction> psi;
    MeasurementUnderWay measurement;
  };
  struct Bare {};
  VmcSession(const Input& input, Bare);  // without parameters
  Parts parts_of(const Stage& stage, WaveFunction& psi) const;
  void check_stage(const Stage& stage) const;
  void enter_stage(std::int64_t stage);
  std::unique_ptr<WaveFunction> wave_function_of(const Stage& stage) const;
  Observables observables() const;
  bool stage_over(std::int64_t step) const;
  bool stage_over() const { return stage_over(step_); }
  void review(TrainingRecord& record);
  std::string reason() const override { return end_of_stage(); }
  void describe(Summary& summary) const override;

  std::vector<Stage> stages_;
  std::unique_ptr<WaveFunction> psi_;
  std::optional<Transfer> transfer_;
  std::unique_ptr<Sampler> sampler_;
  std::unique_ptr<Optimizer> optimizer_;
  Walkers walkers_;
  Space space_;  // that walkers are in
  std::unique_ptr<Trainer> trainer_;
  std::unique_ptr<Stopping> stopping_;
  std::optional<NamedArrays> beginning_;    // while `begin` is under way
  std::unique_ptr<Evaluating> evaluating_;  // while `evaluate` is
  std::int64_t stage_ = 0, stage_began_ = 0, step_ = 0, replaced_ = 0, rejected_ = 0;
  bool stepping_ = false;  // what the ops cost since the last booking is the steps' own
};

}  // namespace kato
