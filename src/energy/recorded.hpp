// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "energy/local_energy.hpp"

namespace kato {

/// What records show of the energy's parts, for every walker; their sum is the local energy.
struct RecordedEnergies {
  std::vector<double> kinetic;             ///< [W]
  std::vector<std::vector<double>> terms;  ///< one [W] for each interaction of the system
};

/// The parts of local energies as averages have them. A contact interaction is met by no walker: at its kinks
/// -1/2 lap psi / psi has delta functions which cancel it, and both are missing in the local energy. Its recorded
/// energy is taken by parts from the gradient (`contact_density`); what it gains the kinetic energy loses, so that both
/// have the means of <V> and <T>.
RecordedEnergies recorded(const System& system, const WalkerView& walkers, const LocalEnergies& energies);

}  // namespace kato
