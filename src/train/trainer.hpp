// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "base/timers.hpp"
#include "optimize/optimizer.hpp"
#include "psi/wave_function.hpp"
#include "record/log.hpp"
#include "sample/sampler.hpp"
#include "system/system.hpp"
#include "train/batch_step.hpp"
#include "train/reweighting.hpp"
#include "train/rollback.hpp"
#include "train/unbound.hpp"

namespace kato {

/// What one training step measured before it changed the parameters.
struct TrainingRecord {
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

  double energy = unknown;    ///< unknown if no walker was finite
  double std_err = unknown;   ///< sqrt(variance/W), W the effective number: walkers of one step are independent
  double variance = unknown;  ///< of the local energy
  double acceptance = unknown;
  double tau = unknown;      ///< of ln|psi|, in sweeps
  double learning_rate = 0;  ///< as used: 0 if the step was rejected
  double gradient_norm = unknown;
  bool resampled = false;     ///< whether walkers were drawn; if not, energy and errors are weighted
  std::size_t replaced = 0;   ///< walkers that were not finite
  std::string rejected = {};  ///< why the training went back to the last good state instead, if it did
};

/// The trainable parameters by name, as an optimiser sees them.
std::vector<ParameterBlock> parameter_blocks(const Graph& graph);

/// Puts walkers whose ln|psi| or energy is not finite where the next good walker is, its energy with it; returns their
/// number. Throws `std::runtime_error` naming node and walker if no walker is left.
std::size_t replace_nonfinite(Psi& psi, Walkers& walkers, LocalEnergies& energies);

/// One stage of a training: the loop's body. Holds nothing that a resumed run would miss.
class Trainer {
 public:
  struct Settings {
    std::uint64_t seed = 1;
    int sweeps = 10;
    double clip = 5;
    RollBack::Settings rollback = {};
    Reweighting reweighting = {};
  };

  Trainer(const System& system, WaveFunction& psi, Walkers& walkers, Sampler& sampler, Optimizer& optimizer,
          const Settings& settings, Timers& timers);

  /// Sweeps, without a step, after the wave function was changed by other means; false if `watch` stopped it. `done` of
  /// them were done before.
  bool thermalise(std::uint32_t stage, int sweeps, const Watch& watch = unwatched, int done = 0);

  /// Throws `Error` if the wave function is nothing but rounding where the walkers are, or the energy has no lower
  /// bound. So does `step`, now and then, which also sees particles that went apart to ten times their distances.
  void check_start();

  /// How the cloud grew over the steps.
  const Expansion& expansion() const { return expansion_; }

  /// Moves the walkers, measures, and changes the parameters. If the energy jumped, or anything is not finite,
  /// parameters, optimiser, walkers and sampler go back to the last good state instead; throws `std::runtime_error`,
  /// after that, if this happened too many times in succession.
  TrainingRecord step(std::uint32_t stage, std::uint32_t step);

  /// Tests the last update of a stage, which no later step does: if the next energy is a jump, or is not finite, goes
  /// back to the last good state and returns the problem (throws as `step` does). Otherwise all is as it was.
  std::string review(std::uint32_t stage, std::uint32_t step);

  /// What continuing bit for bit needs beside parameters, optimiser, walkers and sampler.
  Checkpoint::State state() const;
  void restore(const Checkpoint::State& state);

 private:
  StreamKey stream(std::uint32_t stage, std::uint32_t step, Purpose purpose) const {
    return {.seed = settings_.seed, .stage = stage, .step = step, .purpose = purpose};
  }
  std::string attempt(TrainingRecord& record, std::uint32_t stage, std::uint32_t step);
  void measure(TrainingRecord& record, std::uint32_t stage, std::uint32_t step);
  void draw(TrainingRecord& record, std::uint32_t stage, std::uint32_t step);
  void find_energies(TrainingRecord& record);
  void improve(TrainingRecord& record);
  void check_state();
  std::string culprit_text();
  std::string nonfinite_text(const std::vector<double>& theta, double gradient_norm) const;
  RollBack::Good snapshot() const;
  void go_back();

  const System& system_;
  WaveFunction& psi_;
  Walkers& walkers_;
  Sampler& sampler_;
  Optimizer& optimizer_;
  Settings settings_;
  Timers& timers_;
  std::vector<ParameterBlock> blocks_;
  BatchStep batch_;
  LocalEnergies energies_;
  RollBack rollback_;
  Reweighting reweighting_;
  Expansion expansion_;
  std::vector<double> update_;
};

}  // namespace kato
