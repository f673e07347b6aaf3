// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "energy/local_energy.hpp"
#include "energy/recorded.hpp"
#include "observe/observable.hpp"
#include "psi/wave_function.hpp"
#include "record/measurement.hpp"
#include "stats/estimate.hpp"
#include "stats/tail_index.hpp"

namespace kato {

/// The observables that are measured, by kind. An evaluation makes them, and makes them anew when it begins anew.
using Observables = std::map<std::string, std::unique_ptr<Observable>>;
using MakeObservables = std::function<Observables()>;

/// A running average for the energy and each of its components.
struct Averages {
  WalkerStatistics total, kinetic, trap;
  std::vector<WalkerStatistics> terms;
  std::vector<std::vector<WalkerStatistics>> channels;  ///< of every term

  Averages(const System& system, std::size_t walkers);
  void add(const LocalEnergies& energies, const RecordedEnergies& parts);
  void write(const System& system, int sweeps, Measurement& result) const;
  /// Calls f for each of them, under a name of its own.
  void for_each(const std::function<void(const std::string& name, WalkerStatistics& statistics)>& f);
};

/// All that one series of measurements adds to; thrown away and made anew if the series was not in equilibrium.
struct Series {
  Averages averages;
  TailIndex tails;
  Observables observables;
  std::int64_t done = 0, look = 32;
  double acceptance = 0;  ///< summed
  double seconds = 0;

  Series(const System& system, std::size_t walkers, const MakeObservables& make)
      : averages(system, walkers), observables(make()) {}

  void add(const System& system, WaveFunction& psi, const Walkers& walkers, const LocalEnergies& energies,
           StreamKey stream);
  /// Whether the error has come down to the target.
  bool reached(double target);
  /// Whether the walkers had not yet forgotten where they began.
  bool drifts() const;
  void write(const System& system, int sweeps, Measurement& result) const;

  /// False if an observable does not say what it added up.
  bool save(NamedArrays& state);
  /// Throws `Error` if the state is that of another series.
  void restore(const NamedArrays& state);
};

/// The array `name` of a measurement under way. Throws `Error` if it is missing or of another size.
const std::vector<double>& numbers(const NamedArrays& state, const std::string& name, std::size_t count);

}  // namespace kato
