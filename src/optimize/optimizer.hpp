// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/registry.hpp"

namespace kato {

/// A named array of parameters, a part of the vector of all trainable parameters.
struct ParameterBlock {
  std::string name;
  std::size_t offset = 0;
  std::size_t size = 0;
};

/// A linear layer y_r = a_r W + b of the wave function at the walkers of a step: its part of row b of O is
/// sum_r a_br (x) s_br, with s_br = d ln|psi(x_b)| / d y_r; neither is centred or weighted.
struct Layer {
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  std::string name = {};
  std::size_t weights = 0;  ///< offset of W [inputs, outputs] in the parameters
  std::size_t bias = none;  ///< offset of b [outputs], or none
  int rows = 1;             ///< that share the layer
  int inputs = 0;           ///< without the bias
  int outputs = 0;
  std::vector<double> activations = {};    ///< a [N, rows, inputs], of this rank's walkers
  std::vector<double> sensitivities = {};  ///< s [N, rows, outputs]
};

/// What an optimiser sees of a step: N walkers of weights w_b (1/N where they were drawn from |psi|^2 of this step,
/// always of sum 1) and P trainable parameters. Nothing here knows the ansatz. O_bi = d ln|psi(x_b)| / d theta_i, E_b
/// the local energies, clipped for the gradient. What is asked for is computed then and kept for the step. Where an
/// energy comes from other places than the walkers' own, these count as walkers, with weights and energies such that
/// g = 2 Obar^T e is the energy's gradient.
class TrainingStep {
 public:
  virtual ~TrainingStep() = default;

  virtual std::span<const ParameterBlock> blocks() const = 0;
  virtual std::size_t walkers() const = 0;     ///< N
  virtual std::size_t parameters() const = 0;  ///< P
  virtual int threads() const = 0;

  /// The factor, at most 1, by which whoever asked for the update shortens it: less than 1 after a roll back. What an
  /// optimiser remembers of the step that was taken has it.
  virtual double trust() const { return 1; }

  /// w_b [N].
  virtual std::span<const double> weights() = 0;

  /// e_b = sqrt(w_b) (E_b - sum w E) [N].
  virtual std::span<const double> residuals() = 0;

  /// g = 2 Obar^T e [P], one pullback, without the Jacobian.
  virtual std::span<const double> gradient() = 0;

  /// Obar_b = sqrt(w_b) (O_b - sum w O) [N, P], row-major. Large: the products below need not form it.
  virtual std::span<const double> jacobian() = 0;

  /// y = Obar v [N] for v [P].
  virtual void multiply(std::span<const double> v, std::span<double> y);
  /// v = Obar^T y [P] for y [N].
  virtual void multiply_transposed(std::span<const double> y, std::span<double> v);
  /// sv = Obar^T Obar v [P] for v [P]: the product with the metric S.
  virtual void multiply_metric(std::span<const double> v, std::span<double> sv);
  /// G = Obar Obar^T [N, N]: the lower triangle with the diagonal; above it, nothing of use.
  virtual void gram(std::span<double> g);
  /// S = Obar^T Obar [P, P]: the lower triangle with the diagonal; above it, nothing of use.
  virtual void metric(std::span<double> s);
  /// d_i = sum_b Obar_bi^2 [P], the diagonal of Obar^T Obar, for the parameters that are in no layer; the other entries
  /// are of no use.
  virtual void diagonal(std::span<double> d);

  /// The linear layers with trainable weights, for Kronecker factors. Parameters that are in none of them are in no
  /// layer (an envelope's widths). Of several ranks, each has its own walkers, with these weights: sums over walkers
  /// are to be added over ranks.
  virtual std::span<const Layer> layers() = 0;
  virtual std::span<const double> layer_weights() { return weights(); }

  /// The mixed derivatives D_(bk)i = sqrt(w_b) d O_bi / d x_k, k = 1 .. A d: the product v -> D^T D v, [P] to [P].
  virtual void multiply_mixed(std::span<const double> v, std::span<double> dtdv) = 0;

  /// sqrt(w_b) times the derivative of E_L(x_b) along v, at fixed walkers, not clipped [N]; by a central difference.
  /// Throws `Error` where not all of the energy is H psi / psi.
  virtual void energy_derivatives(std::span<const double> v, std::span<double> derivatives) = 0;

  /// The energy sum w E_L of this step, not clipped.
  virtual double energy() = 0;
  /// The energy at theta + update from the same walkers, re-weighted by |psi_{theta + update}/psi_theta|^2: what is
  /// common to both does not blur the difference. Not a number where the walkers no longer cover the new state.
  virtual double energy_after(std::span<const double> update) = 0;
};

/// What a step did, for the records.
struct StepReport {
  double learning_rate = 0;
  double gradient_norm = 0;  ///< |2 Obar^T e|
};

/// What an optimiser asks of a step that takes more memory than a few vectors [P].
struct StepNeeds {
  bool products = false;          ///< with the Jacobian
  bool layers = false;            ///< `TrainingStep::layers`
  bool mixed = false;             ///< `TrainingStep::multiply_mixed`
  bool walker_matrix = false;     ///< `TrainingStep::gram` [N, N]
  bool parameter_matrix = false;  ///< `TrainingStep::metric` [P, P]
  bool operator==(const StepNeeds&) const = default;
};

/// A rule for the next parameters. A kind is one file; its state is all that it needs to go on bit for bit.
class Optimizer {
 public:
  static constexpr std::string_view category = "optimizer";
  using Factory = std::function<std::unique_ptr<Optimizer>(const Settings&)>;
  using State = std::map<std::string, std::vector<double>>;

  virtual ~Optimizer() = default;

  /// Throws `Error` if so many parameters are too many for this kind.
  virtual void check(std::size_t parameters) const { static_cast<void>(parameters); }

  /// What a step of so many parameters needs.
  virtual StepNeeds needs(std::size_t parameters) const {
    static_cast<void>(parameters);
    return {};
  }

  /// Writes the change of the parameters to `update` [P], to be added to them.
  virtual StepReport step(TrainingStep& step, std::span<double> update) = 0;

  /// All that continuing needs, by name (the number of steps taken included).
  virtual State state() const = 0;

  /// Throws `Error` if the state is not one of this kind for `parameters` parameters.
  virtual void restore(const State& state, std::size_t parameters) = 0;
};

}  // namespace kato
