// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "system/ewald_table.hpp"
#include "system/interaction.hpp"

namespace kato {

/// Charges q_i in a periodic box of two or three dimensions, their images, and a uniform background that neutralises
/// them:
///     V = strength ( sum_{i<j} q_i q_j psi(r_ij) + (xi/2) sum_i q_i^2 ),
/// psi and xi as in system/ewald.hpp. Lengths are those of the box, L: V(c x, c L) = V(x, L)/c.
class PeriodicCoulomb final : public Interaction {
 public:
  /// `charges` of every species, or one of all particles. Throws `Error` outside of boxes of two or three dimensions.
  PeriodicCoulomb(const Matter& matter, double strength, std::vector<double> charges,
                  const std::optional<PairCusp>& cusp);

  void diagonal(const WalkerView& walkers, std::span<double> energy) const noexcept override;

  /// dV/d ln c of V(c x, c L), the box scaled with all places: -V. With it 2 <T> - <work> = d P L^d, P the pressure.
  void work(const WalkerView& walkers, std::span<double> work) const override;

  std::optional<PairCusp> cusp() const override { return cusp_; }
  bool of_charges() const override { return true; }
  bool vanishes() const override { return strength_ == 0; }

  /// The Fourier coefficients of two particles of the species a and b, strength q_a q_b 4 pi/q^2, or 2 pi/q in two
  /// dimensions: V of them is (1/L^d) sum_k v(|k|) exp(i k.r) over k = 2 pi n/L. v(0) = 0 by the background.
  double transform(double q, int a, int b) const;

  /// What is there wherever the particles are: strength (xi/2) sum_i q_i^2.
  double self() const { return self_; }

 private:
  int dimensions_;
  double side_, strength_, self_;
  std::vector<double> charges_;      // of every species
  std::vector<double> of_particle_;  // [A]
  std::optional<PairCusp> cusp_;
  std::shared_ptr<const EwaldTable> table_;
};

}  // namespace kato
