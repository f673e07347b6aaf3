// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/timers.hpp"
#include "optimize/adam_moments.hpp"
#include "psi/wave_function.hpp"
#include "record/log.hpp"
#include "sample/sampler.hpp"
#include "train/target.hpp"
#include "walker/walkers.hpp"

namespace kato {

struct PretrainingReport {
  int steps = 0;
  double first_loss = 0;  ///< mean square difference of a matrix element, before and after
  double last_loss = 0;
  bool complete = true;  ///< false if it was stopped
};

/// What a fit by Adam goes on with after it was stopped, beside parameters and walkers.
struct FitUnderWay {
  int step = 0;  ///< steps done
  AdamMoments moments;
  double first_loss = 0, last_loss = 0;

  /// Of so many parameters: a new one, or that of a state. Throws `Error` if that is of another fit.
  FitUnderWay(std::size_t parameters, const NamedArrays& state);
  void save(NamedArrays& state) const;
  PretrainingReport report(bool complete) const {
    return {.steps = step, .first_loss = first_loss, .last_loss = last_loss, .complete = complete};
  }
};

/// Throws `Error` if the wave function has no output "orbitals" to fit.
void check_pretraining(const Graph& graph);

/// Fits the orbital matrices of the ansatz to those of `target`: the mean square difference over matrix elements, at
/// walkers that follow the target's Slater determinants (they are left in `walkers`), by Adam. Every determinant is
/// fitted to the same orbitals; frozen parameters stay, and so do those that start from a chosen value, not a random
/// one. `state` is where it stands while `watch` is asked; if it is not empty, the fit goes on from there.
/// Throws `Error` if the ansatz has no orbitals to fit.
PretrainingReport pretrain_orbitals(TargetDeterminant& target, WaveFunction& psi, Walkers& walkers, std::uint64_t seed,
                                    int steps, double learning_rate, Timers& timers, const Watch& watch = unwatched,
                                    NamedArrays* state = nullptr);

}  // namespace kato
