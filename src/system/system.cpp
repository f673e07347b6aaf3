// SPDX-License-Identifier: Apache-2.0
#include "system/system.hpp"

#include <algorithm>

namespace kato {

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

double System::ideal_energy() const {
  if (space != Space::trap) return 0;
  // Shells of the isotropic oscillator: shell n has energy n + d/2 and C(n + d - 1, d - 1) levels.
  double energy = 0;
  long levels = 1;
  for (int shell = 0, left = particles; left > 0; ++shell) {
    const int filled = static_cast<int>(std::min<long>(left, levels));
    energy += filled * (shell + 0.5 * dimensions);
    left -= filled;
    levels = levels * (shell + dimensions) / (shell + 1);
  }
  return energy;
}

}  // namespace kato
