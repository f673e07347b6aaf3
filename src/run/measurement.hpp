// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/timers.hpp"
#include "observe/observable.hpp"
#include "run/log.hpp"
#include "run/wave_function.hpp"
#include "sample/sampler.hpp"
#include "stats/estimate.hpp"
#include "system/system.hpp"

namespace kato {

struct MeasurementSettings {
  std::uint64_t seed = 1;
  std::int64_t samples = 0;  ///< local energies in all, at least
  int sweeps = 10;           ///< between two measurements
  int thermalise = 0;        ///< before the first, while the sampler still adapts
};

/// What an evaluation found. Energies in the system's unit, tau in sweeps.
struct Measurement {
  Estimate energy;
  std::vector<std::pair<std::string, Estimate>> components;  ///< kinetic, trap, and every interaction by its name
  std::map<std::string, Curve> curves;                       ///< observables by kind
  double acceptance = 0;
  std::size_t replaced = 0;  ///< walkers that were not finite
  bool complete = true;      ///< false if it was stopped before all was measured
};

/// Averages over |psi|^2 with the wave function and the sampler held fixed. `walkers` are moved. `watch` is told
/// of the burn-in and of every measurement, with the mean so far, and may stop both; a measurement that is stopped in
/// the burn-in holds no numbers. Throws `std::runtime_error` if no walker is finite.
Measurement measure(const System& system, WaveFunction& psi, Walkers& walkers, Sampler& sampler,
                    const MeasurementSettings& settings,
                    std::map<std::string, std::unique_ptr<Observable>>& observables, Timers& timers,
                    const Watch& watch = unwatched);

}  // namespace kato
