// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "base/timers.hpp"
#include "momentum/bound_state.hpp"
#include "momentum/network.hpp"
#include "optimize/optimizer.hpp"

namespace kato {

/// A step of the energy's minimisation on a mesh, as an optimiser sees it. A "walker" b is a point of the mesh in one
/// channel: no sampling, every sum is the quadrature. With phi as in `MeshHamiltonian`, E its energy and a metric D_b,
///
///     e_b   = s_b ((H - E) phi)_b / (sqrt(D_b) |phi|)
///     Obar_bp = s_b sqrt(D_b) (d_p phi_b - phi_b <phi|D|d_p phi>/<phi|D|phi>) / |phi|,   s_b = sign phi_b
///     w_b   = D_b phi_b^2 / <phi|D|phi>
///
/// so that 2 Obar^T e = dE/dtheta without approximation, for any D: S = Obar^T Obar is the metric of states, with D = 1
/// their overlap (imaginary time), with D = hbar^2 (q^2 + q0^2)/(2 mu) the kinetic energy's, in which H is well
/// conditioned (Neuberger, Sobolev Gradients and Differential Equations, Lect. Notes Math. 1670).
class QuadratureStep final : public TrainingStep {
 public:
  /// `metric` is D [C n]; all that is passed must outlive the step.
  QuadratureStep(ChannelNetwork& network, const MeshHamiltonian& hamiltonian, std::vector<double> metric,
                 Timers& timers);

  /// Evaluates the wave function with its present parameters.
  void begin();

  /// Of (H - E) on the state: <(H - E)^2>, MeV^2.
  double variance() const { return variance_; }
  const std::vector<double>& psi() const { return psi_; }

  std::span<const ParameterBlock> blocks() const override { return blocks_; }
  std::size_t walkers() const override { return psi_.size(); }
  std::size_t parameters() const override { return network_.graph().parameter_count(); }
  int threads() const override { return 1; }
  std::span<const double> weights() override { return weights_; }
  std::span<const double> residuals() override { return residuals_; }
  std::span<const double> gradient() override;
  std::span<const double> jacobian() override;
  std::span<const Layer> layers() override;
  void multiply_mixed(std::span<const double> v, std::span<double> dtdv) override;
  void energy_derivatives(std::span<const double> v, std::span<double> derivatives) override;
  double energy() override { return energy_; }
  double energy_after(std::span<const double> update) override;

 private:
  void evaluate(std::vector<double>& phi);

  ChannelNetwork& network_;
  const MeshHamiltonian& hamiltonian_;
  Timers& timers_;
  std::vector<ParameterBlock> blocks_;
  std::vector<double> metric_, roots_;  // D, and sqrt(w_i) q_i for every channel
  std::vector<double> psi_, phi_, h_phi_, weights_, residuals_, gradient_, jacobian_;
  double norm_ = 0, energy_ = 0, variance_ = 0;  // norm: <phi|phi>
  bool has_gradient_ = false, has_jacobian_ = false;
};

}  // namespace kato
