// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "momentum/potential.hpp"

namespace kato {

/// The Hamiltonian of two nucleons on a mesh, with the measure taken into the vectors: phi_k = sqrt(w_i) q_i
/// psi_c(q_i), k = c n + i over C channels of n points, so that <psi|psi> = |phi|^2 and <psi|H|psi> = phi^T H phi.
struct MeshHamiltonian {
  Mesh mesh;
  int channels = 1;                  ///< C
  double kinetic_unit = 0;           ///< hbar^2/(2 mu), MeV fm^2
  std::vector<double> kinetic = {};  ///< hbar^2 q^2/(2 mu) [C n], MeV
  std::vector<double> matrix = {};   ///< H [C n, C n], symmetric, row-major

  std::size_t size() const { return kinetic.size(); }

  /// out = H phi [C n].
  void apply(std::span<const double> phi, std::span<double> out) const;
};

/// From potentials on one mesh, whose matrix elements are added up; a central one acts in the S wave only. Throws
/// `Error` if `kinetic_unit` is zero and the potentials do not agree on it.
MeshHamiltonian mesh_hamiltonian(const Mesh& mesh, const std::vector<const MomentumPotential*>& potentials,
                                 double kinetic_unit);

/// What is known of a state psi_c(q_i) on a mesh.
struct StateProperties {
  double energy = 0;         ///< MeV
  double variance = 0;       ///< <(H - E)^2>, MeV^2
  double kinetic = 0;        ///< MeV
  double d_probability = 0;  ///< the share of the D state in the norm
  double radius = 0;         ///< sqrt(<r^2>)/2 of the relative distance, fm: point nucleons
  double quadrupole = 0;     ///< of point nucleons, fm^2
};

/// <r^2> = sum_L int dq ( q^2 (psi_L')^2 + L (L + 1) psi_L^2 ) and
/// Q = -1/20 int dq ( sqrt(8) s (q^2 psi_S' psi_D' + 3 q psi_D psi_S') + q^2 (psi_D')^2 + 6 psi_D^2 ), s = -1 the sign
/// between the channels of `MomentumPotential`, for a state of norm 1. Machleidt, Phys. Rev. C 63, 024001 (2001),
/// Eqs. (D22), (D23). `psi` [C, n] need not be normalised.
StateProperties properties(const MeshHamiltonian& hamiltonian, std::span<const double> psi);

/// The ground state by diagonalisation on the mesh: psi [C, n] of norm 1, positive at the first point of the S wave.
struct BoundState {
  double energy = 0;  ///< MeV
  std::vector<double> psi;
};
BoundState ground_state(const MeshHamiltonian& hamiltonian);

/// F_c = <a|b>^2/(<a|a><b|b>) over the points of channel c; 1 where both are zero.
double fidelity(const Mesh& mesh, int channel, std::span<const double> a, std::span<const double> b);

}  // namespace kato
