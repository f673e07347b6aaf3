// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "base/error.hpp"

namespace kato::exact {

/// Throws `Error` unless the strength g of a contact interaction is a finite number.
inline void require_finite_coupling(double g) {
  require(std::isfinite(g),
          "contact: g is not finite (g = infinity is the Tonks-Girardeau limit, where unlike particles do not pass "
          "through each other); use as many spinless fermions without interaction, which have the same energy, or a "
          "large finite g");
}

}  // namespace kato::exact
