// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/timers.hpp"
#include "psi/wave_function.hpp"
#include "record/log.hpp"
#include "run/stage.hpp"
#include "sample/sampler.hpp"

namespace kato {

/// What a run works with before its first step.
struct Beginning {
  const Input& input;               ///< of the run
  const Stage& stage;               ///< the first one
  std::vector<std::string> copied;  ///< parameters that were copied from elsewhere
  WaveFunction& psi;
  Walkers& walkers;
  Sampler& sampler;
  Timers& timers;
  NamedArrays& state;  ///< where the fit stands while it is watched; if it is not empty, it goes on from there
};

/// Throws `Error` if what [pretrain] asks for is not to be had for the first stage.
void check_pretrain(const Input& input, const Stage& stage);
/// The same where it names a run whose samples are to be fitted.
void check_samples(const Input& input, const Walkers& walkers);

/// Fits the wave function as [pretrain] says, by those parameters alone that were not copied from elsewhere and are not
/// frozen in the first stage. Returns a line that says what was done, empty if there is nothing to fit; or nothing if
/// `watch` stopped it.
std::optional<std::string> pretrain(const Beginning& run, const Watch& watch = unwatched);

}  // namespace kato
