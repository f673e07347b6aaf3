// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/ranks.hpp"
#include "base/timers.hpp"
#include "energy/local_energy.hpp"
#include "optimize/optimizer.hpp"
#include "psi/wave_function.hpp"
#include "system/time_scale.hpp"
#include "train/density_batch.hpp"

namespace kato {

/// Local energies for the gradient: those further from the median than `factor` times the mean absolute deviation from
/// it are moved to that distance; 0 clips nothing.
std::vector<double> clipped(std::span<const double> energies, double factor);

/// A batch of walkers and their local energies, as an optimiser sees them. Computes what is asked for, once. The
/// Jacobian is kept as factors: the activations and sensitivities of the linear layers. Where terms enter by
/// densities, their places stand beside the walkers (`with_density`). Each rank holds the rows of its share;
/// what an optimiser asks for is of all rows, and the same on all ranks. Energies are in units of 1/`time_scale`: a
/// learning rate is as good for a wide trap as for a narrow one, and for a dilute gas as for a dense one.
class BatchStep final : public TrainingStep {
 public:
  BatchStep(const System& system, WaveFunction& psi, std::span<const ParameterBlock> blocks, Timers& timers)
      : system_(system), psi_(psi), blocks_(blocks), timers_(timers) {}

  /// A new step: the walkers [N] with their weights, up to a factor, their local energies, and the factor of `clipped`
  /// (not used where terms enter by densities). What walkers and energies refer to must stay until the next step.
  void begin(const WalkerView& walkers, const LocalEnergies& energies, double clip);

  /// The factor by which updates are shortened from now on.
  void set_trust(double trust) { trust_ = trust; }
  double trust() const override { return trust_; }

  std::span<const ParameterBlock> blocks() const override { return blocks_; }
  std::size_t walkers() const override { return residuals_.size(); }
  std::size_t parameters() const override { return psi_.trainable_count(); }
  int threads() const override { return psi_.threads(); }
  std::span<const double> weights() override { return weights_; }
  std::span<const double> residuals() override { return residuals_; }
  std::span<const double> gradient() override;
  std::span<const double> jacobian() override;
  void multiply(std::span<const double> v, std::span<double> y) override;
  void multiply_transposed(std::span<const double> y, std::span<double> v) override;
  void multiply_metric(std::span<const double> v, std::span<double> sv) override;
  void gram(std::span<double> g) override;
  void metric(std::span<double> s) override;
  void diagonal(std::span<double> d) override;
  std::span<const Layer> layers() override;
  std::span<const double> layer_weights() override { return own(weights_); }
  void multiply_mixed(std::span<const double> v, std::span<double> dtdv) override;
  void energy_derivatives(std::span<const double> v, std::span<double> derivatives) override;
  double energy() override;
  double energy_after(std::span<const double> update) override;

 private:
  std::span<const double> own(std::span<const double> numbers) const { return own_.of(numbers); }
  const FactoredMatrix& factors();
  std::vector<double> own_jacobian();  // rows of Obar
  std::span<const double> mean_row();  // sum w O [P]
  Layer layer_from(const LayerFactors& layer) const;
  double per_unit() const { return time_scale(system_); }
  // The local energies at theta + factor * update, and the parameters back as they were.
  void energies_at(double factor, std::span<const double> update, LocalEnergies& energies);

  const System& system_;
  WaveFunction& psi_;
  std::span<const ParameterBlock> blocks_;
  Timers& timers_;
  WalkerView drawn_, rows_;  // without and with the places of density rows
  Share own_;                // of all rows
  double trust_ = 1;
  const LocalEnergies* energies_ = nullptr;
  std::vector<double> walker_weights_, weights_, root_weights_, residuals_;
  WeightedRows with_places_;
  std::optional<std::vector<double>> gradient_, jacobian_, mean_row_;
  std::optional<JacobianFactors> factors_, mixed_;
  std::optional<std::vector<Layer>> layers_;
  LocalEnergies changed_;
};

}  // namespace kato
