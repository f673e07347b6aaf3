// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "exact/reference.hpp"
#include "input/input.hpp"
#include "momentum/bound_state.hpp"
#include "momentum/potential_table.hpp"

namespace kato {

/// What [system] says in momentum space: the potentials, the Hamiltonian on the mesh and its ground state.
class MomentumSystem {
 public:
  /// Throws `Error` if a table cannot be read, or the parts do not fit together.
  explicit MomentumSystem(const Input& input);

  const MeshHamiltonian& hamiltonian() const { return hamiltonian_; }
  const BoundState& exact() const { return exact_; }

  /// The sum of the potentials as a table that can be written.
  PotentialTable table() const;

  /// |E_n - E_2n| of the diagonalisation on this mesh and on one of twice the points; nothing for a table, whose mesh
  /// cannot be changed.
  std::optional<double> mesh_error() const;

  /// The exact energy with the mesh's error, as a reference.
  Reference reference() const;

 private:
  std::vector<std::unique_ptr<MomentumPotential>> potentials_;
  double scale_ = 1, cutoff_ = 1, kinetic_ = 0;  // kinetic: 0 for the potentials' own
  bool own_mesh_ = false;
  MeshHamiltonian hamiltonian_;
  BoundState exact_;
};

/// Kinetic energy, radius and, of coupled channels, D-state probability and quadrupole moment, a line each.
std::string properties_text(const StateProperties& properties, bool coupled);

}  // namespace kato
