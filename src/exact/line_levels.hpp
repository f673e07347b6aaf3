// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "exact/sturm_levels.hpp"

namespace kato::exact {

/// The lowest levels of one particle on a line, -1/2 d^2/dx^2 + V(x), from the lowest on.
struct LineLevels {
  std::vector<SturmLevel> levels;
  int panels = 0;
};

/// `count` of them, for any V that holds so many: in finite elements (sturm_levels.hpp) on panels that resolve V and
/// end where the highest level is negligible. Wells are seen that are wider than a thousandth of their distance from
/// x = 0. Throws `Error` if V does not hold that many.
LineLevels line_levels(const std::function<double(double)>& potential, int count);

}  // namespace kato::exact
