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

/// What an optimiser sees of a step: N walkers drawn from |psi|^2, P parameters. Nothing here knows the ansatz.
/// O_bi = d ln|psi(x_b)| / d theta_i; e_b the clipped local energies.
class TrainingStep {
 public:
  virtual ~TrainingStep() = default;

  virtual std::span<const ParameterBlock> blocks() const = 0;
  virtual std::size_t walkers() const = 0;     ///< N
  virtual std::size_t parameters() const = 0;  ///< P
  virtual int threads() const = 0;

  /// e_b = (E_b - mean E)/sqrt(N) [N], from the local energies clipped for the gradient.
  virtual std::span<const double> residuals() = 0;

  /// g = 2 Obar^T e [P], one pullback, without the Jacobian.
  virtual std::span<const double> gradient() = 0;

  /// Obar = (O - mean_b O)/sqrt(N) [N, P], row-major; computed when first asked for and kept for the step.
  virtual std::span<const double> jacobian() = 0;
};

/// What a step did, for the records.
struct StepReport {
  double learning_rate = 0;
  double gradient_norm = 0;  ///< |2 Obar^T e|
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

  /// Writes the change of the parameters to `update` [P], to be added to them.
  virtual StepReport step(TrainingStep& step, std::span<double> update) = 0;

  /// All that continuing needs, by name (the number of steps taken included).
  virtual State state() const = 0;

  /// Throws `Error` if the state is not one of this kind for `parameters` parameters.
  virtual void restore(const State& state, std::size_t parameters) = 0;
};

}  // namespace kato
