// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/summary.hpp"

namespace kato {

/// By how much an energy may be wrong from rounding alone: four roundings, at the precision of the run, of the energy
/// and its parts. No error is smaller.
double rounding_of(const Summary& summary);

/// How far the energy is from its reference.
struct Difference {
  double value = 0;
  double error = 0;       ///< of both; 0 where there is none (energies that are not sampled)
  bool rounding = false;  ///< whether it is no more than rounding, and so no number of errors

  double errors() const { return error > 0 ? (value < 0 ? -value : value) / error : 0; }
};
/// Nothing without a reference or an energy.
std::optional<Difference> difference_of(const Summary& summary);

/// What a reader of the numbers should know, in sentences, for the terminal, summary.json and the page alike: an energy
/// further below its reference than chance allows, R-hat above 1.05, a variance that looks infinite, an energy above
/// that of particles far apart, a measurement that drifted or missed its target, walkers that were lost or replaced,
/// and steps that were rejected.
std::vector<std::string> warnings_of(const Summary& summary);

}  // namespace kato
