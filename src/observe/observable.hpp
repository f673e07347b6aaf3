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
#include "psi/amplitude.hpp"
#include "stats/curve.hpp"
#include "stats/grouped_means.hpp"
#include "system/system.hpp"

namespace kato {

/// What an observable may ask for besides the walkers themselves.
struct Surroundings {
  Amplitude* psi = nullptr;               ///< for observables that evaluate psi elsewhere
  std::span<const LogPsi> values = {};    ///< psi at the walkers [W]
  std::span<const double> gradient = {};  ///< d ln|psi| / dx [W, A, d]
  std::span<const double> kinetic = {};   ///< the kinetic energy as records have it [W]
  StreamKey stream = {};                  ///< random numbers of this measurement, for observables alone
  int threads = 1;                        ///< of `parallel_for`; results must not depend on it
};

/// Something that is averaged over the walkers of an evaluation. A kind is one file.
class Observable {
 public:
  static constexpr std::string_view category = "observable";
  using Factory = std::function<std::unique_ptr<Observable>(const System&, std::size_t walkers, const Settings&)>;

  virtual ~Observable() = default;

  /// Adds one measurement of every walker; they come in the same order each time.
  virtual void measure(const WalkerView& walkers, const Surroundings& around) = 0;

  /// Means and errors of all that was added.
  virtual Curve result() const = 0;

  /// The same where there are several curves, by name: they are recorded as `kind` for "" and `kind.name`.
  virtual std::map<std::string, Curve> results() const { return {{"", result()}}; }

  /// All numbers that measurements change, where they stand, in the same order and of the same sizes at any time: an
  /// evaluation that was stopped goes on with them. Empty where that is not known: then it begins anew.
  virtual Sums sums() { return {}; }
};

}  // namespace kato
