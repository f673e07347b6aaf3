// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "exact/matrix.hpp"
#include "exact/pair_potential.hpp"
#include "exact/standing_waves.hpp"

namespace kato::exact {

/// Labels that have the same number of particles, in the same orbitals.
struct LikeLabels {
  int species = 0;    ///< how many species
  int particles = 0;  ///< of each
};

/// What holds the particles and what acts between them.
struct TrappedParticles {
  std::vector<double> omega;        ///< of the trap, for each coordinate
  SpeciesPotentials potentials;     ///< V(r)
  double contact = 0;               ///< g of g delta(x) between different species, in one dimension
  std::vector<LikeLabels> kinds{};  ///< all particles
};

/// Determinants of trapped particles in the lowest shells of an isotropic oscillator of some frequency: the matrices of
/// the one-particle energies, and the mean field of the particles. The basis of more shells begins with that of fewer.
class MeanField {
 public:
  MeanField(const TrappedParticles& particles, int shells, double frequency, int threads);

  int functions() const { return static_cast<int>(levels_.size()); }
  double frequency() const { return frequency_; }
  const std::vector<LikeLabels>& kinds() const { return kinds_; }
  const std::vector<std::vector<int>>& levels() const { return levels_; }  ///< quantum numbers [functions, d]
  /// The functions that are even or odd in the same coordinates, class by class.
  const std::vector<std::vector<int>>& parities() const { return parities_; }
  const Matrix& kinetic() const { return kinetic_; }  ///< [functions, functions]
  const Matrix& trap() const { return trap_; }

  /// For every kind s, with its occupied orbitals C_s [functions, particles], P_s = C_s C_s^T and P the sum of P_s over
  /// all species,
  ///     (J_s - K_s)(a, b) = sum_q A_q(a, b) [ w_q tr P_s A_q + w'_q tr (P - P_s) A_q ] - w_q (A_q P_s A_q)(a, b),
  /// w_q the weights (standing_waves.hpp) of the interaction within a species, w'_q those between species. Meant for
  /// orbitals of one parity each, and right between functions of one parity; the other elements have no meaning.
  std::vector<Matrix> interaction(const std::vector<Matrix>& occupied) const;

 private:
  void add_wave(int wave, const std::vector<Matrix>& occupied, Matrix& a, std::vector<Matrix>& sums) const;

  std::vector<LikeLabels> kinds_;
  double frequency_;
  int threads_;
  StandingWaves waves_;
  std::vector<std::vector<int>> levels_, parities_;
  Matrix kinetic_, trap_;
  std::vector<double> like_, unlike_;  // w_q, w'_q
};

}  // namespace kato::exact
