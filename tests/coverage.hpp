// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include "graph/build.hpp"
#include "run/measurement.hpp"
#include "settings.hpp"

namespace kato {

/// A state of A fermions in the trap that is deliberately not an eigenstate: the determinant of 1, x .. x^(A-1) times
/// exp(-a sum x^2/2), the ground state of a trap of another frequency. Its local energy
///     E_L = a A^2/2 + (1 - a^2)/2 sum x^2
/// fluctuates and is autocorrelated like sum x^2; all means are known.
struct KnownState {
  int particles = 3;
  double a = 1.25;

  Graph graph() const {
    Graph graph(particles, 1);
    const Node x = graph.coordinates();
    const Node orbitals = particles == 1 ? scale(x, 0, 1) : concat({scale(x, 0, 1), powers(x, particles - 1)});
    graph.output("amplitude",
                 signed_product({slogdet(orbitals, ParticleRange{0, particles}), sum(scale(square(x), -0.5 * a))}));
    return graph;
  }
  double energy() const { return 0.25 * particles * particles * (a + 1 / a); }
  double virial() const { return a * a; }
  /// <|x|> of a particle, for up to three: the integral over n(x).
  double mean_distance() const {
    constexpr std::array total{1.0, 3.0, 5.5};
    return total.at(static_cast<std::size_t>(particles) - 1) / (particles * std::sqrt(std::numbers::pi * a));
  }
};

struct Redraw {
  int evaluations = 1000, walkers = 100, steps = 64, sweeps = 2, burn_in = 100;
  double target_error = 0;
};

/// How many of its own error bars each of many independent evaluations is off the exact value: of the energy and of two
/// observables. If error bars are right, these are normal numbers of mean 0 and variance 1.
inline std::map<std::string, std::vector<double>> redrawn(const KnownState& state, const Redraw& redraw) {
  WaveFunction psi(state.graph(), Precision::double_, 1);
  psi.set_parameters({});
  System system;
  system.particles = state.particles;
  const auto count = static_cast<std::size_t>(redraw.walkers);
  const MakeObservables observables = [&] {
    Observables made;
    for (const char* kind : {"virial", "moments"})
      made[kind] = registry().factory<Observable>(kind)(system, count, default_settings("observable", kind));
    return made;
  };
  std::map<std::string, std::vector<double>> off;
  for (int n = 0; n < redraw.evaluations; ++n) {
    const auto seed = static_cast<std::uint64_t>(1000 + n);
    const auto sampler = registry().factory<Sampler>("metropolis")(default_settings("sampler", "metropolis"));
    Walkers walkers = first_walkers(system, count, 1, 0, seed);
    Timers timers;
    const auto found = measure(system, psi, walkers, *sampler,
                               {.seed = seed,
                                .samples = std::int64_t{redraw.walkers} * redraw.steps,
                                .sweeps = redraw.sweeps,
                                .thermalise = redraw.burn_in,
                                .target_error = redraw.target_error},
                               observables, timers);
    off["energy"].push_back((found.energy.mean - state.energy()) / found.energy.std_err);
    const auto add = [&](const char* name, const char* curve, double exact) {
      const auto& number = found.curves.at(curve);
      off[name].push_back((number.mean[0] - exact) / number.std_err[0]);
    };
    add("virial ratio", "virial", state.virial());
    add("mean distance", "moments.r", state.mean_distance());
  }
  return off;
}

/// The share of numbers within `sigmas` of zero.
inline double share_within(const std::vector<double>& off, double sigmas) {
  double count = 0;
  for (const double z : off) count += std::abs(z) <= sigmas;
  return count / static_cast<double>(off.size());
}

}  // namespace kato
