// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "base/registry.hpp"

namespace kato {

/// The coordinates of a batch of walkers: x [W, A, d], in the system's unit of length.
struct Configurations {
  std::span<const double> x;
  int particles = 0;
  int dimensions = 0;

  std::size_t walkers() const { return x.size() / (static_cast<std::size_t>(particles) * dimensions); }
};

/// A potential energy that the particles have because of one another.
class Interaction {
 public:
  static constexpr std::string_view category = "interaction";
  using Factory = std::function<std::unique_ptr<Interaction>(const Settings&)>;

  virtual ~Interaction() = default;

  /// Adds the energy of every walker to `energy` [W], in the system's unit of energy.
  virtual void add_energy(const Configurations& walkers, std::span<double> energy) const noexcept = 0;
};

}  // namespace kato
