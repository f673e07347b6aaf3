// SPDX-License-Identifier: Apache-2.0
#include "exact/line_levels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "base/error.hpp"

namespace kato::exact {
namespace {

using Potential = std::function<double(double)>;

constexpr double farthest = 1e6;

// How far a state of this energy has to be followed to the side of `sign`, if `reach` is not far enough.
double farther(const Potential& potential, double energy, double reach, double sign) {
  constexpr double fine = 1.001, enough = 18;  // psi falls to exp(-18)
  double last = 0, r = reach;
  for (; r < farthest; r *= fine)
    if (!(potential(sign * r) > energy)) last = r;
  require(potential(sign * r) > energy,
          "levels: the trap does not hold the particles (its potential is below their energy " +
              std::string(sign < 0 ? "far to the left" : "far to the right") +
              "); give one that rises, or take fewer particles");
  if (last > 0) return 1.2 * last;
  double fall = 0;
  constexpr int steps = 400;
  for (int n = steps; n > 0 && potential(sign * reach * n / steps) > energy; --n)
    fall += std::sqrt(2 * (potential(sign * reach * n / steps) - energy)) * reach / steps;
  return fall > enough ? reach : 1.25 * reach;
}

std::vector<double> both_sides(double left, double right, int count) {
  constexpr double shortest = 1e-9;
  auto ends = towards_contact(left, count, shortest);
  for (double& end : ends) end = -end;
  std::ranges::reverse(ends);
  const auto others = towards_contact(right, count, shortest);
  ends.insert(ends.end(), others.begin() + 1, others.end());
  return ends;
}

}  // namespace

LineLevels line_levels(const Potential& potential, int count) {
  constexpr int panels_at_least = 64, rough = 9;
  const SturmProblem problem{.kinetic = 0.5, .power = 0, .boundary = std::numeric_limits<double>::infinity()};
  for (double left = 8, right = 8;;) {
    const auto panels = resolving(potential, both_sides(left, right, std::max(panels_at_least, count / 2)), {});
    const double highest = SturmLevels(problem, panels.ends, potential, rough).level(count - 1);
    const double more_left = farther(potential, highest, left, -1), more_right = farther(potential, highest, right, 1);
    if (more_left == left && more_right == right) {
      LineLevels found{.levels = settled_levels(problem, panels, potential, count),
                       .panels = static_cast<int>(panels.ends.size()) - 1};
      for (auto& level : found.levels) level.uncertainty += panels.unresolved;
      return found;
    }
    left = more_left;
    right = more_right;
  }
}

}  // namespace kato::exact
