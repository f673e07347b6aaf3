// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "ansatz/ansatz.hpp"
#include "graph/build.hpp"

namespace kato {

/// What a network sees of each pair, q_ij: in a trap ((x_i + x_j)/2, v g, g) and, where the interactions ask for cusps,
/// (v r g^2, (r g)^3), with v = x_i - x_j, r = |v| and g = 1/sqrt(1 + r^2/R^2), which levels them off beyond the range
/// R; in a box (cos v, sin v, s^2) and (s sin v, s^3), with s = |sin(v/2)|. Nothing in q has a slope in r where two
/// particles meet, so that the cusp of psi is that of its factor and stays exact; the second group, smooth but for
/// second derivatives, is what an exact psi has there in the next order.
Node pair_geometry_of(Node x, const Particles& particles);

/// What every particle sees of the others one by one: features of the pairs,
///     u_ij = tanh(w_ij W2 + b2) + w_ij [A^2, width],  w_ij = tanh(q_ij W1 + b1),
/// of q_ij as above.
Node pair_features(const std::string& name, Node x, const Particles& particles, int width);

/// The means of pair features over the other particles of one's own species and over those of other species, each
/// particle apart: [A^2, F] -> [A, F] for particles of one kind, [A, 2 F] for labelled ones.
Node pooled_pairs(Node u, const Particles& particles);

}  // namespace kato
