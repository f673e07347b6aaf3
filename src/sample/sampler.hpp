// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "base/registry.hpp"
#include "psi/amplitude.hpp"
#include "walker/walkers.hpp"

namespace kato {

/// What a number of sweeps did.
struct SweepReport {
  double acceptance = 0;  ///< of the moves of places
  /// The correlation over the walkers of ln|psi| before and after; its memory in sweeps follows by `memory_of`.
  double correlation = 0;
  /// The acceptance of every kind of move, by name.
  std::vector<std::pair<std::string, double>> moves = {};
};

/// Moves walkers so that they follow |psi|^2. A kind is one file; its state is all that it needs to go on bit for bit.
class Sampler {
 public:
  static constexpr std::string_view category = "sampler";
  using Factory = std::function<std::unique_ptr<Sampler>(const Settings&)>;
  using State = NamedArrays;

  virtual ~Sampler() = default;

  /// Throws `Error` if walkers of this wave function cannot be moved this way, and says what to use instead.
  virtual void check(Amplitude& /*psi*/) const {}

  /// So many sweeps, each of which may move every particle. ln|psi| is evaluated anew first. With `adapt` the moves are
  /// tuned after the last sweep (the walkers then follow |psi|^2 only in the limit): never while measuring.
  /// Results do not depend on the number of threads.
  virtual SweepReport sweep(Amplitude& psi, Walkers& walkers, const StreamKey& stream, int sweeps, bool adapt) = 0;

  virtual State state() const = 0;
  /// Throws `Error` if the state is not one of this kind.
  virtual void restore(const State& state) = 0;
};

}  // namespace kato
