// SPDX-License-Identifier: Apache-2.0
#include "exact/configuration_interaction.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "exact/internal_hamiltonian.hpp"
#include "exact/lanczos.hpp"
#include "exact/radial_pair.hpp"
#include "exact/remainder.hpp"

namespace kato::exact {
namespace {

constexpr double zero_point = 0.5;  // of the centre of mass
constexpr double lanczos_tolerance = 1e-6;
constexpr int stride = 6;  // quanta between the energies that show convergence

constexpr int pairs_of(int particles) { return particles * (particles - 1) / 2; }

struct Problem {
  const JacobiBasis& basis;
  const RadialPotential& potential;
  int threads;
};

double energy_at(const Problem& problem, double frequency, int quanta) {
  const Matrix h = internal_hamiltonian(problem.basis, problem.potential, frequency, quanta, problem.threads);
  return lowest_eigenpair(h, h.cols, {1.0}, lanczos_tolerance, problem.threads).value;
}

// The frequency of the lowest energy for a basis of few quanta: downhill in ln(frequency), halving the step.
double best_frequency(const Problem& problem, int quanta) {
  double frequency = 1.5, energy = energy_at(problem, frequency, quanta);
  for (double factor = 2; factor > 1.1; factor = std::sqrt(factor)) {
    for (double way : {factor, 1 / factor}) {
      bool moved = false;
      for (double next = frequency * way; next > 0.05 && next < 100; next *= way) {
        const double trial = energy_at(problem, next, quanta);
        if (!(trial < energy)) break;
        energy = trial, frequency = next, moved = true;
      }
      if (moved) break;
    }
  }
  return frequency;
}

// What a basis without the structure of V that is too fine for it may take off: what two particles lose by the quanta
// that are left for a pair while the others fill the lowest levels, for every pair, and more where pairs are closer.
double beyond_basis(const Problem& problem, double frequency, int quanta) {
  const int particles = problem.basis.particles(), left = quanta - least_quanta(particles) + 1;
  const int odd = left % 2 == 1 ? left : left - 1;
  const JacobiBasis two(2, odd, 1, problem.threads);
  const double found = energy_at({two, problem.potential, problem.threads}, frequency, odd) + zero_point;
  const auto exact = radial_pair(problem.potential, {.momentum = 1});
  return particles * pairs_of(particles) * (std::abs(found - exact.energy) + exact.uncertainty);
}

CiEnergy converge(const Problem& problem, double frequency, int parity) {
  const auto& states = problem.basis.states();
  const int quanta = problem.basis.quanta();
  const Matrix h = internal_hamiltonian(problem.basis, problem.potential, frequency, quanta, problem.threads);
  std::array<double, 3> energy{};
  std::vector<double> vector{1.0};
  for (int step = 0; step < 3; ++step) {
    const int size = states.first[std::max(quanta - stride * (2 - step), 0) + 1];
    auto lowest = lowest_eigenpair(h, std::max(size, 1), vector, lanczos_tolerance, problem.threads);
    energy[step] = lowest.value;
    vector = std::move(lowest.vector);
  }
  const double rounding = 1e-13 * h.cols * std::max(1.0, std::abs(energy[2]));
  const double last = energy[1] - energy[2];
  return {.energy = energy[2] + zero_point,
          .uncertainty =
              std::max(remainder(energy[0] - energy[1], last), beyond_basis(problem, frequency, quanta)) + rounding,
          .frequency = frequency,
          .quanta = quanta,
          .parity = parity,
          .states = h.cols};
}

}  // namespace

int usual_quanta(int particles) {
  constexpr std::array<int, 7> quanta{0, 0, 120, 96, 76, 68, 67};
  return quanta.at(particles);
}

CiEnergy configuration_interaction(int particles, const RadialPotential& potential, const CiSettings& settings) {
  require(particles >= 2 && particles <= 6, "configuration interaction: needs 2 to 6 particles, got " +
                                                std::to_string(particles) +
                                                " (the basis grows too fast); train a wave function instead");
  const int least = least_quanta(particles);
  const int parity = settings.parity < 0 ? least % 2 : settings.parity;
  int quanta = settings.quanta > 0 ? settings.quanta : usual_quanta(particles);
  if (quanta % 2 != parity) --quanta;  // a shell of the other parity adds nothing
  require(quanta >= least, "configuration interaction: the Pauli principle asks for more quanta than " +
                               std::to_string(settings.quanta) + "; give at least " + std::to_string(least + 1));
  const JacobiBasis basis(particles, quanta, parity, settings.threads);
  const Problem problem{basis, potential, settings.threads};
  const int few = least + (quanta - least) * 3 / 4;
  const double frequency = settings.frequency > 0 ? settings.frequency : best_frequency(problem, few);
  return converge(problem, frequency, parity);
}

}  // namespace kato::exact
