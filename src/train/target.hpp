// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "exact/matrix.hpp"
#include "psi/amplitude.hpp"
#include "system/system.hpp"

namespace kato {

/// The product over species of a Slater determinant each, for pretraining to fit and for a sampler to follow; its
/// orbitals are
///     phi_j(x) = sum_a f_a(x) C_aj,
/// f the functions of an oscillator and C the coefficients of the species.
class TargetDeterminant final : public Amplitude {
 public:
  /// The lowest orbitals of the trap, or of the unit trap where it is not harmonic.
  static TargetDeterminant oscillator(const System& system, int threads);
  /// Hartree and Fock's, to some 1e-5 of the energy. Throws `Error` as `exact::check_hartree_fock`.
  static TargetDeterminant hartree_fock(const System& system, int threads);
  /// One of the two by its name in the input, "oscillator" or "hartree-fock".
  static TargetDeterminant named(const std::string& name, const System& system, int threads);

  std::size_t tile_walkers() const override { return 64; }
  int threads() const override { return threads_; }
  void value_tile(int thread, const WalkerView& walkers, std::span<LogPsi> psi) override;

  /// phi_j(x_i) [A, orbitals()] of one walker x [A, d], j < n for a particle of a species with n particles.
  void fill(std::span<const double> x, std::span<double> matrix) const;

  std::size_t orbitals() const { return orbitals_; }  ///< of the species with the most particles
  const std::vector<ParticleRange>& ranges() const { return ranges_; }

 private:
  TargetDeterminant(const System& system, std::vector<double> omega, int threads);

  std::vector<ParticleRange> ranges_;
  std::size_t particles_, dimensions_, orbitals_;
  int threads_;
  std::vector<double> omega_;                // of the oscillator
  std::vector<std::vector<int>> levels_;     // its functions
  std::vector<exact::Matrix> coefficients_;  // C [functions, n] of every species; none: phi_j = f_j
};

}  // namespace kato
