// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "exec/amplitude.hpp"
#include "exec/factors.hpp"
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

/// Evaluates a graph on the processor, at one precision, over batches of walkers x [W, A, d] (in units of the graph's
/// coordinates). Batches are split into tiles that fit the cache and the tiles over threads; results do not depend on
/// the number of threads. Calls of different threads use different `thread` numbers. P parameters, P_t of them
/// trainable: derivatives by frozen ones (`Graph::freeze`) are neither computed nor given.
template <class T>
class Executor final : public Amplitude {
 public:
  explicit Executor(const Graph& graph, const ExecutorOptions& options = {});
  ~Executor() override;
  Executor(Executor&&) noexcept;
  Executor& operator=(Executor&&) noexcept;

  const Graph& graph() const;
  int threads() const override;
  /// The plan of a way to evaluate the amplitude.
  const Plan& plan(Evaluation evaluation) const;

  /// theta [P]; must be called before the first evaluation.
  void set_parameters(std::span<const double> theta);

  /// ln|psi| [W] and its sign [W] (+1, -1, or 0 where psi vanishes).
  void value(std::span<const double> x, std::span<double> log_abs, std::span<double> sign);

  void value_tile(int thread, std::span<const double> x, std::span<double> log_abs, std::span<double> sign) override;
  std::size_t tile_walkers() const override;
  void gradient_tile(int thread, std::span<const double> x, std::span<double> log_abs, std::span<double> sign,
                     std::span<double> gradient) override;
  std::size_t gradient_tile_walkers() const override;
  OrbitalRows* orbital_rows() override;

  /// Those of a graph with an output "visible", see `Graph::output`.
  bool is_machine() const override;
  BoltzmannMachine machine() override;

  /// Besides, d ln|psi| / dx [W, A d] and the Laplacian of ln|psi| [W].
  void laplacian(std::span<const double> x, std::span<double> log_abs, std::span<double> sign,
                 std::span<double> gradient, std::span<double> laplacian);

  /// theta_bar [P_t] = sum_w seed_w d ln|psi(x_w)| / d theta, for seed [W].
  void pullback(std::span<const double> x, std::span<const double> seed, std::span<double> theta_bar);

  /// theta_bar [P_t] = d/d theta of sum_w ( seed_w ln|psi(x_w)| + sum_k gradient_seed_wk d_k ln|psi(x_w)| ).
  void gradient_pullback(std::span<const double> x, std::span<const double> seed, std::span<const double> gradient_seed,
                         std::span<double> theta_bar);

  /// O_wp = d ln|psi(x_w)| / d theta_p of the trainable parameters, [W, P_t].
  void jacobian(std::span<const double> x, std::span<double> rows);

  /// The same, kept as the activations and sensitivities of the linear layers.
  JacobianFactors jacobian_factors(std::span<const double> x);

  /// The derivatives of row w A d + k: d/d theta_p of d ln|psi(x_w)| / d x_k, [W A d, P], in the same way.
  JacobianFactors mixed_factors(std::span<const double> x);

  /// The numbers of a named output, [W, rows, features].
  void output(const std::string& name, std::span<const double> x, std::span<double> numbers);

  /// theta_bar [P_t] = d/d theta of sum seed . output, for seed [W, rows, features].
  void output_pullback(const std::string& name, std::span<const double> x, std::span<const double> seed,
                       std::span<double> theta_bar);

  /// d output_wf / d theta_p [W, P] of feature f of a named output that has one row a walker.
  void output_jacobian(const std::string& name, int feature, std::span<const double> x, std::span<double> rows);

  /// The first node whose value, gradient or Laplacian is not finite for one of these walkers.
  std::optional<NonFinite> find_nonfinite(std::span<const double> x);

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
