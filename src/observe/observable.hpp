// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "base/registry.hpp"
#include "stats/curve.hpp"
#include "system/system.hpp"

namespace kato {

/// psi as ln|psi| [n] and its sign [n] (0 where psi vanishes) of any configurations x [n, A, d].
using SignedAmplitude =
    std::function<void(std::span<const double> x, std::span<double> log_abs, std::span<double> sign)>;

/// What an observable may ask for besides the walkers themselves.
struct Surroundings {
  const SignedAmplitude& psi;
  StreamKey stream;  ///< random numbers of this measurement, for observables alone
  int threads = 1;   ///< of `parallel_for`; results must not depend on it
};

/// Something that is averaged over the walkers of an evaluation. A kind is one file.
class Observable {
 public:
  static constexpr std::string_view category = "observable";
  using Factory = std::function<std::unique_ptr<Observable>(const System&, std::size_t walkers, const Settings&)>;

  virtual ~Observable() = default;

  /// Adds one measurement of every walker; they come in the same order each time.
  virtual void add(const Configurations& walkers) = 0;

  /// The same for an observable that evaluates psi elsewhere than at the walkers, or needs random numbers or threads.
  /// An evaluation calls this one.
  virtual void measure(const Configurations& walkers, const Surroundings& /*around*/) { add(walkers); }

  /// Means and errors of all that was added.
  virtual Curve result() const = 0;

  /// The same where there are several curves, by name: they are recorded as `kind` for "" and `kind.name`.
  virtual std::map<std::string, Curve> results() const { return {{"", result()}}; }
};

}  // namespace kato
