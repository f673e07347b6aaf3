// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "system/matter.hpp"

namespace kato {

/// Walkers in a box, each particle anywhere alike; a function of the seed alone.
Walkers uniform_walkers(const Matter& matter, std::size_t count, std::uint64_t seed);

/// Walkers on the sites of a body-centred cubic lattice, with normal noise of a tenth of the distance of neighbours:
/// species take turns, so that neighbours differ. Throws `Error` unless in three dimensions N = 2 n^3.
Walkers crystal_walkers(const Matter& matter, std::size_t count, std::uint64_t seed);

/// n of N = 2 n^3, the cells along the side of a cube that a body-centred cubic crystal of N particles fills; 0 if it
/// fills none.
int crystal_cells(int particles);

/// The sites of that lattice in a cube of side 1, corners and centres in turn, [N, 3]. Throws `Error` as above.
std::vector<double> crystal_sites(int dimensions, int particles);

}  // namespace kato
