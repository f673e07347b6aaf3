// SPDX-License-Identifier: Apache-2.0
#include "system/work.hpp"

#include <cmath>
#include <vector>

#include "system/potential.hpp"

namespace kato {

// f'(0) = ( 8 (f(h) - f(-h)) - (f(2h) - f(-2h)) ) / (12 h) + O(h^4) for f(s) = V(e^s x).
void add_work_of(const std::function<void(const WalkerView&, std::span<double>)>& add_energy, const WalkerView& walkers,
                 std::span<double> work) {
  constexpr double h = 1e-3;
  std::vector<double> moved(walkers.x.size()), energy(work.size());
  for (const int steps : {-2, -1, 1, 2}) {
    const double scale = std::exp(steps * h);
    for (std::size_t k = 0; k < moved.size(); ++k) moved[k] = scale * walkers.x[k];
    energy.assign(work.size(), 0.0);
    auto elsewhere = walkers;
    elsewhere.x = moved;
    add_energy(elsewhere, energy);
    const double factor = (std::abs(steps) == 1 ? 8.0 : -1.0) * (steps > 0 ? 1 : -1) / (12 * h);
    for (std::size_t w = 0; w < work.size(); ++w) work[w] += factor * energy[w];
  }
}

void Interaction::work(const WalkerView& walkers, std::span<double> work) const {
  add_work_of([this](const WalkerView& moved, std::span<double> energy) { diagonal(moved, energy); }, walkers, work);
}

void Potential::add_work(const WalkerView& walkers, std::span<double> work) const {
  add_work_of([this](const WalkerView& moved, std::span<double> energy) { add_energy(moved, energy); }, walkers, work);
}

}  // namespace kato
