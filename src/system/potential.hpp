// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/registry.hpp"
#include "system/interaction.hpp"

namespace kato {

/// A potential energy that every particle has by itself: what holds the particles together in a trap. One is made for
/// the particles that it holds and throws `Error` there if it makes no sense for them.
class Potential {
 public:
  static constexpr std::string_view category = "potential";
  using Factory = std::function<std::unique_ptr<Potential>(const Matter&, const Settings&)>;

  virtual ~Potential() = default;

  /// Adds the energy of every walker to `energy` [W], in the system's unit of energy.
  virtual void add_energy(const WalkerView& walkers, std::span<double> energy) const noexcept = 0;

  /// Adds sum_i x_i . grad_i V, as for an interaction.
  virtual void add_work(const WalkerView& walkers, std::span<double> work) const;

  /// omega_c of each coordinate if it is sum_i sum_c omega_c^2 x_ic^2/2, of which levels are known; else none.
  virtual std::vector<double> frequencies(int /*dimensions*/) const { return {}; }
};

/// The harmonic trap with all omega_c = 1: where nothing else is said.
const Potential& oscillator();

}  // namespace kato
