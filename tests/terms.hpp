// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "settings.hpp"
#include "system/system.hpp"

namespace kato {

/// Adds an interaction with its default settings, some changed, as the term "interaction".
inline void add_interaction(System& system, const std::string& kind, const Settings& changes = {}) {
  system.interactions.push_back(
      {"interaction", registry().factory<Interaction>(kind)(system, default_settings("interaction", kind, changes))});
}

/// Replaces the trap by a potential with its default settings, some changed.
inline void set_potential(System& system, const std::string& kind, const Settings& changes = {}) {
  system.potential = registry().factory<Potential>(kind)(system, default_settings("potential", kind, changes));
}

/// A term that is any function of the coordinates [A, d] of a walker.
class EnergyOf final : public Interaction {
 public:
  using Energy = std::function<double(std::span<const double> x)>;

  explicit EnergyOf(Energy energy) : energy_(std::move(energy)) {}
  void diagonal(const WalkerView& walkers, std::span<double> energy) const noexcept override {
    for (std::size_t w = 0; w < energy.size(); ++w) energy[w] += energy_(walkers.place(w));
  }

 private:
  Energy energy_;
};

/// Adds it as the term "other".
inline void add_energy(System& system, EnergyOf::Energy energy) {
  system.interactions.push_back({"other", std::make_shared<EnergyOf>(std::move(energy))});
}

/// Such an energy: `beyond` where the first coordinate is above an edge, else 0.
inline EnergyOf::Energy cliff(double edge, double beyond) {
  return [=](std::span<const double> x) { return x[0] > edge ? beyond : 0; };
}

}  // namespace kato
