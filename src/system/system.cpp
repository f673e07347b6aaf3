// SPDX-License-Identifier: Apache-2.0
#include "system/system.hpp"

#include <algorithm>

namespace kato {

std::vector<LabelRange> System::ranges() const {
  return labels.empty() ? std::vector<LabelRange>{{0, particles}} : label_ranges(labels);
}

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

void System::add_trap_energy(const Configurations& walkers, std::span<double> energy) const noexcept {
  if (space != Space::trap) return;
  const double* x = walkers.x.data();
  for (double& total : energy) {
    double square = 0;
    for (int k = 0; k < coordinates(); ++k) square += x[k] * x[k];
    total += 0.5 * square;
    x += coordinates();
  }
}

void System::potential_energy(const Configurations& walkers, std::span<double> energy) const noexcept {
  std::ranges::fill(energy, 0.0);
  add_trap_energy(walkers, energy);
  for (const auto& term : interactions) term.interaction->add_energy(walkers, energy);
}

void System::add_work(const Configurations& walkers, std::span<double> work) const {
  add_trap_energy(walkers, work);
  add_trap_energy(walkers, work);
  for (const auto& term : interactions) term.interaction->add_work(walkers, work);
}

double System::ideal_energy() const {
  if (space != Space::trap) return 0;
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
