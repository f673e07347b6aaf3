// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "energy/local_energy.hpp"
#include "psi/wave_function.hpp"

namespace kato {

/// The local energies of walkers x [W, A, d] without labels.
inline LocalEnergies energies_at(Psi& psi, const System& system, const std::vector<double>& x) {
  LocalEnergies energies;
  local_energies(psi, system, {.x = x, .particles = system.particles, .dimensions = system.dimensions}, energies);
  return energies;
}

/// The same of a graph with its parameters.
inline LocalEnergies energies_at(const Graph& graph, const std::vector<double>& theta, const System& system,
                                 const std::vector<double>& x) {
  WaveFunction psi(graph, Precision::double_, 1);
  psi.set_parameters(theta);
  return energies_at(psi, system, x);
}

}  // namespace kato
