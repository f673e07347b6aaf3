// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "system/interaction.hpp"
#include "system/matter.hpp"
#include "system/potential.hpp"

namespace kato {

/// What is solved: particles, the space they live in, and the terms of the Hamiltonian
///     H = sum_i ( -hbar^2/(2 m) nabla_i^2 + V_trap(x_i) ) + interactions,
/// in a trap in harmonic-oscillator units (hbar = m = omega = 1).
struct System : Matter {
  /// One term of the potential energy, under the name that it has in the records.
  struct Term {
    std::string name;
    std::shared_ptr<const Interaction> interaction;
  };

  std::shared_ptr<const Potential> potential = {};  ///< V_trap; none: |x|^2/2 in a trap, nothing elsewhere
  std::vector<Term> interactions = {};

  /// What all interactions together ask of wave functions where two particles meet; for bosons `like` is what two
  /// bosons of one kind want. Throws `Error` if one wants a kink rounded that another wants otherwise.
  std::optional<PairCusp> cusp() const;

  /// Whether an interaction enters by densities: the sum over its connections is then no (H psi)/psi.
  bool by_density() const;

  /// The distance that no two particles come within: that of hard cores, 0 without.
  double core() const;

  /// g of the contact interactions between different species.
  double contact_strength() const;

  /// V_trap; null where nothing holds the particles.
  const Potential* trap() const;
  /// omega_c [d] of a harmonic trap, none of any other.
  std::vector<double> frequencies() const;
  /// Whether the trap is |x|^2/2.
  bool harmonic() const;
  /// The length on which the trap holds the particles: 1/sqrt(omega), the geometric mean over the directions, where it
  /// is harmonic; L/(2 pi) of a box; else 1.
  double length() const;

  /// What energies are in: hbar omega where the trap is |x|^2/2 or another that is written in these units, else the
  /// unit of a length a that is left open (effective atomic units, where a Coulomb interaction of strength 1 sets it).
  std::string energy_unit() const;
  /// What lengths are in, likewise: a_ho, or a (the effective Bohr radius of a Coulomb interaction of strength 1).
  std::string length_unit() const;

  /// Whether charges interact: the units of a box are bohr and hartree then, and else a and hbar^2/(m a^2).
  bool of_charges() const;

  /// E_FG of a box: the energy of a particle of the infinite free gas of the same density.
  double free_gas_energy() const;

  /// Adds V_trap of every walker to `energy` [W].
  void add_trap_energy(const WalkerView& walkers, std::span<double> energy) const noexcept;

  /// The trap and all interactions: `energy` [W] is overwritten.
  void potential_energy(const WalkerView& walkers, std::span<double> energy) const noexcept;

  /// Adds the work sum_i x_i . grad_i V of the trap and of all interactions to `work` [W]; that of contact interactions
  /// by parts, from d ln|psi| / dx [W, A, d].
  void add_work(const WalkerView& walkers, std::span<const double> gradient, std::span<double> work) const;

  /// The energy of the non-interacting ground state, in the unit of omega (zero unless the trap is harmonic): filled
  /// levels of fermions, all bosons in the lowest one.
  double ideal_energy() const;
};

}  // namespace kato
