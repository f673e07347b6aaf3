// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "ansatz/ansatz.hpp"
#include "graph/build.hpp"

namespace kato {

/// What networks and factors of pairs see of places x: x itself, and in a periodic box, where x are angles,
///     (cos x, sin x) [A, 2 d],
/// in which two particles are |2 sin((x_i - x_j)/2)| apart: their distance where it is small, and smooth wherever they
/// are. So what is written for distances in a trap holds in a box.
Node seen_places(Node x, const Particles& particles);

/// The `count` lowest real plane waves 1, cos n.x, sin n.x of a box [A, count], of x [A, d] in angles.
Node plane_wave_orbitals(Node x, int count);

/// Throws `Error` that the ansatz has no periodic form, if the particles are in a box.
void refuse_box(const Particles& particles, const std::string& ansatz);

}  // namespace kato
