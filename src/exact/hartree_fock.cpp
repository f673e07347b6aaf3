// SPDX-License-Identifier: Apache-2.0
#include "exact/hartree_fock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "base/error.hpp"
#include "exact/remainder.hpp"
#include "exact/self_consistency.hpp"
#include "system/oscillator.hpp"

namespace kato::exact {
namespace {

constexpr double settled = 1e-8;  // of the energy, a change with two shells

// Where the time of an iteration is some seconds.
int most_shells(int dimensions) { return std::array{60, 24, 12}.at(static_cast<std::size_t>(dimensions) - 1); }

// Whether V(r) r^d vanishes as r does.
bool integrable(const PairPotential& potential, int dimensions) {
  constexpr double shortest = 1e-9, nothing = 1e-6;
  return std::abs(potential(shortest)) * std::pow(shortest, dimensions) < nothing;
}

TrappedParticles trapped_particles(const System& system) {
  const auto omega = system.frequencies();
  require(!omega.empty() && system.dimensions <= 3,
          "hartree-fock: needs a harmonic trap in one, two or three dimensions (its basis is an oscillator's); train a "
          "wave function instead");
  const auto potentials = label_potentials(system);
  require(potentials.has_value(),
          "hartree-fock: an interaction is no sum over pairs of a potential V(r), the same for all labels and finite; "
          "train a wave function instead");
  require(integrable(potentials->like, system.dimensions) && integrable(potentials->unlike, system.dimensions),
          "hartree-fock: an interaction is so singular where two particles meet that every determinant has an infinite "
          "energy; train a wave function instead");
  TrappedParticles particles{.omega = omega, .potentials = *potentials, .contact = system.contact_strength()};
  for (const auto& range : system.ranges()) {
    const auto same = std::ranges::find(particles.kinds, range.count, &LikeLabels::particles);
    if (same == particles.kinds.end())
      particles.kinds.push_back({.labels = 1, .particles = range.count});
    else
      ++same->labels;
  }
  return particles;
}

// The shells that the lowest levels of all labels reach into.
int least_shells(const TrappedParticles& particles) {
  int least = 1;
  for (const auto& kind : particles.kinds)
    for (const auto& level : oscillator_levels(kind.particles, particles.omega))
      least = std::max(least, 1 + std::accumulate(level.begin(), level.end(), 0));
  return least;
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

}  // namespace

std::string HartreeFock::method() const {
  return fmt::format("Hartree-Fock (upper bound): {} oscillator functions in {} shells of frequency {:.3g}{}",
                     levels.size(), shells, frequency,
                     residual > 1e-6 * frequency ? fmt::format("; not self-consistent, to {:.1g}", residual) : "");
}

void check_hartree_fock(const System& system) { trapped_particles(system); }

HartreeFock hartree_fock(const System& system, const HartreeFockSettings& settings) {
  const auto particles = trapped_particles(system);
  const int least = least_shells(particles), last = settings.shells > 0 ? settings.shells : most_shells(system.dimensions);
  require(last >= least, fmt::format("hartree-fock: the trap's lowest levels fill {} shells, got {}; give more", least,
                                     settings.shells));
  HartreeFock found;
  found.frequency = settings.frequency > 0 ? settings.frequency : mean_frequency(particles.omega);
  SelfConsistent solution;
  double before = 0, change = 0;
  for (int shells = std::min(last, least + 2 + (last - least) % 2);; shells += 2) {
    const MeanField field(particles, shells, found.frequency, settings.threads);
    const double energy = solution.energy();
    solution = self_consistent(field, found.steps.empty() ? free_orbitals(field, particles.omega)
                                                          : widened(solution.orbitals, field.functions()));
    if (!found.steps.empty()) before = change, change = energy - solution.energy();
    found.steps.push_back({shells, solution.energy()});
    found.iterations += solution.iterations;
    found.levels = field.levels();
    found.shells = shells;
    const bool is_settled = found.steps.size() > 2 && std::abs(change) < settled * std::abs(solution.energy());
    if (shells + 2 > last || (settings.shells == 0 && is_settled)) break;
  }
  found.energy = solution.energy();
  found.uncertainty = remainder(before, change) + 1e-12 * std::abs(found.energy);
  found.kinetic = solution.kinetic;
  found.trap = solution.trap;
  found.interaction = solution.interaction;
  found.residual = solution.residual;
  found.gap = solution.gap;
  for (const auto& range : system.ranges()) {
    const auto kind = std::ranges::find(particles.kinds, range.count, &LikeLabels::particles) - particles.kinds.begin();
    found.orbitals.push_back(solution.orbitals[static_cast<std::size_t>(kind)]);
  }
  return found;
}

}  // namespace kato::exact
