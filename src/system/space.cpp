// SPDX-License-Identifier: Apache-2.0
#include "system/space.hpp"

namespace kato {

void Space::wrap(std::span<double> x) const noexcept {
  if (!periodic()) return;
  for (double& each : x) {
    each -= side * std::floor(each / side);
    if (each >= side) each = 0;  // -1e-20 becomes L when it is rounded
  }
}

}  // namespace kato
