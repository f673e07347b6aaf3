// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace kato {

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
};

}  // namespace kato
