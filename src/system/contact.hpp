// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "system/space.hpp"
#include "system/species.hpp"

namespace kato {

/// A number whose mean over |psi|^2 is the contact density sum <delta(x_i - x_j)> over pairs of different species, or
/// over all pairs if there are no species (bosons), for one walker x [A] in one dimension with the gradient
/// d ln|psi|/dx [A] (1/a_ho). By parts, with h(x) = exp(-x^2/2) of the pair's x = x_i - x_j, d/dx = 1/2 (d_i - d_j) and
/// delta(x) = d/dx (1/2 sgn(x) h) - 1/2 sgn(x) h':
///     sum h(x) ( |x|/2 - sgn(x) d ln|psi|/dx ).
/// On a ring x is that of the nearest image, and h(x) = cos^2(pi x/L), which ends where that changes.
/// It is finite wherever psi does not vanish, with a kink of psi at x = 0 or without.
double contact_density(std::span<const Species> species, std::span<const double> x, std::span<const double> gradient,
                       const Space& space = {}) noexcept;

}  // namespace kato
