// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "ansatz/ansatz.hpp"
#include "graph/build.hpp"

namespace kato {

/// The logarithm [1, 1] of a positive factor of pairs, by its name: none for "none" and where there is nothing to
/// multiply.
///     "pade"        sum_{i<j} a r/(1 + b r), with the slopes a that the interactions ask for (`Particles::cusp`), for
///                   pairs of one species and of different species apart; b = p^2, one for each kind of pair that has a
///                   slope, the parameter `jastrow.root` p [1 or 2]
///     "simple"      sum_{i<j} b r, the parameter `jastrow.slope` b [1 or 2] for the same kinds of pairs starts from
///                   zero: the interactions are not asked
///     "polynomial"  `cusp_factor`
/// Throws `Error` where "pade" is asked for powers of r, which it does not have, and as `check_pair_factor` does.
std::optional<Node> pair_factor(const std::string& kind, Node x, const Particles& particles);

/// Throws `Error` if the interactions ask for what the factor of this name cannot do without a wrong energy: a core, a
/// rounded kink, or in one dimension any kink.
void check_pair_factor(const std::string& kind, const Particles& particles);

/// sum_{i<j} b_ij r_ij with a parameter `jastrow.slope` [A (A - 1)/2] for each pair: not antisymmetric.
std::optional<Node> factor_of_each_pair(Node x);

}  // namespace kato
