// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "energy/local_energy.hpp"
#include "run/trial.hpp"

namespace kato {

/// The seconds of an update of the parameters.
struct UpdateTimes {
  double gradient = 0, optimizer = 0;
};

/// Those of a step of a stage with all walkers `from`, whose first ones have these energies: tried with as many as the
/// seconds of `limit` allow, from those with energies to all, by factors of four.
UpdateTimes update_times(const PlannedRun& plan, const Stage& stage, std::span<const double> theta, const Walkers& from,
                         const LocalEnergies& energies, double limit);

/// The total energies of a few walkers, and their rows of densities, in the place of those of many: how long an update
/// takes does not depend on them.
LocalEnergies copies_of(const LocalEnergies& few, std::size_t many);

/// What takes the time `one` for some number and `other` for one `ratio` times as large takes this for one that is
/// `further` times as large again: by a power law that is at most quadratic, as the matrix of walkers is, and linear
/// where there is no first time.
double extrapolated(double one, double other, double ratio, double further);

}  // namespace kato
