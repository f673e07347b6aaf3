// SPDX-License-Identifier: Apache-2.0
#include "system/system.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "system/oscillator.hpp"

namespace kato {

std::vector<ParticleRange> System::ranges() const { return species_ranges_or_all(species, particles); }

std::optional<PairCusp> System::cusp() const {
  std::optional<PairCusp> all;
  for (const auto& term : interactions)
    if (const auto one = term.interaction->cusp(dimensions)) {
      // The delta function of a sharp kink cancels an energy, that of a rounded one does not.
      require(!all || all->rounding == one->rounding,
              "system.interaction: one wants the kink of the wave function rounded (treatment = \"reorganised\"), and "
              "another does not, or otherwise; give all of them one treatment and one rounding");
      all = all ? *all + *one : *one;
    }
  if (all && statistics == Statistics::boson) all->like = all->bosons;
  return all;
}

bool System::displaces() const {
  return std::ranges::any_of(interactions, [](const auto& term) { return term.interaction->displaces(); });
}

double System::core() const {
  const auto all = cusp();
  return all ? all->core : 0;
}

bool System::nodeless() const {
  return statistics == Statistics::boson || std::ranges::all_of(ranges(), [](auto range) { return range.count < 2; });
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

std::vector<double> System::frequencies() const {
  return trap() != nullptr ? trap()->frequencies(dimensions) : std::vector<double>{};
}

bool System::harmonic() const {
  const auto omega = frequencies();
  return !omega.empty() && std::ranges::all_of(omega, [](double each) { return each == 1; });
}

double System::length() const {
  double product = 1;
  const auto omega = frequencies();
  for (const double each : omega) product *= each;
  return omega.empty() ? 1 : std::pow(product, -0.5 / static_cast<double>(omega.size()));
}

std::string System::energy_unit() const {
  return frequencies().empty() || harmonic() ? "hbar omega" : "hbar^2/(m a^2)";
}

std::string System::length_unit() const { return frequencies().empty() || harmonic() ? "a_ho" : "a"; }

double System::ideal_energy() const {
  const auto omega = frequencies();
  double energy = 0;
  if (!omega.empty())
    for (const auto& range : ranges())
      for (const auto& level : oscillator_levels(statistics == Statistics::boson ? 1 : range.count, omega))
        energy += oscillator_energy(level, omega) * (statistics == Statistics::boson ? range.count : 1);
  return energy;
}

}  // namespace kato
