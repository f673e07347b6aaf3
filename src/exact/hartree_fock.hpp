// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "exact/matrix.hpp"
#include "system/system.hpp"

namespace kato::exact {

/// How Hartree and Fock's equations are solved.
struct HartreeFockSettings {
  int shells = 0;         ///< of the oscillator basis; 0: until the energy settles
  double frequency = 0;   ///< of the oscillator basis; 0: the trap's
  double settled = 1e-8;  ///< of the energy: the change with two shells that ends it
  int threads = 1;
};

/// The best determinant of each species: what is found in a basis, an upper bound of the exact energy.
struct HartreeFock {
  double energy = 0;
  double uncertainty = 0;  ///< estimate of what more shells would take off, and rounding
  double kinetic = 0, trap = 0, interaction = 0;

  /// The energy in a smaller basis.
  struct Step {
    int shells;
    double energy;
  };
  std::vector<Step> steps;  ///< up to the last basis

  double frequency = 0;  ///< of the basis
  int shells = 0, iterations = 0;
  double residual = 0;                   ///< of self-consistency, in the unit of energy
  double gap = 0;                        ///< from the highest occupied orbital to the lowest empty one, of any parity
  std::vector<std::vector<int>> levels;  ///< the basis: quantum numbers [functions, d]
  std::vector<Matrix> orbitals;          ///< of every species [functions, particles], orthonormal

  /// One line on the basis.
  std::string method() const;
};

/// Throws `Error` with the reason if `hartree_fock` cannot treat the system: it needs fermions in a harmonic trap and
/// interactions that are a sum over pairs of V(|x_i - x_j|), integrable where two particles meet, or contacts in one
/// dimension; and a basis for which there is room and time.
void check_hartree_fock(const System& system);

/// Hartree and Fock for trapped particles in one, two or three dimensions, with a determinant for each species. Labels
/// with as many particles share their orbitals (closed shells: restricted Hartree-Fock), others have their own. Every
/// orbital is even or odd in each coordinate, as many of each as in the trap's lowest levels. Solutions that break one
/// of these symmetries may be lower where the interaction is strong.
/// The basis are the lowest shells of an isotropic oscillator, whose frequency is the trap's (the geometric mean over
/// the directions): two shells more at a time until the energy settles. Matrix elements are exact (standing_waves.hpp).
/// The same bits for any number of threads. Throws `Error` as `check_hartree_fock`.
HartreeFock hartree_fock(const System& system, const HartreeFockSettings& settings);

}  // namespace kato::exact
