// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "stats/curve.hpp"
#include "stats/estimate.hpp"
#include "stats/tail_index.hpp"

namespace kato {

/// What the numbers of a measurement were taken from, and when.
struct MeasurementOrigin {
  std::int64_t samples = 0, sweeps = 0, burn_in = 0;  ///< local energies; between two of a walker; before the first
  std::uint64_t seed = 0;
  std::vector<std::string> observables = {};  ///< their kinds
  std::string date = {}, program = {};
  std::string state = {};  ///< the mark of what was measured (`state_mark`)
  bool operator==(const MeasurementOrigin&) const = default;
};

/// What an evaluation found. Energies in the system's unit, tau in sweeps.
struct Measurement {
  Estimate energy;
  std::vector<std::pair<std::string, Estimate>> components;  ///< kinetic, trap, and every interaction by its name
  std::map<std::string, Curve> curves;                       ///< observables by kind
  double acceptance = 0;
  std::size_t replaced = 0;     ///< walkers that were not finite
  std::size_t lost = 0;         ///< walkers at one time where psi or its energy was nothing but rounding, at most
  double above_apart = 0;       ///< errors by which the energy is above that of particles that nothing keeps from there
  TailIndex::Found tails = {};  ///< of the local energies; its error counts as many samples as are independent
  bool complete = true;         ///< false if it was stopped before all was measured
  std::size_t discarded = 0;    ///< samples left out: the walkers had not yet forgotten where they began
  bool settled = true;          ///< false if even the last of the samples that were kept drifted
  bool reached_target = false;  ///< whether the error came down to the target
  double seconds = 0;           ///< wall time of what was kept
  MeasurementOrigin origin = {};
};

}  // namespace kato
