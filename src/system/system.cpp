// SPDX-License-Identifier: Apache-2.0
#include "system/system.hpp"

#include <algorithm>

namespace kato {

std::vector<LabelRange> System::ranges() const { return label_ranges_or_all(labels, particles); }

std::optional<PairCusp> System::cusp() const {
  std::optional<PairCusp> all;
  for (const auto& term : interactions)
    if (const auto one = term.interaction->cusp(dimensions)) all = all ? *all + *one : *one;
  return all;
}

double System::contact_strength() const {
  double sum = 0;
  for (const auto& term : interactions) sum += term.interaction->contact_strength();
  return sum;
}

const Potential* System::trap() const {
  if (potential) return potential.get();
  return space == Space::trap ? &oscillator() : nullptr;
}

void System::add_trap_energy(const Configurations& walkers, std::span<double> energy) const noexcept {
  if (const auto* held_by = trap()) held_by->add_energy(walkers, energy);
}

void System::potential_energy(const Configurations& walkers, std::span<double> energy) const noexcept {
  std::ranges::fill(energy, 0.0);
  add_trap_energy(walkers, energy);
  for (const auto& term : interactions) term.interaction->add_energy(walkers, energy);
}

void System::add_work(const Configurations& walkers, std::span<double> work) const {
  if (const auto* held_by = trap()) held_by->add_work(walkers, work);
  for (const auto& term : interactions) term.interaction->add_work(walkers, work);
}

double System::ideal_energy() const {
  if (!harmonic()) return 0;
  // Shells of the isotropic oscillator, filled by each label: shell n has energy n + d/2 and C(n + d - 1, d - 1)
  // levels.
  double energy = 0;
  for (const auto& range : ranges()) {
    long levels = 1;
    for (int shell = 0, left = range.count; left > 0; ++shell) {
      const int filled = static_cast<int>(std::min<long>(left, levels));
      energy += filled * (shell + 0.5 * dimensions);
      left -= filled;
      levels = levels * (shell + dimensions) / (shell + 1);
    }
  }
  return energy;
}

}  // namespace kato
