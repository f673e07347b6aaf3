// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "system/system.hpp"

namespace kato::exact {

/// V(r) of two particles at distance r > 0.
using RadialPotential = std::function<double(double)>;

/// The interactions of a system of one species, or of two particles, as V(r); nothing if one of them is no function of
/// distances alone (`kato::PairPotential`) or is infinite. Contact interactions, which have no V(r), are left out.
/// Holds the interactions.
std::optional<RadialPotential> pair_potential(const System& system);

/// V(r) of two particles of one species and of two of different species.
struct SpeciesPotentials {
  RadialPotential like, unlike;
};

/// The interactions of a system of any number of species, likewise; nothing if the pairs of one species differ from
/// those of another, as charges make them, or those of two species from those of other two.
std::optional<SpeciesPotentials> species_potentials(const System& system);

/// Whether V vanishes at contact and at places between 1e-9 and 100 a_ho, each 3e-4 of itself from the next.
bool vanishes(const RadialPotential& potential);

}  // namespace kato::exact
