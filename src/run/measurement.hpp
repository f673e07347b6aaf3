// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "base/random.hpp"
#include "base/timers.hpp"
#include "energy/local_energy.hpp"
#include "psi/wave_function.hpp"
#include "record/log.hpp"
#include "record/measurement.hpp"
#include "run/series.hpp"
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

/// Averages over |psi|^2 with the wave function and the sampler held fixed, which may be stopped and gone on with.
class MeasurementUnderWay {
 public:
  /// `walkers` are moved, and `sampler` adapts in the burn-in; all of them must live as long.
  MeasurementUnderWay(const System& system, WaveFunction& psi, Walkers& walkers, Sampler& sampler,
                      const MeasurementSettings& settings, MakeObservables make_observables);

  /// Measures to the end. `watch` is told of the burn-in and of every measurement, with the mean so far, and may stop
  /// both; a measurement that is stopped in the burn-in holds no numbers. After its first eighth the series of energies
  /// is tested for a drift (stats/equilibration.hpp; not with fewer than 16 walkers): if there is one, the measurement
  /// begins anew, three times at most. With a target_error it ends when that is reached, after 32 measurements of every
  /// walker at the earliest. Throws `std::runtime_error` if no walker is finite, `Error` if the wave function is
  /// nothing but rounding.
  Measurement go_on(Timers& timers, const Watch& watch = unwatched);

  /// All that going on bit for bit needs, also while `watch` is asked: walkers, sampler, sums and where it stands.
  /// Empty if an observable does not know its sums.
  NamedArrays state() const;
  /// Throws `Error` if that was of another measurement.
  void restore(const NamedArrays& state);

 private:
  void make_series();
  bool burn_in(Timers& timers, const Watch& watch);
  bool measure_once(Timers& timers);
  void check_digits();
  bool tell(std::int64_t steps, const Watch& watch) const;

  const System& system_;
  WaveFunction& psi_;
  Walkers& walkers_;
  Sampler& sampler_;
  MeasurementSettings settings_;
  MakeObservables make_observables_;
  StreamKey stream_;
  std::int64_t steps_ = 0;
  int burnt_ = 0, restarts_ = 0;
  Measurement result_;
  LocalEnergies energies_;
  std::unique_ptr<Series> series_;
};

/// The same in one go.
Measurement measure(const System& system, WaveFunction& psi, Walkers& walkers, Sampler& sampler,
                    const MeasurementSettings& settings, const MakeObservables& make_observables, Timers& timers,
                    const Watch& watch = unwatched);

}  // namespace kato
