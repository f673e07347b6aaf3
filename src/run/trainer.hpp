// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/timers.hpp"
#include "optimize/optimizer.hpp"
#include "run/batch_step.hpp"
#include "run/log.hpp"
#include "run/wave_function.hpp"
#include "sample/sampler.hpp"
#include "system/system.hpp"

namespace kato {

/// What one training step measured before it changed the parameters.
struct TrainingRecord {
  double energy = 0;
  double std_err = 0;   ///< sqrt(variance/W): the walkers of one step are independent of one another
  double variance = 0;  ///< of the local energy
  double acceptance = 0;
  double tau = 0;  ///< of ln|psi|, in sweeps
  double learning_rate = 0;
  double gradient_norm = 0;
  std::size_t replaced = 0;  ///< walkers that were not finite
};

/// Puts walkers whose ln|psi| or energy is not finite where the next good walker is, its energy with it; returns their
/// number. Throws `std::runtime_error` naming node and walker if no walker is left.
std::size_t replace_nonfinite(WaveFunction& psi, Walkers& walkers, LocalEnergies& energies);

/// One stage of a training: the loop's body. Holds nothing that a resumed run would miss.
class Trainer {
 public:
  struct Settings {
    std::uint64_t seed = 1;
    int sweeps = 10;
    double clip = 5;
  };

  Trainer(const System& system, WaveFunction& psi, Walkers& walkers, Sampler& sampler, Optimizer& optimizer,
          const Settings& settings, Timers& timers);

  /// Sweeps, without a step, after the wave function was changed by other means; false if `watch` stopped it.
  bool thermalise(std::uint32_t stage, int sweeps, const Watch& watch = unwatched);

  /// Moves the walkers, measures, and changes the parameters. Throws `std::runtime_error` if the new ones or
  /// the gradient's norm are not finite; the old ones are then kept.
  TrainingRecord step(std::uint32_t stage, std::uint32_t step);

 private:
  StreamKey stream(std::uint32_t stage, std::uint32_t step, Purpose purpose) const {
    return {.seed = settings_.seed, .stage = stage, .step = step, .purpose = purpose};
  }
  StepReport improve(const LocalEnergies& energies);

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
  std::vector<double> update_;
};

}  // namespace kato
