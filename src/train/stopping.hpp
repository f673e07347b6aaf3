// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/registry.hpp"

namespace kato {

/// A rule that says when a stage of training has converged, from the energies of its steps. A kind is one file; its
/// state is all that it needs to go on bit for bit.
class Stopping {
 public:
  static constexpr std::string_view category = "stopping";
  using Factory = std::function<std::unique_ptr<Stopping>(const Settings&)>;
  using State = std::map<std::string, std::vector<double>>;

  /// Why the stage may end, and what its last window showed.
  struct Verdict {
    std::string reason;
    double energy = 0;
    double variance = 0;  ///< of the local energy
  };

  virtual ~Stopping() = default;

  /// A step's energy and the variance of its local energy. Steps that were rejected are left out.
  virtual void add(double energy, double variance) = 0;
  /// Nothing while the stage is to go on.
  virtual std::optional<Verdict> verdict() const = 0;

  virtual State state() const = 0;
  /// Throws `Error` if the state is not one of this kind.
  virtual void restore(const State& state) = 0;
};

}  // namespace kato
