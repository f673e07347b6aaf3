// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "ansatz/ansatz.hpp"
#include "graph/build.hpp"

namespace kato {

/// The particles of every label, or all of them if there are no labels.
std::vector<ParticleRange> label_ranges(const Particles& particles);

/// The logarithm [1, 1] of a positive factor with the cusps that the interactions ask for, none if they ask for none:
///     J = sum over pairs of ln f(s) + sum_k c_k s^k,  s = R tanh(r/R),  k = 2..6,
///     f = 1 + a s for a slope a >= 0,  f = exp(a s) for a < 0,
/// so that ln f = a r at short distance and levels off beyond the range R, whatever the sign and the strength: f is
/// the exact factor of two particles for a -> infinity. The parameters `cusp.unlike` and `cusp.like` [5, 1] are the
/// c_k, which leave the slope as it is; they start from zero. Odd powers matter: the exact psi has them. One factor for
/// all pairs of different labels, another for all pairs within a label. Powers of an interaction like 1/r^2 add
/// power ln r of the pairs to J.
std::optional<Node> cusp_factor(Node x, const Particles& particles);

/// What a network should see of the particles where different labels have a cusp, [A, 2 d + 1] (else the coordinates
/// alone): x_i, and sums over the particles j of other labels of t s and s^3, where t = R tanh((x_i - x_j)/R). They
/// have a slope at r = 0, and jumps in their second and third derivatives alone: these a many-body psi needs. With
/// smooth orbitals D the local energy of D f jumps by 2 a dD/D where a pair meets, as f has a slope on either side of
/// it that multiplies the slope of D.
Node coordinates_with_kinks(Node x, const Particles& particles);

}  // namespace kato
