// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "base/registry.hpp"
#include "exec/amplitude.hpp"

namespace kato {

/// The walkers: coordinates x [W, A, d] and, as of the last evaluation, ln|psi| [W]. A walker whose ln|psi| is not
/// known yet, or was computed for other parameters, is evaluated by the sampler before it moves.
struct Walkers {
  int coordinates = 0;  ///< A d
  std::vector<double> x;
  std::vector<double> log_abs;

  std::size_t count() const { return log_abs.size(); }
};

/// What a number of sweeps did.
struct SweepReport {
  double acceptance = 0;
  /// The correlation over the walkers of ln|psi| before and after; its memory in sweeps follows by `memory_of`.
  double correlation = 0;
};

/// The integrated autocorrelation time, in sweeps, of a quantity with this correlation over so many sweeps, if it
/// decays as one exponential: sweeps (1 + rho)/(1 - rho), for rho > 0.
double memory_of(double correlation, int sweeps);

/// The correlation coefficient of two sets of numbers; pairs that are not finite are left out.
double correlation_of(std::span<const double> a, std::span<const double> b);

/// Moves walkers so that they follow |psi|^2. A kind is one file; its state is all that it needs to go on bit for bit.
class Sampler {
 public:
  static constexpr std::string_view category = "sampler";
  using Factory = std::function<std::unique_ptr<Sampler>(const Settings&)>;
  using State = std::map<std::string, std::vector<double>>;

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

/// W walkers at normal random positions of a given spread, a function of the seed alone.
Walkers scattered_walkers(std::size_t count, int coordinates, double spread, std::uint64_t seed);

/// Draws particles anew that are within `core` of an earlier one, further and further out, until none is. Throws
/// `Error` if there is no room for them.
void keep_apart(Walkers& walkers, int dimensions, double core, double spread, std::uint64_t seed);

}  // namespace kato
