// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "ansatz/ansatz.hpp"
#include "graph/build.hpp"

namespace kato {

/// x [A, d] in lengths of the trap, so that the same starting values fit a wide trap and a narrow one; in angles
/// 2 pi x/L in a box.
Node positions(Graph& graph, const Particles& particles);

/// The particles of every species, or all of them if there are no species.
std::vector<ParticleRange> species_ranges(const Particles& particles);

/// Pairs of one species and pairs of different species in classes of their own, numbered in this order, where wanted.
PairClasses classes_of_species(const Particles& particles, bool like, bool unlike);

/// The logarithm [1, 1] of a positive factor with the cusps that the interactions ask for, none if they ask for none:
///     J = sum over pairs of ln f(s) + sum_k c_k s^k,  s = R tanh(r/R),  k = 2..6,      r = |2 sin(x_ij/2)| in a box,
///     f = 1 + a s for a slope a >= 0,  f = exp(a s) for a < 0,
/// so that ln f = a r at short distance and levels off beyond the range R, whatever the sign and the strength: f is
/// the exact factor of two particles for a -> infinity. Where a rounding e is asked for, r is e ln cosh(r/e): psi is
/// smooth where two particles meet, and has its slope from a few e on. The parameters `cusp.unlike` and `cusp.like` [5,
/// 1] are the c_k, which leave the slope as it is; they start from zero. Odd powers matter: the exact psi has them. One
/// factor for all pairs of different species, another for all pairs within a species. Powers of an interaction like
/// 1/r^2 add power ln r of the pairs to J. Hard cores of radius a add ln f of all pairs, not a number for r < a, with
///     f = 1 - a/r (d = 3),  (r^2 - a^2)/(r^2 + a^2) (d = 2),  tanh((r - a)/R) (d = 1),
/// for which f'' + (d - 1)/r f' = 0 at r = a, so that it leaves no 1/(r - a) in the local energy.
std::optional<Node> cusp_factor(Node x, const Particles& particles);

/// Where orbitals should be taken [A, d] for wave functions with a cusp between different species in one dimension:
///     x_i - (a/2) sum_j t s/(1 + 2 |a| s),  s = R tanh(r/R),  t = R tanh((x_i - x_j)/R), or sin(x_i - x_j) in a box,
/// with the slope a of the cusp and the particles j of other species; x itself where there is no such cusp or more than
/// one dimension. With any smooth D the local energy of D(x) f jumps by 2 a D'/D where a pair meets, as the slope of f
/// on either side multiplies that of D; D(place) f is free of the jump: with x = x_i - x_j, D = D_0 + D_1 x and
/// f = 1 + a |x| want a term -a D_1 x |x|, which is the shift of x in place to first order. The denominator keeps
/// particles in order.
Node shifted_places(Node x, const Particles& particles);

}  // namespace kato
