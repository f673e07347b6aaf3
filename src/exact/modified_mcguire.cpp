// SPDX-License-Identifier: Apache-2.0
#include "exact/modified_mcguire.hpp"

#include <cmath>
#include <numbers>
#include <string>

#include "base/error.hpp"
#include "exact/finite_coupling.hpp"

namespace kato::exact {

double modified_mcguire(int up, double g) {
  require(up >= 1, "modified McGuire: needs at least one other fermion, got " + std::to_string(up) +
                       " (an impurity alone does not interact); give up >= 1");
  require_finite_coupling(g);
  // y = gamma/(2 pi); 2 y + .. of the formula in brackets, with pi/2 - arctan y = atan2(1, y) so that y^2 stays small.
  const double y = g / std::sqrt(8.0 * up);
  return 0.5 * (up * up + 1) + 2 * up / std::numbers::pi * (y + std::atan(y) - y * y * std::atan2(1, y));
}

}  // namespace kato::exact
