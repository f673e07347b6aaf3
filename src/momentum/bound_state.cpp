// SPDX-License-Identifier: Apache-2.0
#include "momentum/bound_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "linalg/eigen.hpp"
#include "linalg/matrix_vector.hpp"

namespace kato {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

double agreed_kinetic(const std::vector<const MomentumPotential*>& potentials) {
  const double first = potentials.front()->kinetic();
  for (const auto* other : potentials)
    require(other->kinetic() == first,
            fmt::format("system.kinetic: the potentials were made for different hbar^2/(2 mu) ({} and {} MeV fm^2); "
                        "give the one to use as a number",
                        first, other->kinetic()));
  return first;
}

}  // namespace

void MeshHamiltonian::apply(std::span<const double> phi, std::span<double> out) const {
  multiply(matrix, size(), size(), phi, out, 1);
}

MeshHamiltonian mesh_hamiltonian(const Mesh& mesh, const std::vector<const MomentumPotential*>& potentials,
                                 double kinetic_unit) {
  require(!potentials.empty(),
          "system.interaction: two nucleons without a force do not bind; add [[system.interaction]] with a kind that "
          "`kato list momentum-potential` shows");
  MeshHamiltonian h{.mesh = mesh, .kinetic_unit = kinetic_unit > 0 ? kinetic_unit : agreed_kinetic(potentials)};
  for (const auto* potential : potentials) h.channels = std::max(h.channels, potential->channels());
  const std::size_t n = mesh.size(), size = n * static_cast<std::size_t>(h.channels);
  const auto roots = measure_roots(mesh);
  h.matrix.assign(size * size, 0.0);
  for (const auto* potential : potentials) {
    const auto v = potential->elements(mesh);
    const std::size_t width = n * static_cast<std::size_t>(potential->channels());
    for (std::size_t a = 0; a < width; ++a)
      for (std::size_t b = 0; b < width; ++b) h.matrix[a * size + b] += roots[a % n] * v[a * width + b] * roots[b % n];
  }
  for (std::size_t k = 0; k < size; ++k) {
    h.kinetic.push_back(h.kinetic_unit * mesh.q[k % n] * mesh.q[k % n]);
    h.matrix[k * size + k] += h.kinetic[k];
  }
  return h;
}

StateProperties properties(const MeshHamiltonian& hamiltonian, std::span<const double> psi) {
  const auto& mesh = hamiltonian.mesh;
  const std::size_t n = mesh.size();
  const auto roots = measure_roots(mesh);
  std::vector<double> phi(psi.size()), h_phi(psi.size());
  for (std::size_t k = 0; k < psi.size(); ++k) phi[k] = roots[k % n] * psi[k];
  hamiltonian.apply(phi, h_phi);
  StateProperties found;
  double norm = 0;
  for (std::size_t k = 0; k < psi.size(); ++k) {
    norm += phi[k] * phi[k];
    found.energy += phi[k] * h_phi[k];
    found.kinetic += hamiltonian.kinetic[k] * phi[k] * phi[k];
    if (k >= n) found.d_probability += phi[k] * phi[k];
  }
  const bool coupled = hamiltonian.channels == 2;
  const auto s_slope = derivative(mesh, psi.first(n));
  const auto d_slope = coupled ? derivative(mesh, psi.subspan(n, n)) : std::vector<double>(n);
  double square = 0, moment = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double q = mesh.q[i], w = mesh.w[i], d = coupled ? psi[n + i] : 0;
    const double d_part = q * q * d_slope[i] * d_slope[i] + 6 * d * d;
    square += w * (q * q * s_slope[i] * s_slope[i] + d_part);
    moment -= w / 20 * (-std::sqrt(8.0) * (q * q * s_slope[i] * d_slope[i] + 3 * q * d * s_slope[i]) + d_part);
  }
  found.energy /= norm;
  for (std::size_t k = 0; k < psi.size(); ++k) {
    const double residual = h_phi[k] - found.energy * phi[k];
    found.variance += residual * residual / norm;
  }
  found.kinetic /= norm;
  found.d_probability /= norm;
  found.radius = std::sqrt(square / norm) / 2;
  found.quadrupole = moment / norm;
  return found;
}

BoundState ground_state(const MeshHamiltonian& hamiltonian) {
  const auto size = static_cast<Eigen::Index>(hamiltonian.size());
  const Eigen::MatrixXd matrix = Eigen::Map<const RowMajor>(hamiltonian.matrix.data(), size, size);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solved(matrix);
  const auto roots = measure_roots(hamiltonian.mesh);
  BoundState state{.energy = solved.eigenvalues()[0], .psi = std::vector<double>(hamiltonian.size())};
  const double sign = solved.eigenvectors()(0, 0) < 0 ? -1 : 1;
  for (Eigen::Index k = 0; k < size; ++k) {
    const auto at = static_cast<std::size_t>(k);
    state.psi[at] = sign * solved.eigenvectors()(k, 0) / roots[at % hamiltonian.mesh.size()];
  }
  return state;
}

double fidelity(const Mesh& mesh, int channel, std::span<const double> a, std::span<const double> b) {
  const std::size_t n = mesh.size(), first = static_cast<std::size_t>(channel) * n;
  double aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double weight = mesh.w[i] * mesh.q[i] * mesh.q[i], x = a[first + i], y = b[first + i];
    aa += weight * x * x;
    bb += weight * y * y;
    ab += weight * x * y;
  }
  return aa == 0 && bb == 0 ? 1 : ab * ab / (aa * bb);
}

}  // namespace kato
