// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "exec/batch.hpp"
#include "exec/factors.hpp"
#include "exec/orbital_rows.hpp"
#include "graph/graph.hpp"
#include "graph/plan.hpp"

namespace kato {

struct ExecutorOptions {
  int threads = 1;
  Isa isa = chosen_isa();
  TileChoice tile = {};  ///< for tests
};

/// What an op cost in one way of evaluating, forwards or backwards: `ticks()` summed over threads.
struct OpCost {
  Evaluation evaluation = Evaluation::value;
  bool backward = false;
  std::string op;
  double ticks = 0;
};

/// The node and the walker where a number stopped being finite.
struct NonFinite {
  int node = 0;
  std::string op;
  std::size_t walker = 0;
};

/// The node whose value at a walker is rounding noise.
struct NoisyNode {
  int node = 0;
  std::string op;
  std::size_t walker = 0;
};

/// Evaluates a graph on the processor, at one precision, over batches of walkers x [W, A, d] (in units of the graph's
/// coordinates). Batches are split into tiles that fit the cache and the tiles over threads; results do not depend on
/// the number of threads. Calls of different threads use different `thread` numbers. P parameters, P_t of them
/// trainable: derivatives by frozen ones (`Graph::freeze`) are neither computed nor given.
template <class T>
class Executor {
 public:
  explicit Executor(const Graph& graph, const ExecutorOptions& options = {});
  ~Executor();
  Executor(Executor&&) noexcept;
  Executor& operator=(Executor&&) noexcept;

  const Graph& graph() const;
  int threads() const;
  /// The plan of a way to evaluate the amplitude.
  const Plan& plan(Evaluation evaluation) const;

  /// theta [P]; must be called before the first evaluation.
  void set_parameters(std::span<const double> theta);

  /// psi [W].
  void value(const Batch& batch, std::span<LogPsi> psi);

  /// The walkers that a tile holds at most, for values and for gradients.
  std::size_t tile_walkers() const;
  std::size_t gradient_tile_walkers() const;
  /// The same of a tile [n], by the calling thread, which is number `thread`; `gradient_tile` gives d ln|psi| / dx
  /// [n, A, d] besides.
  void value_tile(int thread, const Batch& batch, std::span<LogPsi> psi);
  void gradient_tile(int thread, const Batch& batch, std::span<LogPsi> psi, std::span<double> gradient);

  /// The orbitals, if psi is made of rows that each depend on their own particle alone; else null.
  OrbitalRows* orbital_rows();

  /// Besides psi, d ln|psi| / dx [W, A d] and the Laplacian of ln|psi| [W].
  void laplacian(const Batch& batch, std::span<LogPsi> psi, std::span<double> gradient, std::span<double> laplacian);

  /// theta_bar [P_t] = sum_w seed_w d ln|psi(x_w)| / d theta, for seed [W].
  void pullback(const Batch& batch, std::span<const double> seed, std::span<double> theta_bar);

  /// theta_bar [P_t] = d/d theta of sum_w ( seed_w ln|psi(x_w)| + sum_k gradient_seed_wk d_k ln|psi(x_w)| ).
  void gradient_pullback(const Batch& batch, std::span<const double> seed, std::span<const double> gradient_seed,
                         std::span<double> theta_bar);

  /// O_wp = d ln|psi(x_w)| / d theta_p of the trainable parameters, [W, P_t].
  void jacobian(const Batch& batch, std::span<double> rows);

  /// The same, kept as the activations and sensitivities of the linear layers.
  JacobianFactors jacobian_factors(const Batch& batch);

  /// The derivatives of row w A d + k: d/d theta_p of d ln|psi(x_w)| / d x_k, [W A d, P_t], in the same way.
  JacobianFactors mixed_factors(const Batch& batch);

  /// The numbers of a named output, [W, rows, features].
  void output(const std::string& name, const Batch& batch, std::span<double> numbers);

  /// theta_bar [P_t] = d/d theta of sum seed . output, for seed [W, rows, features].
  void output_pullback(const std::string& name, const Batch& batch, std::span<const double> seed,
                       std::span<double> theta_bar);

  /// d output_wf / d theta_p [W, P_t] of feature f of a named output that has one row a walker.
  void output_jacobian(const std::string& name, int feature, const Batch& batch, std::span<double> rows);

  /// The first node whose value, gradient or Laplacian is not finite for one of these walkers.
  std::optional<NonFinite> find_nonfinite(const Batch& batch);

  /// The first node whose value changes by a tenth of its largest number (or of 1, if that is less, where it has one
  /// row, as logarithms have) between a walker and the same one in `shifted`, so near that only rounding can do that.
  std::optional<NoisyNode> find_noise(const Batch& batch, const Batch& shifted);

  /// What was spent on every node since the last call.
  std::vector<OpCost> take_costs();

  /// Bytes that the executor holds for all threads.
  std::size_t memory() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

extern template class Executor<float>;
extern template class Executor<double>;

}  // namespace kato
