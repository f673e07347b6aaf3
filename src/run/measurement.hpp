// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
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
  std::int64_t samples = 0;  ///< local energies in all, at least; at most with a target_error
  int sweeps = 10;           ///< between two measurements
  int thermalise = 0;        ///< before the first, while the sampler still adapts
  double target_error = 0;   ///< of the energy, where the measurement may end; 0 for none
};

/// The observables that are measured, by kind. An evaluation makes them, and makes them anew when it begins anew.
using Observables = std::map<std::string, std::unique_ptr<Observable>>;
using MakeObservables = std::function<Observables()>;

/// What an evaluation found. Energies in the system's unit, tau in sweeps.
struct Measurement {
  Estimate energy;
  std::vector<std::pair<std::string, Estimate>> components;  ///< kinetic, trap, and every interaction by its name
  std::map<std::string, Curve> curves;                       ///< observables by kind
  double acceptance = 0;
  std::size_t replaced = 0;     ///< walkers that were not finite
  bool complete = true;         ///< false if it was stopped before all was measured
  std::size_t discarded = 0;    ///< samples left out: the walkers had not yet forgotten where they began
  bool settled = true;          ///< false if even the last of the samples that were kept drifted
  bool reached_target = false;  ///< whether the error came down to the target
  double seconds = 0;           ///< wall time of what was kept
};

/// Averages over |psi|^2 with the wave function and the sampler held fixed. `walkers` are moved. `watch` is told
/// of the burn-in and of every measurement, with the mean so far, and may stop both; a measurement that is stopped in
/// the burn-in holds no numbers. After its first eighth the series of energies is tested for a drift
/// (stats/equilibration.hpp; not with fewer than 16 walkers): if there is one, the measurement begins anew, three times
/// at most. With a target_error it ends when that is reached, after 32 measurements of every walker at the earliest.
/// Throws `std::runtime_error` if no walker is finite.
Measurement measure(const System& system, WaveFunction& psi, Walkers& walkers, Sampler& sampler,
                    const MeasurementSettings& settings, const MakeObservables& make_observables, Timers& timers,
                    const Watch& watch = unwatched);

}  // namespace kato
