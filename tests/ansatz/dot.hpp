// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ansatz/ansatz.hpp"
#include "base/random.hpp"
#include "energies_at.hpp"
#include "run/system_from_input.hpp"
#include "settings.hpp"

namespace kato {

/// Electrons with spins in a harmonic trap, with or without their repulsion.
inline System dot(const std::vector<double>& omega, int up, int down, bool repulsion = true, double range = 1) {
  System system;
  system.dimensions = static_cast<int>(omega.size());
  system.particles = up + down;
  system.species = {{"up", up}, {"down", down}};
  system.potential = registry().factory<Potential>("harmonic")(
      system, default_settings("potential", "harmonic", Settings({{"frequency", omega}})));
  if (repulsion)
    system.interactions.push_back(
        {"coulomb", registry().factory<Interaction>("coulomb")(
                        system, default_settings("interaction", "coulomb", Settings({{"range", range}})))});
  return system;
}

/// An ansatz for a system with its starting parameters, of which some are set by name.
inline WaveFunction state_of(const std::string& kind, const System& system, const Settings& changes = {},
                             const std::vector<std::pair<std::string, double>>& numbers = {}) {
  const Graph graph = registry().factory<Ansatz>(kind)(particles_of(system), default_settings("ansatz", kind, changes));
  auto theta = graph.initial_parameters(3);
  for (const auto& parameter : graph.parameters())
    for (const auto& [name, number] : numbers)
      if (parameter.name == name)
        for (std::size_t n = 0; n < parameter.size; ++n) theta[parameter.offset + n] = number;
  WaveFunction psi(graph, Precision::double_, 1);
  psi.set_parameters(theta);
  return psi;
}

/// Normal numbers in the length of the trap.
inline std::vector<double> walkers_of(const System& system, std::size_t count) {
  std::vector<double> x(count * static_cast<std::size_t>(system.coordinates()));
  fill_normal({.seed = 5, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, x);
  for (double& each : x) each *= system.length();
  return x;
}

/// ln|psi| and its sign at each walker.
inline std::vector<std::pair<double, double>> values(WaveFunction& psi, const std::vector<double>& x) {
  const int particles = psi.graph().particles(), dimensions = psi.graph().dimensions();
  std::vector<LogPsi> found(x.size() / static_cast<std::size_t>(particles * dimensions));
  evaluate(psi, {.x = x, .particles = particles, .dimensions = dimensions}, found);
  std::vector<std::pair<double, double>> all;
  for (const auto& value : found) all.push_back({value.log_abs, value.sign});
  return all;
}

/// Every walker with particles i and j exchanged.
inline std::vector<double> exchanged(std::vector<double> x, const System& system, int i, int j) {
  const auto d = static_cast<std::size_t>(system.dimensions), all = static_cast<std::size_t>(system.coordinates());
  for (std::size_t w = 0; w < x.size(); w += all)
    for (std::size_t c = 0; c < d; ++c)
      std::swap(x[w + static_cast<std::size_t>(i) * d + c], x[w + static_cast<std::size_t>(j) * d + c]);
  return x;
}

}  // namespace kato
