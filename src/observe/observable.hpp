// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/registry.hpp"
#include "system/system.hpp"

namespace kato {

/// A measured function on a grid, with the error of every value.
struct Curve {
  std::string axis;       ///< what `x` is, with its unit
  std::vector<double> x;  ///< centres of the bins
  std::vector<double> mean, std_err;
};

/// Something that is averaged over the walkers of an evaluation. A kind is one file.
class Observable {
 public:
  static constexpr std::string_view category = "observable";
  using Factory = std::function<std::unique_ptr<Observable>(const System&, std::size_t walkers, const Settings&)>;

  virtual ~Observable() = default;

  /// Adds one measurement of every walker; they come in the same order each time.
  virtual void add(const Configurations& walkers) = 0;

  /// Means and errors of all that was added.
  virtual Curve result() const = 0;

  /// The same where there are several curves, by name: they are recorded as `kind` for "" and `kind.name`.
  virtual std::map<std::string, Curve> results() const { return {{"", result()}}; }
};

}  // namespace kato
