// SPDX-License-Identifier: Apache-2.0
#include "energy/local_energy.hpp"

#include <algorithm>

#include "base/ranks.hpp"
#include "base/threads.hpp"
#include "energy/connected.hpp"

namespace kato {
namespace {

// -hbar^2/(2 m) (lap psi)/psi from the derivatives of ln|psi|.
void kinetic_energy(double hbar2_m, std::span<const double> gradient, std::span<const double> laplacian,
                    std::span<double> kinetic) {
  const std::size_t coordinates = gradient.size() / laplacian.size();
  for (std::size_t w = 0; w < laplacian.size(); ++w) {
    double square = 0;
    for (std::size_t k = 0; k < coordinates; ++k)
      square += gradient[w * coordinates + k] * gradient[w * coordinates + k];
    kinetic[w] = -0.5 * hbar2_m * (laplacian[w] + square);
  }
}

void resize(const System& system, std::size_t count, LocalEnergies& energies) {
  energies.psi.resize(count);
  energies.terms.resize(system.interactions.size());
  energies.channels.resize(system.interactions.size());
  for (std::size_t t = 0; t < system.interactions.size(); ++t)
    energies.channels[t].resize(system.interactions[t].interaction->channels().size());
  energies.for_columns([&](std::vector<double>& numbers) { numbers.assign(count, 0.0); });
  energies.gradient.assign(count * static_cast<std::size_t>(system.coordinates()), 0.0);
}

// Those of this rank's walkers.
void evaluate_own(Psi& psi, const System& system, const WalkerView& walkers, LocalEnergies& energies) {
  const std::size_t count = walkers.count(), coordinates = walkers.coordinates();
  resize(system, count, energies);
  std::vector<double> laplacian(count);
  psi.laplacian(walkers, energies.psi, energies.gradient, laplacian);
  add_connections(psi, system, walkers, energies);
  constexpr std::size_t block = 128;
  parallel_for((count + block - 1) / block, psi.threads(), [&](std::size_t index, int) {
    const std::size_t begin = index * block, size = std::min(block, count - begin);
    const auto part = [&](std::vector<double>& numbers, std::size_t width = 1) {
      return std::span(numbers).subspan(begin * width, size * width);
    };
    const auto some = walkers.rows(begin, size);
    kinetic_energy(system.hbar2_m, part(energies.gradient, coordinates), part(laplacian), part(energies.kinetic));
    system.add_trap_energy(some, part(energies.trap));
    for (std::size_t t = 0; t < energies.terms.size(); ++t)
      system.interactions[t].interaction->diagonal(some, part(energies.terms[t]));
    for (std::size_t w = begin; w < begin + size; ++w) {
      energies.total[w] = energies.kinetic[w] + energies.trap[w];
      for (const auto& term : energies.terms) energies.total[w] += term[w];
    }
  });
}

// Every rank's part of an array, which has `walkers` equal parts then.
void gather(std::vector<double>& numbers, std::size_t own, std::size_t walkers) {
  const std::size_t width = own > 0 ? numbers.size() / own : 1;
  std::vector<double> all(walkers * width);
  std::ranges::copy(numbers, own_share(walkers).of(std::span(all), width).begin());
  gather_over_ranks(all, walkers);
  numbers = std::move(all);
}

void gather(LocalEnergies& energies, std::size_t walkers) {
  const std::size_t own = energies.total.size();
  energies.for_columns([&](std::vector<double>& numbers) { gather(numbers, own, walkers); });
  std::vector<double> log_abs, signs;
  for (const auto& value : energies.psi) log_abs.push_back(value.log_abs), signs.push_back(value.sign);
  gather(log_abs, own, walkers);
  gather(signs, own, walkers);
  energies.psi.resize(walkers);
  for (std::size_t w = 0; w < walkers; ++w) energies.psi[w] = {log_abs[w], signs[w]};
  energies.density.gather(walkers);
}

}  // namespace

std::vector<double> LocalEnergies::log_abs() const {
  std::vector<double> result;
  for (const auto& value : psi) result.push_back(value.log_abs);
  return result;
}

std::vector<double> LocalEnergies::local() const {
  auto result = total;
  for (std::size_t n = 0; n < density.energy.size(); ++n) result[density.walker[n]] -= density.energy[n];
  return result;
}

void LocalEnergies::copy_row(std::size_t to, std::size_t from) {
  const std::size_t count = psi.size();
  for_columns([&](std::vector<double>& numbers) {
    const auto width = static_cast<std::ptrdiff_t>(numbers.size() / count);
    std::copy_n(numbers.begin() + static_cast<std::ptrdiff_t>(from) * width, width,
                numbers.begin() + static_cast<std::ptrdiff_t>(to) * width);
  });
  psi[to] = psi[from];
  density.copy_row(to, from);
}

void local_energies(Psi& psi, const System& system, const WalkerView& walkers, LocalEnergies& energies) {
  const auto own = own_share(walkers.count());
  evaluate_own(psi, system, walkers.rows(own.first, own.count), energies);
  if (ranks() > 1) gather(energies, walkers.count());
}

}  // namespace kato
