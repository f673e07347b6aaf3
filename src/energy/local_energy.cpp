// SPDX-License-Identifier: Apache-2.0
#include "energy/local_energy.hpp"

#include <algorithm>

#include "base/threads.hpp"

namespace kato {
namespace {

// -1/2 (lap psi)/psi from the derivatives of ln|psi|.
void kinetic_energy(std::span<const double> gradient, std::span<const double> laplacian, std::span<double> kinetic) {
  const std::size_t coordinates = gradient.size() / laplacian.size();
  for (std::size_t w = 0; w < laplacian.size(); ++w) {
    double square = 0;
    for (std::size_t k = 0; k < coordinates; ++k)
      square += gradient[w * coordinates + k] * gradient[w * coordinates + k];
    kinetic[w] = -0.5 * (laplacian[w] + square);
  }
}

// Terms that evaluate the wave function elsewhere: all walkers at once.
template <class T>
void add_displaced_energies(Executor<T>& psi, const System& system, std::span<const double> x,
                            LocalEnergies& energies) {
  const Configurations walkers{.x = x,
                               .particles = system.particles,
                               .dimensions = system.dimensions,
                               .species = system.species,
                               .gradient = energies.gradient,
                               .log_abs = energies.log_abs};
  std::vector<double> sign;
  const LogAmplitude log_abs_at = [&](std::span<const double> places, std::span<double> log_abs) {
    sign.resize(log_abs.size());
    psi.value(places, log_abs, sign);
  };
  auto& displaced = energies.displaced;
  displaced = {};
  for (std::size_t t = 0; t < energies.terms.size(); ++t) {
    std::size_t n = displaced.energy.size();
    system.interactions[t].interaction->add_displaced_energy(walkers, log_abs_at, displaced);
    for (; n < displaced.energy.size(); ++n) energies.terms[t][displaced.walker[n]] += displaced.energy[n];
  }
}

// Only the components change; the total is not touched.
void restate_energies(const System& system, const Configurations& walkers, std::size_t begin, LocalEnergies& energies) {
  std::vector<double> before(walkers.walkers());
  for (std::size_t t = 0; t < energies.terms.size(); ++t) {
    const auto energy = std::span(energies.terms[t]).subspan(begin, before.size());
    std::ranges::copy(energy, before.begin());
    system.interactions[t].interaction->restate_energy(walkers, energy);
    for (std::size_t w = 0; w < before.size(); ++w) energies.kinetic[begin + w] += before[w] - energy[w];
  }
}

}  // namespace

std::vector<double> LocalEnergies::local() const {
  auto result = total;
  for (std::size_t n = 0; n < displaced.energy.size(); ++n) result[displaced.walker[n]] -= displaced.energy[n];
  return result;
}

template <class T>
void local_energy(Executor<T>& psi, const System& system, std::span<const double> x, LocalEnergies& energies) {
  const auto coordinates = static_cast<std::size_t>(system.coordinates());
  const std::size_t count = x.size() / coordinates;
  for (auto* numbers : {&energies.total, &energies.kinetic, &energies.log_abs, &energies.sign}) numbers->resize(count);
  energies.trap.assign(count, 0.0);
  energies.terms.assign(system.interactions.size(), std::vector<double>(count));

  energies.gradient.resize(x.size());
  std::vector<double> laplacian(count);
  psi.laplacian(x, energies.log_abs, energies.sign, energies.gradient, laplacian);
  add_displaced_energies(psi, system, x, energies);
  constexpr std::size_t block = 128;
  parallel_for((count + block - 1) / block, psi.threads(), [&](std::size_t index, int) {
    const std::size_t begin = index * block, size = std::min(block, count - begin);
    const auto part = [&](std::vector<double>& numbers, std::size_t width = 1) {
      return std::span(numbers).subspan(begin * width, size * width);
    };
    const Configurations walkers{.x = x.subspan(begin * coordinates, size * coordinates),
                                 .particles = system.particles,
                                 .dimensions = system.dimensions,
                                 .species = system.species,
                                 .gradient = part(energies.gradient, coordinates),
                                 .log_abs = part(energies.log_abs)};
    kinetic_energy(part(energies.gradient, coordinates), part(laplacian), part(energies.kinetic));
    system.add_trap_energy(walkers, part(energies.trap));
    for (std::size_t t = 0; t < energies.terms.size(); ++t)
      system.interactions[t].interaction->add_energy(walkers, part(energies.terms[t]));
    for (std::size_t w = begin; w < begin + size; ++w) {
      energies.total[w] = energies.kinetic[w] + energies.trap[w];
      for (const auto& term : energies.terms) energies.total[w] += term[w];
    }
    restate_energies(system, walkers, begin, energies);
  });
}

template void local_energy(Executor<float>&, const System&, std::span<const double>, LocalEnergies&);
template void local_energy(Executor<double>&, const System&, std::span<const double>, LocalEnergies&);

}  // namespace kato
