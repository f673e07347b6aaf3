// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "graph/graph.hpp"
#include "input/input.hpp"
#include "system/system.hpp"

namespace kato {

/// What a stage of a run is made of, built once and used by all that works on the stage.
struct Stage {
  /// Throws `Error` if the input's parts do not fit together, or the wave function does something else than the
  /// particles' statistics want where two are exchanged.
  explicit Stage(const Input& input);

  Input input;
  System system;
  Graph graph;
};

/// Throws `Error` unless the wave functions of two stages have the same parameters: names, shapes, and their order.
void check_same_parameters(const Stage& stage, const Stage& other);

/// Throws `Error` if the potential energy is not finite at a walker: a formula that is not is a mistake of the input,
/// best found before the first step.
void check_potential(const Stage& stage, const WalkerView& walkers);

}  // namespace kato
