// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "exact/matrix.hpp"

namespace kato::exact {

/// Oscillator brackets of one dimension for the reflection of two coordinates
///     (u, v) -> (c u + s v, s u - c v),   s = sqrt(1 - c^2):
/// entry M of the result is the matrix <m, M - m| R |m', M - m'>, [M + 1, M + 1], of the states with M quanta in all,
/// m of them in u. R is symmetric and its own inverse. M = 0 .. quanta.
/// Built by (m + n)|m, n> = sqrt(m) a_u^+ |m-1, n> + sqrt(n) a_v^+ |m, n-1>, which does not amplify rounding errors.
std::vector<Matrix> reflection_brackets(double c, int quanta);

}  // namespace kato::exact
