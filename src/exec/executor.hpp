// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "exec/amplitude.hpp"
#include "graph/graph.hpp"
#include "graph/plan.hpp"

namespace kato {

struct ExecutorOptions {
  int threads = 1;
  Isa isa = chosen_isa();
  TileChoice tile = {};  ///< for tests
};

/// The node and the walker where a number stopped being finite.
struct NonFinite {
  int node = 0;
  std::string op;
  std::size_t walker = 0;
};

/// Evaluates a graph on the processor, at one precision, over batches of walkers x [W, A, d] (in units of the graph's
/// coordinates). Batches are split into tiles that fit the cache and the tiles over threads; results do not depend on
/// the number of threads. Calls of different threads use different `thread` numbers.
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

  /// Besides, d ln|psi| / dx [W, A d] and the Laplacian of ln|psi| [W].
  void laplacian(std::span<const double> x, std::span<double> log_abs, std::span<double> sign,
                 std::span<double> gradient, std::span<double> laplacian);

  /// theta_bar [P] = sum_w seed_w d ln|psi(x_w)| / d theta, for seed [W].
  void pullback(std::span<const double> x, std::span<const double> seed, std::span<double> theta_bar);

  /// theta_bar [P] = d/d theta of sum_w ( seed_w ln|psi(x_w)| + sum_k gradient_seed_wk d_k ln|psi(x_w)| ).
  void gradient_pullback(std::span<const double> x, std::span<const double> seed, std::span<const double> gradient_seed,
                         std::span<double> theta_bar);

  /// O_wp = d ln|psi(x_w)| / d theta_p, [W, P].
  void jacobian(std::span<const double> x, std::span<double> rows);

  /// The numbers of a named output, [W, rows, features].
  void output(const std::string& name, std::span<const double> x, std::span<double> numbers);

  /// theta_bar [P] = d/d theta of sum seed . output, for seed [W, rows, features].
  void output_pullback(const std::string& name, std::span<const double> x, std::span<const double> seed,
                       std::span<double> theta_bar);

  /// d output_wf / d theta_p [W, P] of feature f of a named output that has one row a walker.
  void output_jacobian(const std::string& name, int feature, std::span<const double> x, std::span<double> rows);

  /// The first node whose value, gradient or Laplacian is not finite for one of these walkers.
  std::optional<NonFinite> find_nonfinite(std::span<const double> x);

  /// Bytes that the executor holds for all threads.
  std::size_t memory() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

extern template class Executor<float>;
extern template class Executor<double>;

}  // namespace kato
