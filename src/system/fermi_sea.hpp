// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "system/system.hpp"

namespace kato {

/// The spread sqrt(<x_c^2>) along each axis [d] of so many fermions of one kind in the lowest levels of the trap; of an
/// oscillator of frequency 1 where it is not harmonic.
std::vector<double> filled_spread(const System& system, int fermions);

/// The walkers that a run starts from. Few particles are scattered normally over `System::length()`. Where the filled
/// levels of a species spread more than twice as far along any axis, its particles start in a Fermi sea: at the places
/// of points that are uniform in a ball of phase space of that spread, half a mean distance apart from one another.
/// Nearer to one another their orbitals would be equal but for rounding (40 fermions on a line, within an oscillator
/// length). Throws `Error` if there is no room for hard cores.
Walkers first_walkers(const System& system, std::size_t count, std::uint64_t seed);

}  // namespace kato
