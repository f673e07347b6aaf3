// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "momentum/channel_fit.hpp"
#include "momentum/quadrature_step.hpp"
#include "momentum/system.hpp"
#include "record/session.hpp"

namespace kato {

/// The graph of the network that the input names.
Graph momentum_graph(const Input& input, int channels);

/// A state on a mesh in momentum space, trained by quadrature: every energy is known without noise.
class MomentumSession final : public Session {
 public:
  /// A new run: random parameters. Throws `Error` if the input's parts do not fit together.
  explicit MomentumSession(const Input& input);
  /// Continues from a checkpoint. Throws `Error` if it does not belong to this input.
  MomentumSession(const Input& input, const Checkpoint& checkpoint);

  std::int64_t steps_done() const override { return step_; }
  std::int64_t steps_of_all_stages() const override { return input().train.integer("steps"); }

  Opening opening() const override;

  /// Fits the network as [pretrain] says.
  std::optional<std::string> begin(const Watch& watch = unwatched) override;
  NamedArrays beginning() const override;
  void restore_beginning(const NamedArrays& state) override;

  Step advance() override;
  Checkpoint save() override;
  std::optional<EvaluationRecords> evaluate(const Watch& watch = unwatched) override;
  std::optional<Reference> reference() const override;
  std::string cost_text() const override;
  std::string result_text(const Summary& summary) const override;

  const MomentumSystem& system() const { return system_; }
  const Graph& graph() const { return network_.graph(); }

  /// psi_c(q_i) [C, n] of norm 1, positive at the first point of the S wave.
  std::vector<double> state();

 private:
  // Halves the update until the energy falls, beginning from twice the last factor. Returns the factor, 0 if it never
  // does.
  double shorten_update();
  std::string reason() const override;
  void describe(Summary& summary) const override;

  MomentumSystem system_;
  ChannelNetwork network_;
  QuadratureStep quadrature_;
  std::unique_ptr<Optimizer> optimizer_;
  std::vector<double> update_;
  std::int64_t step_ = 0;
  std::optional<FitStanding> fit_;  // while `begin` is under way
  double factor_ = 1;
};

}  // namespace kato
