// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "boltzmann/machine.hpp"

namespace kato {

/// The orbitals of psi = sum_d det M_d, d = 1..D, where row i of every M_d [A, A] is a function of x_i alone.
class OrbitalRows {
 public:
  virtual ~OrbitalRows() = default;

  virtual int particles() const = 0;     ///< A
  virtual int determinants() const = 0;  ///< D
  /// The points that `rows_tile` takes at most.
  virtual std::size_t tile_points() const = 0;

  /// A particle's row of every M_d for each of n points x [n, d], as rows [n, D, A] times exp(log_factor [n]), by the
  /// calling thread, which is number `thread`.
  virtual void rows_tile(int thread, std::span<const double> x, std::span<double> rows,
                         std::span<double> log_factor) = 0;
};

/// A wave function as a sampler sees it: ln|psi| of a few walkers at a time, at whatever precision lies behind it.
class Amplitude {
 public:
  virtual ~Amplitude() = default;

  /// The walkers that `value_tile` takes at most.
  virtual std::size_t tile_walkers() const = 0;
  virtual int threads() const = 0;

  /// ln|psi| [n] and its sign [n] (+1, -1, or 0 where psi vanishes) for walkers x [n, A, d], by the calling thread,
  /// which is number `thread`.
  virtual void value_tile(int thread, std::span<const double> x, std::span<double> log_abs, std::span<double> sign) = 0;

  /// The walkers that `gradient_tile` takes at most; 0 for a wave function that has no gradients to offer.
  virtual std::size_t gradient_tile_walkers() const { return 0; }

  /// Besides, d ln|psi| / dx [n, A, d].
  virtual void gradient_tile(int /*thread*/, std::span<const double> /*x*/, std::span<double> /*log_abs*/,
                             std::span<double> /*sign*/, std::span<double> /*gradient*/) {}

  /// The orbitals, if psi is made of rows that each depend on their own particle alone; else null.
  virtual OrbitalRows* orbital_rows() { return nullptr; }

  /// Whether |psi|^2 is the density of the visible units of a Boltzmann machine, and that machine, with the parameters
  /// of now: p(x) is proportional to |psi(x)|^2. Not while tiles are being evaluated.
  virtual bool is_machine() const { return false; }
  virtual BoltzmannMachine machine() { return {BoltzmannMachine::Visible::gaussian, 1, 0}; }
};

}  // namespace kato
