// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "energy/local_energy.hpp"
#include "exec/executor.hpp"

namespace kato {

/// Where a run computes in which precision: `mixed` samples in float and has energies and gradients in double.
enum class Precision { float_, double_, mixed };

/// Throws `Error` unless the name is "float", "double" or "mixed".
Precision precision_from(std::string_view name);

/// A graph and its parameters, evaluated at the precisions of a run. Shapes as in `Executor`: P parameters, P_t of them
/// trainable.
class WaveFunction {
 public:
  WaveFunction(const Graph& graph, Precision precision, int threads);

  const Graph& graph() const { return graph_; }
  int threads() const { return threads_; }

  const std::vector<double>& parameters() const { return parameters_; }
  void set_parameters(std::vector<double> theta);

  /// Whether energies and gradients are computed in double precision.
  bool energies_in_double() const { return wide_.has_value(); }

  /// Leaves those parameters, and no others, out of every derivative from now on. Their values stay.
  void freeze(const std::function<bool(const Parameter&)>& frozen);
  std::size_t trainable_count() const { return graph_.trainable_count(); }

  /// The parameters [P] with `update` [P_t] added to the trainable ones.
  std::vector<double> parameters_after(std::span<const double> update) const;

  /// What samplers move walkers with.
  Amplitude& amplitude();

  // What follows is computed at walkers x [W, A, d] that all ranks have: each takes its share of the walkers, and all
  // get the whole result, but for the factors.

  /// ln|psi| and sign psi [n] of any configurations, at the precision of energies.
  void value(std::span<const double> x, std::span<double> log_abs, std::span<double> sign);
  void local_energies(const System& system, std::span<const double> x, LocalEnergies& energies);
  void pullback(std::span<const double> x, std::span<const double> seed, std::span<double> theta_bar);
  /// The rows of this rank's share of the walkers: all [W, P], or as factors.
  void jacobian(std::span<const double> x, std::span<double> rows);
  JacobianFactors jacobian_factors(std::span<const double> x);
  JacobianFactors mixed_factors(std::span<const double> x);
  void output(const std::string& name, std::span<const double> x, std::span<double> numbers);
  void output_pullback(const std::string& name, std::span<const double> x, std::span<const double> seed,
                       std::span<double> theta_bar);
  std::optional<NonFinite> find_nonfinite(std::span<const double> x);  ///< every rank looks at all walkers
  std::size_t memory() const;                                          ///< bytes
  /// What was spent on every node, at any precision, since the last call.
  std::vector<OpCost> take_costs();

  /// The walkers in a tile and the particles in a block of gradient lanes, a line for every way of evaluating.
  std::string plans_text() const;

 private:
  std::size_t walkers(std::span<const double> x) const;
  template <class T>
  std::span<T> own(std::span<const double> x, std::span<T> numbers) const;
  template <class F>
  decltype(auto) with_executor(F&& f);  // the one of energies and gradients

  void make_executors();

  Graph graph_;
  Precision precision_;
  int threads_;
  std::vector<double> parameters_;
  std::optional<Executor<float>> narrow_;
  std::optional<Executor<double>> wide_;
};

}  // namespace kato
