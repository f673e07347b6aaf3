// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "base/timers.hpp"
#include "optimize/optimizer.hpp"
#include "run/wave_function.hpp"

namespace kato {

/// Local energies for the gradient: those further from the median than `factor` times the mean absolute deviation from
/// it are moved to that distance; 0 clips nothing.
std::vector<double> clipped(std::span<const double> energies, double factor);

/// A batch of walkers and their local energies, as an optimiser sees them. Computes what is asked for, once.
class BatchStep final : public TrainingStep {
 public:
  BatchStep(WaveFunction& psi, std::span<const ParameterBlock> blocks, Timers& timers)
      : psi_(psi), blocks_(blocks), timers_(timers) {}

  /// The walkers x [N, A, d], clipped energies [N] and weights [N] of sum 1 (or none: equal ones) of a new step.
  void begin(std::span<const double> x, std::span<const double> energies, std::span<const double> weights = {});

  std::span<const ParameterBlock> blocks() const override { return blocks_; }
  std::size_t walkers() const override { return residuals_.size(); }
  std::size_t parameters() const override { return psi_.graph().parameter_count(); }
  int threads() const override { return psi_.threads(); }
  std::span<const double> weights() override { return weights_; }
  std::span<const double> residuals() override { return residuals_; }
  std::span<const double> gradient() override;
  std::span<const double> jacobian() override;
  std::span<const Layer> layers() override { return {}; }
  void multiply_mixed(std::span<const double>, std::span<double>) override {}
  void energy_derivatives(std::span<const double>, std::span<double>) override {}
  double energy() override { return 0; }
  double energy_after(std::span<const double>) override { return 0; }

 private:
  WaveFunction& psi_;
  std::span<const ParameterBlock> blocks_;
  Timers& timers_;
  std::span<const double> x_;
  std::vector<double> weights_, residuals_, gradient_, jacobian_;
  bool has_gradient_ = false, has_jacobian_ = false;
};

}  // namespace kato
