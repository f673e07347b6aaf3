// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>

namespace kato::exact {

/// An estimate of what a sequence still has to go after the steps `before` and `last`, if its steps fall geometrically,
/// last^2 / (before - last), but at least `last`; times 3/2 as a margin. Steps that hardly fall count 50 times.
inline double remainder(double before, double last) {
  const double ratio = std::abs(before) > 0 ? std::min(std::abs(last / before), 0.98) : 0.98;
  return 1.5 * std::abs(last) * std::max(1.0, ratio / (1 - ratio));
}

}  // namespace kato::exact
