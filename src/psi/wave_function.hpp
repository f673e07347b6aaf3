// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "psi/psi.hpp"

namespace kato {

/// Where a run computes in which precision: `mixed` samples in float and has energies and gradients in double.
enum class Precision { float_, double_, mixed };

/// Throws `Error` unless the name is "float", "double" or "mixed".
Precision precision_from(std::string_view name);

/// A graph and its parameters, evaluated at the precisions of a run: as a `Psi` at that of energies, and as what
/// `sampling()` gives at that of walks. P parameters, P_t of them trainable.
class WaveFunction final : public Psi {
 public:
  /// Any graph with an output "amplitude" will do. Throws `Error` if it has none.
  WaveFunction(const Graph& graph, Precision precision, int threads);
  ~WaveFunction() override;
  WaveFunction(WaveFunction&&) noexcept;
  WaveFunction& operator=(WaveFunction&&) noexcept;

  const Graph& graph() const;
  void set_parameters(std::vector<double> theta);

  /// Leaves those parameters, and no others, out of every derivative from now on. Their values stay.
  void freeze(const std::function<bool(const Parameter&)>& frozen);
  std::size_t trainable_count() const { return graph().trainable_count(); }

  /// The parameters [P] with `update` [P_t] added to the trainable ones.
  std::vector<double> parameters_after(std::span<const double> update) const;

  /// What samplers move walkers with.
  Amplitude& sampling();

  int threads() const override;
  const Graph* graph_or_null() const override { return &graph(); }
  std::span<const double> parameters() const override;
  bool in_double() const override;

  std::size_t tile_walkers() const override;
  void value_tile(int thread, const WalkerView& walkers, std::span<LogPsi> psi) override;
  std::size_t gradient_tile_walkers() const override;
  void gradient_tile(int thread, const WalkerView& walkers, std::span<LogPsi> psi, std::span<double> gradient) override;
  OrbitalRows* orbital_rows() override;

  void laplacian(const WalkerView& walkers, std::span<LogPsi> psi, std::span<double> gradient,
                 std::span<double> laplacian) override;
  void pullback(const WalkerView& walkers, std::span<const double> seed, std::span<double> theta_bar) override;
  void gradient_pullback(const WalkerView& walkers, std::span<const double> seed, std::span<const double> gradient_seed,
                         std::span<double> theta_bar) override;
  JacobianFactors jacobian_factors(const WalkerView& walkers) override;
  JacobianFactors mixed_factors(const WalkerView& walkers) override;
  std::optional<NonFinite> find_nonfinite(const WalkerView& walkers) override;

  /// The distance of 1 from the next number, at the precision of walks.
  double rounding() const;
  /// The first node whose value at that precision is rounding noise, told by the same walkers a few roundings away.
  std::optional<NoisyNode> find_noise(const WalkerView& walkers, const WalkerView& shifted);

  /// The numbers of a named output [W, rows, features], and theta_bar [P_t] = d/d theta of sum seed . output.
  void output(const std::string& name, const WalkerView& walkers, std::span<double> numbers);
  void output_pullback(const std::string& name, const WalkerView& walkers, std::span<const double> seed,
                       std::span<double> theta_bar);

  std::size_t memory() const;  ///< bytes
  /// What was spent on every node, at any precision, since the last call.
  std::vector<OpCost> take_costs();
  /// The walkers in a tile and the particles in a block of gradient lanes, a line for every way of evaluating.
  std::string plans_text() const;

 private:
  struct State;
  class Narrow;

  template <class F>
  decltype(auto) with_executor(F&& f) const;  // the one of energies and gradients

  std::unique_ptr<State> state_;
  std::unique_ptr<Narrow> sampled_;  // of `mixed`
};

}  // namespace kato
