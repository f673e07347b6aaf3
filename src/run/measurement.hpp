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
#include "psi/wave_function.hpp"
#include "record/log.hpp"
#include "record/measurement.hpp"
#include "sample/sampler.hpp"
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

/// Averages over |psi|^2 with the wave function and the sampler held fixed. `walkers` are moved. `watch` is told
/// of the burn-in and of every measurement, with the mean so far, and may stop both; a measurement that is stopped in
/// the burn-in holds no numbers. After its first eighth the series of energies is tested for a drift
/// (stats/equilibration.hpp; not with fewer than 16 walkers): if there is one, the measurement begins anew, three times
/// at most. With a target_error it ends when that is reached, after 32 measurements of every walker at the earliest.
/// Throws `std::runtime_error` if no walker is finite, `Error` if the wave function is nothing but rounding.
Measurement measure(const System& system, WaveFunction& psi, Walkers& walkers, Sampler& sampler,
                    const MeasurementSettings& settings, const MakeObservables& make_observables, Timers& timers,
                    const Watch& watch = unwatched);

}  // namespace kato
