// SPDX-License-Identifier: Apache-2.0
#include "system/system.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.hpp"
#include "system/box.hpp"
#include "system/contact.hpp"
#include "system/oscillator.hpp"
#include "system/singularity.hpp"

namespace kato {

std::optional<PairCusp> System::cusp() const {
  std::optional<PairCusp> all;
  for (const auto& term : interactions)
    if (const auto one = term.interaction->cusp()) {
      // The delta function of a sharp kink cancels an energy, that of a rounded one does not.
      require(!all || all->rounding == one->rounding,
              "system.interaction: one wants the kink of the wave function rounded (treatment = \"reorganised\"), and "
              "another does not, or otherwise; give all of them one treatment and one rounding");
      all = all ? *all + *one : *one;
    }
  if (!all) return all;
  const bool bosons = statistics == Statistics::boson;
  if (bosons) all->like = all->bosons;
  if (!all->unlike_terms.asks_nothing()) {
    const auto shape = contact_shape(all->unlike_terms, all->unlike, dimensions, "unlike");
    all->unlike = shape.slope;
    all->unlike_power += shape.power;
  }
  if (!all->like_terms.asks_nothing()) {
    const auto shape = contact_shape(all->like_terms, all->like, dimensions + (bosons ? 0 : 2), "like");
    all->like = shape.slope;
    all->like_power += shape.power;
  }
  return all->asks_nothing() ? std::nullopt : all;
}

bool System::by_density() const {
  return std::ranges::any_of(interactions,
                             [](const auto& term) { return term.interaction->connects() == Enters::density; });
}

double System::core() const {
  const auto all = cusp();
  return all ? all->core : 0;
}

double System::contact_strength() const {
  double sum = 0;
  for (const auto& term : interactions) sum += term.interaction->contact_strength();
  return sum;
}

const Potential* System::trap() const {
  if (potential) return potential.get();
  return space.kind == Space::trap ? &oscillator() : nullptr;
}

void System::add_trap_energy(const WalkerView& walkers, std::span<double> energy) const noexcept {
  if (const auto* held_by = trap()) held_by->add_energy(walkers, energy);
}

void System::potential_energy(const WalkerView& walkers, std::span<double> energy) const noexcept {
  std::ranges::fill(energy, 0.0);
  add_trap_energy(walkers, energy);
  for (const auto& term : interactions) term.interaction->diagonal(walkers, energy);
}

void System::add_work(const WalkerView& walkers, std::span<const double> gradient, std::span<double> work) const {
  if (const auto* held_by = trap()) held_by->add_work(walkers, work);
  for (const auto& term : interactions) term.interaction->work(walkers, work);
  const double strength = contact_strength();
  if (strength == 0) return;
  const std::size_t d = walkers.coordinates();
  for (std::size_t w = 0; w < work.size(); ++w)  // delta(c x) = delta(x)/c: the work is -V
    work[w] -= strength * contact_density(species, walkers.place(w), gradient.subspan(w * d, d), space);
}

std::vector<double> System::frequencies() const {
  return trap() != nullptr ? trap()->frequencies(dimensions) : std::vector<double>{};
}

bool System::harmonic() const {
  const auto omega = frequencies();
  return !omega.empty() && std::ranges::all_of(omega, [](double each) { return each == 1; });
}

double System::length() const {
  if (space.periodic()) return space.side / (2 * std::numbers::pi);
  double product = 1;
  const auto omega = frequencies();
  for (const double each : omega) product *= each;
  return omega.empty() ? 1 : std::pow(product, -0.5 / static_cast<double>(omega.size()));
}

bool System::of_charges() const {
  return std::ranges::any_of(interactions, [](const auto& term) { return term.interaction->of_charges(); });
}

std::string System::energy_unit() const {
  if (space.periodic()) return of_charges() ? "hartree" : "hbar^2/(m a^2)";
  return frequencies().empty() || harmonic() ? "hbar omega" : "hbar^2/(m a^2)";
}

std::string System::length_unit() const {
  if (space.periodic()) return of_charges() ? "bohr" : "a";
  return frequencies().empty() || harmonic() ? "a_ho" : "a";
}

double System::free_gas_energy() const {
  const double volume = std::pow(space.side, dimensions);
  return free_gas_of(*this).energy(particles / volume, hbar2_m);
}

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
