// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "system/system.hpp"

namespace kato::exact {

/// V(r) of two particles at distance r > 0.
using PairPotential = std::function<double(double)>;

/// The interactions of a system of one species, or of two particles, as V(r), asked of `Interaction::add_energy` with
/// two particles; nothing if, at a few probes, they are not finite or not a sum over pairs that depends on distances
/// alone. Holds a copy of the system.
std::optional<PairPotential> pair_potential(const System& system);

/// V(r) of two particles of one species and of two of different species; contact interactions have none.
struct LabelPotentials {
  PairPotential like, unlike;
};

/// The interactions of a system of any number of species, found and probed in the same way.
std::optional<LabelPotentials> species_potentials(const System& system);

/// Whether V vanishes at contact and at a set of probes between 1e-9 and 100 a_ho.
bool vanishes(const PairPotential& potential);

/// The shortest distance, not below 1e-9 a_ho, at which V has changed by a tenth of its value at contact: what a grid
/// or basis has to resolve, 0.46 s for a Gaussian of range s. Infinite if V does not change or is 0 or singular at
/// contact.
double core_radius(const PairPotential& potential);

}  // namespace kato::exact
