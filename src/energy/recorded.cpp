// SPDX-License-Identifier: Apache-2.0
#include "energy/recorded.hpp"

#include "system/contact.hpp"

namespace kato {

RecordedEnergies recorded(const System& system, const WalkerView& walkers, const LocalEnergies& energies) {
  RecordedEnergies result{.kinetic = energies.kinetic, .terms = energies.terms};
  const std::size_t d = walkers.coordinates();
  for (std::size_t t = 0; t < result.terms.size(); ++t) {
    const double strength = system.interactions[t].interaction->contact_strength();
    if (strength == 0) continue;
    for (std::size_t w = 0; w < walkers.count(); ++w) {
      const double energy = strength * contact_density(system.species, walkers.place(w),
                                                       std::span(energies.gradient).subspan(w * d, d), system.space);
      result.kinetic[w] += result.terms[t][w] - energy;
      result.terms[t][w] = energy;
    }
  }
  return result;
}

}  // namespace kato
