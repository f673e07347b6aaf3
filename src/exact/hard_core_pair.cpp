// SPDX-License-Identifier: Apache-2.0
#include "exact/hard_core_pair.hpp"

#include <cmath>
#include <limits>

#include "exact/sturm_levels.hpp"

namespace kato::exact {

HardCorePair hard_core_pair(int dimensions, double omega, double radius) {
  const double length = 1 / std::sqrt(omega);
  auto ends = towards_contact(16 * length, 128, 0.1 * radius);
  for (double& end : ends) end += radius;
  const auto trap = [omega](double r) { return 0.25 * omega * omega * r * r; };
  const SturmProblem problem{
      .kinetic = 1, .power = dimensions - 1.0, .boundary = std::numeric_limits<double>::infinity()};
  const auto relative = settled_levels(problem, {.ends = ends}, trap, 1)[0];
  return {.energy = relative.energy + 0.5 * dimensions * omega, .uncertainty = relative.uncertainty};
}

}  // namespace kato::exact
