// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/timers.hpp"
#include "psi/wave_function.hpp"
#include "record/log.hpp"
#include "sample/sampler.hpp"
#include "train/target.hpp"

namespace kato {

struct PretrainingReport {
  int steps = 0;
  double first_loss = 0;  ///< mean square difference of a matrix element, before and after
  double last_loss = 0;
  bool complete = true;  ///< false if it was stopped
};

/// Throws `Error` if the wave function has no output "orbitals" to fit.
void check_pretraining(const Graph& graph);

/// Fits the orbital matrices of the ansatz to those of `target`: the mean square difference over matrix elements, at
/// walkers that follow the target's Slater determinants (they are left in `walkers`), by Adam. Every determinant is
/// fitted to the same orbitals; frozen parameters stay, and so do those that start from a chosen value, not a random
/// one.
/// Throws `Error` if the ansatz has no orbitals to fit.
PretrainingReport pretrain_orbitals(TargetDeterminant& target, WaveFunction& psi, Walkers& walkers, std::uint64_t seed,
                                    int steps, double learning_rate, Timers& timers, const Watch& watch = unwatched);

}  // namespace kato
