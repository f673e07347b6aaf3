// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "exec/batch.hpp"
#include "exec/orbital_rows.hpp"
#include "graph/graph.hpp"
#include "walker/walkers.hpp"

namespace kato {

/// A wave function as samplers see it: values of a few walkers at a time, at whatever precision lies behind it. Calls
/// of different threads use different `thread` numbers, below `threads()`.
class Amplitude {
 public:
  virtual ~Amplitude() = default;

  /// The walkers that `value_tile` takes at most.
  virtual std::size_t tile_walkers() const = 0;
  virtual int threads() const = 0;

  /// psi [n] of n walkers.
  virtual void value_tile(int thread, const WalkerView& walkers, std::span<LogPsi> psi) = 0;

  /// The walkers that `gradient_tile` takes at most; 0 for a wave function that has no gradients to offer.
  virtual std::size_t gradient_tile_walkers() const { return 0; }

  /// Besides, d ln|psi| / dx [n, A, d].
  virtual void gradient_tile(int /*thread*/, const WalkerView& /*walkers*/, std::span<LogPsi> /*psi*/,
                             std::span<double> /*gradient*/) {}

  /// The orbitals, if psi is made of rows that each depend on their own particle alone; else null.
  virtual OrbitalRows* orbital_rows() { return nullptr; }

  /// The graph of psi and the parameters [P] of now, if it is one graph; else null.
  virtual const Graph* graph_or_null() const { return nullptr; }
  virtual std::span<const double> parameters() const { return {}; }
};

/// psi [W] of any number of walkers, tile by tile on all threads.
void evaluate(Amplitude& psi, const WalkerView& walkers, std::span<LogPsi> values);

/// The same where all ranks have the walkers: each takes its share, and all get all of the values.
void evaluate_over_ranks(Amplitude& psi, const WalkerView& walkers, std::span<LogPsi> values);

}  // namespace kato
