// SPDX-License-Identifier: Apache-2.0
#include "exact/hartree_fock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/error.hpp"
#include "exact/self_consistency.hpp"
#include "system/oscillator.hpp"
#include "system/singularity.hpp"

namespace kato::exact {
namespace {

// Where the time of an iteration is some seconds.
int most_shells(int dimensions) { return std::array{60, 24, 12}.at(static_cast<std::size_t>(dimensions) - 1); }

TrappedParticles trapped_particles(const System& system) {
  const auto omega = system.frequencies();
  require(system.statistics == Statistics::fermion,
          "hartree-fock: is of fermions, and these are bosons; train a wave function instead");
  require(!omega.empty() && system.dimensions <= 3,
          "hartree-fock: needs a harmonic trap in one, two or three dimensions (its basis is an oscillator's); train a "
          "wave function instead");
  const auto potentials = species_potentials(system);
  require(potentials.has_value(),
          "hartree-fock: an interaction is no sum over pairs of a potential V(r), the same for all species and finite; "
          "train a wave function instead");
  require(singularity_of(potentials->like).exponent < system.dimensions &&
              singularity_of(potentials->unlike).exponent < system.dimensions,
          "hartree-fock: an interaction is so singular where two particles meet that every determinant has an infinite "
          "energy; train a wave function instead");
  TrappedParticles particles{.omega = omega, .potentials = *potentials, .contact = system.contact_strength()};
  for (const auto& range : system.ranges()) {
    if (range.count == 0) continue;
    const auto same = std::ranges::find(particles.kinds, range.count, &LikeLabels::particles);
    if (same == particles.kinds.end())
      particles.kinds.push_back({.species = 1, .particles = range.count});
    else
      ++same->species;
  }
  return particles;
}

// The shells that the lowest levels of all species reach into.
int least_shells(const TrappedParticles& particles) {
  int least = 1;
  for (const auto& kind : particles.kinds)
    for (const auto& level : oscillator_levels(kind.particles, particles.omega))
      least = std::max(least, 1 + std::accumulate(level.begin(), level.end(), 0));
  return least;
}

int last_shells(const TrappedParticles& particles, const HartreeFockSettings& settings) {
  const int usual = most_shells(static_cast<int>(particles.omega.size()));
  return settings.shells > 0 ? settings.shells : std::max(usual, least_shells(particles) + 4);
}

// The basis is that of an isotropic oscillator: a long trap, or many particles, take more of it than there is room for.
void require_room(const TrappedParticles& particles, int shells) {
  constexpr double most_memory = 4e9, most_work = 1e12;  // bytes, and products of an iteration
  const auto dimensions = static_cast<double>(particles.omega.size());
  double functions = 1, waves = 2.0 * shells * std::pow(shells, dimensions - 1), occupied = 10;
  for (std::size_t c = 0; c < particles.omega.size(); ++c)
    functions *= (shells + static_cast<double>(c)) / (static_cast<double>(c) + 1);
  for (const auto& kind : particles.kinds) occupied += kind.particles;
  const double matrices = 16.0 * static_cast<double>(particles.kinds.size()) + 20;
  require(8 * matrices * functions * functions < most_memory && waves * functions * functions * occupied < most_work,
          fmt::format("hartree-fock: {} shells of {:.0f} functions are more than it can do (they are those of an "
                      "isotropic trap, and the particles fill {}); take fewer particles or a rounder trap",
                      shells, functions, least_shells(particles)));
}

double mean_frequency(const std::vector<double>& omega) {
  double product = 1;
  for (const double each : omega) product *= each;
  return std::pow(product, 1 / static_cast<double>(omega.size()));
}

// The same orbitals in a basis of more functions.
std::vector<Matrix> widened(const std::vector<Matrix>& orbitals, int functions) {
  std::vector<Matrix> wide;
  for (const auto& narrow : orbitals) {
    wide.emplace_back(functions, narrow.cols);
    for (int j = 0; j < narrow.cols; ++j)
      for (int a = 0; a < narrow.rows; ++a) wide.back()(a, j) = narrow(a, j);
  }
  return wide;
}

// What more shells may take off. The energy falls in uneven steps, as functions of one angular momentum or another come
// in with one node more; over four shells they are more even: as if they fell geometrically, with a margin.
double beyond(const std::vector<HartreeFock::Step>& steps) {
  const std::size_t n = steps.size();
  if (n < 3) return std::numeric_limits<double>::infinity();
  const auto energy = [&](std::size_t back) { return steps[n - 1 - back].energy; };
  const double last = std::abs(energy(2) - energy(0));
  if (n < 5) return 2 * last;
  const double ratio = std::clamp(last / std::abs(energy(4) - energy(2)), 0.0, 0.98);
  return std::max(2 * std::abs(energy(1) - energy(0)), 1.5 * last * ratio / (1 - ratio));
}

}  // namespace

std::string HartreeFock::method() const {
  return fmt::format("{} oscillator functions in {} shells of frequency {:.3g}{}{}", levels.size(), shells, frequency,
                     residual > 1e-6 * frequency ? fmt::format(", not self-consistent to {:.1g}", residual) : "",
                     gap < 0 ? ", other parities may be lower" : "");
}

void check_hartree_fock(const System& system) {
  const auto particles = trapped_particles(system);
  require_room(particles, last_shells(particles, {}));
}

HartreeFock hartree_fock(const System& system, const HartreeFockSettings& settings) {
  const auto particles = trapped_particles(system);
  const int least = least_shells(particles);
  const int last = last_shells(particles, settings);
  require(last >= least, fmt::format("hartree-fock: the trap's lowest levels fill {} shells, got {}; give more", least,
                                     settings.shells));
  require_room(particles, last);
  HartreeFock found;
  found.frequency = settings.frequency > 0 ? settings.frequency : mean_frequency(particles.omega);
  SelfConsistent solution;
  for (int shells = least + (last - least) % 2;; shells += 2) {
    const MeanField field(particles, shells, found.frequency, settings.threads);
    const double before = solution.energy();
    solution = self_consistent(field, found.steps.empty() ? free_orbitals(field, particles.omega)
                                                          : widened(solution.orbitals, field.functions()));
    found.steps.push_back({shells, solution.energy()});
    found.iterations += solution.iterations;
    found.levels = field.levels();
    found.shells = shells;
    const bool is_settled =
        found.steps.size() > 2 && std::abs(solution.energy() - before) < settings.settled * std::abs(solution.energy());
    if (shells + 2 > last || (settings.shells == 0 && is_settled)) break;
  }
  found.energy = solution.energy();
  found.uncertainty = beyond(found.steps) + 1e-12 * std::abs(found.energy);
  found.kinetic = solution.kinetic;
  found.trap = solution.trap;
  found.interaction = solution.interaction;
  found.residual = solution.residual;
  found.gap = solution.gap;
  for (const auto& range : system.ranges()) {
    found.orbitals.emplace_back(static_cast<int>(found.levels.size()), 0);
    for (std::size_t s = 0; s < particles.kinds.size(); ++s)
      if (particles.kinds[s].particles == range.count) found.orbitals.back() = solution.orbitals[s];
  }
  return found;
}

}  // namespace kato::exact
