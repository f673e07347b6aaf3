// SPDX-License-Identifier: Apache-2.0
#include "momentum/quadrature_step.hpp"

#include <cmath>

#include "base/error.hpp"

namespace kato {
namespace {

double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
  return sum;
}

}  // namespace

QuadratureStep::QuadratureStep(ChannelNetwork& network, const MeshHamiltonian& hamiltonian, std::vector<double> metric,
                               Timers& timers)
    : network_(network), hamiltonian_(hamiltonian), timers_(timers), metric_(std::move(metric)) {
  for (const auto& p : network.graph().parameters())
    blocks_.push_back({.name = p.name, .offset = p.offset, .size = p.size});
  const auto roots = measure_roots(hamiltonian.mesh);
  for (std::size_t k = 0; k < hamiltonian.size(); ++k) roots_.push_back(roots[k % roots.size()]);
  for (auto* numbers : {&psi_, &phi_, &h_phi_, &weights_, &residuals_}) numbers->resize(hamiltonian.size());
}

void QuadratureStep::evaluate(std::vector<double>& phi) {
  network_.values(psi_);
  for (std::size_t k = 0; k < phi.size(); ++k) phi[k] = roots_[k] * psi_[k];
}

void QuadratureStep::begin() {
  has_gradient_ = has_jacobian_ = false;
  evaluate(phi_);
  hamiltonian_.apply(phi_, h_phi_);
  norm_ = dot(phi_, phi_);
  energy_ = dot(phi_, h_phi_) / norm_;
  double metric_norm = 0;
  for (std::size_t k = 0; k < phi_.size(); ++k) metric_norm += metric_[k] * phi_[k] * phi_[k];
  variance_ = 0;
  for (std::size_t k = 0; k < phi_.size(); ++k) {
    const double residual = h_phi_[k] - energy_ * phi_[k];
    variance_ += residual * residual / norm_;
    residuals_[k] = (phi_[k] < 0 ? -residual : residual) / std::sqrt(metric_[k] * norm_);
    weights_[k] = metric_[k] * phi_[k] * phi_[k] / metric_norm;
  }
}

std::span<const double> QuadratureStep::gradient() {
  if (!has_gradient_) {
    const auto time = timers_.measure("gradient");
    std::vector<double> seed(phi_.size());
    for (std::size_t k = 0; k < seed.size(); ++k) seed[k] = 2 * (h_phi_[k] - energy_ * phi_[k]) * roots_[k] / norm_;
    gradient_.resize(parameters());
    network_.pullback(seed, gradient_);
    has_gradient_ = true;
  }
  return gradient_;
}

std::span<const double> QuadratureStep::jacobian() {
  if (!has_jacobian_) {
    const auto time = timers_.measure("gradient");
    const std::size_t count = parameters();
    jacobian_.resize(walkers() * count);
    network_.jacobian(jacobian_);
    std::vector<double> along(count);  // <phi|D|d_p phi>/<phi|D|phi> |phi|
    double metric_norm = 0;
    for (std::size_t k = 0; k < walkers(); ++k) metric_norm += metric_[k] * phi_[k] * phi_[k];
    for (std::size_t k = 0; k < walkers(); ++k) {
      const double factor = metric_[k] * phi_[k] * roots_[k] / metric_norm;
      for (std::size_t p = 0; p < count; ++p) along[p] += factor * jacobian_[k * count + p];
    }
    for (std::size_t k = 0; k < walkers(); ++k) {
      const double scale = std::copysign(std::sqrt(metric_[k] / norm_), phi_[k] < 0 ? -1.0 : 1.0);
      double* row = jacobian_.data() + k * count;
      for (std::size_t p = 0; p < count; ++p) row[p] = scale * (roots_[k] * row[p] - phi_[k] * along[p]);
    }
    has_jacobian_ = true;
  }
  return jacobian_;
}

double QuadratureStep::energy_after(std::span<const double> update) {
  const auto theta = network_.parameters();
  auto moved = theta;
  for (std::size_t p = 0; p < moved.size(); ++p) moved[p] += update[p];
  network_.set_parameters(std::move(moved));
  std::vector<double> psi(psi_.size()), phi(psi_.size()), h_phi(psi_.size());
  network_.values(psi);
  network_.set_parameters(theta);
  for (std::size_t k = 0; k < phi.size(); ++k) phi[k] = roots_[k] * psi[k];
  hamiltonian_.apply(phi, h_phi);
  return dot(phi, h_phi) / dot(phi, phi);
}

std::span<const Layer> QuadratureStep::layers() {
  throw Error(
      "optimizer.kind: this optimiser needs the activations of layers, which a step in momentum space does not "
      "have; use sr, minsr, spring, adam or another that works with gradients or the Jacobian");
}

void QuadratureStep::multiply_mixed(std::span<const double>, std::span<double>) {
  throw Error(
      "optimizer.kind: this optimiser needs derivatives by the coordinates, which a step in momentum space does "
      "not have; use sr, minsr, spring, adam or another that works with gradients or the Jacobian");
}

void QuadratureStep::energy_derivatives(std::span<const double>, std::span<double>) {
  throw Error(
      "optimizer.kind: this optimiser needs derivatives of local energies, which a step in momentum space does "
      "not have; use sr, minsr, spring, adam or another that works with gradients or the Jacobian");
}

}  // namespace kato
