// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/timers.hpp"
#include "input/input.hpp"
#include "momentum/quadrature_step.hpp"
#include "momentum/system.hpp"
#include "record/checkpoint.hpp"
#include "record/log.hpp"
#include "train/trainer.hpp"

namespace kato {

/// The graph of the network that the input names.
Graph momentum_graph(const Input& input, int channels);

/// Everything that a run in momentum space holds between its steps; the counterpart of `Session`.
class MomentumSession {
 public:
  /// A new run: random parameters. Throws `Error` if the input's parts do not fit together.
  explicit MomentumSession(const Input& input);
  /// Continues from a checkpoint. Throws `Error` if it does not belong to this input.
  MomentumSession(const Input& input, const Checkpoint& checkpoint);

  MomentumSession(const MomentumSession&) = delete;  // its parts point at one another
  MomentumSession& operator=(const MomentumSession&) = delete;

  Checkpoint checkpoint() const;

  const Input& input() const { return input_; }
  std::int64_t stage_index() const { return 0; }
  std::int64_t steps_done() const { return step_; }
  std::int64_t steps_of_all_stages() const { return input_.train.integer("steps"); }
  bool trained() const { return step_ >= steps_of_all_stages(); }
  double seconds() const;  ///< wall time since the run began, resumes added up
  std::string end_of_stage() const { return {}; }
  const Timers& timers() const { return timers_; }
  Timers& timers() { return timers_; }
  void book_ops(bool = true) {}  // the ops of so small a network are not timed apart
  const MomentumSystem& system() const { return system_; }
  const Graph& graph() const { return network_.graph(); }

  /// Fits the network as [pretrain] says. Returns a line that says what was done, or nothing if `watch` stopped it.
  std::optional<std::string> pretrain(const Watch& watch = unwatched);

  TrainingRecord train_step();

  /// psi_c(q_i) [C, n] of norm 1, positive at the first point of the S wave.
  std::vector<double> state();

 private:
  // Halves the update until the energy falls, beginning from twice the last factor. Returns the factor, 0 if it never
  // does.
  double shorten_update();

  Input input_;
  Timers timers_;
  MomentumSystem system_;
  ChannelNetwork network_;
  QuadratureStep quadrature_;
  std::unique_ptr<Optimizer> optimizer_;
  std::vector<double> update_;
  std::int64_t step_ = 0;
  double factor_ = 1;
  double seconds_before_ = 0;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace kato
