// SPDX-License-Identifier: Apache-2.0
#include "system/oscillator.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <queue>
#include <utility>

namespace kato {

double oscillator_energy(std::span<const int> level, std::span<const double> omega) {
  double energy = 0;
  for (std::size_t c = 0; c < omega.size(); ++c) energy += (level[c] + 0.5) * omega[c];
  return energy;
}

// Each level is reached once, from the one with a quantum less in its last coordinate that has any. Levels of the same
// energy come shell by shell, and those of a shell with the first coordinates first.
std::vector<std::vector<int>> oscillator_levels(int count, std::span<const double> omega) {
  struct Candidate {
    double energy;
    int shell;
    std::vector<int> level;
  };
  const double same = 1e-9 * std::ranges::min(omega);  // sums of omega differ by rounding
  const auto later = [same](const Candidate& a, const Candidate& b) {
    if (std::abs(a.energy - b.energy) > same) return a.energy > b.energy;
    return a.shell != b.shell ? a.shell > b.shell : a.level < b.level;
  };
  std::priority_queue<Candidate, std::vector<Candidate>, decltype(later)> next(later);
  const std::vector<int> lowest(omega.size());
  next.push({oscillator_energy(lowest, omega), 0, lowest});
  std::vector<std::vector<int>> levels;
  while (levels.size() < static_cast<std::size_t>(count)) {
    const Candidate found = next.top();
    next.pop();
    levels.push_back(found.level);
    for (std::size_t c = omega.size(); c-- > 0;) {
      auto above = found.level;
      ++above[c];
      next.push({oscillator_energy(above, omega), found.shell + 1, std::move(above)});
      if (found.level[c] > 0) break;
    }
  }
  return levels;
}

void oscillator_orbitals(std::span<const std::vector<int>> levels, std::span<const double> omega,
                         std::span<const double> x, std::span<double> values) {
  int highest = 0;
  for (const auto& level : levels) highest = std::max(highest, *std::ranges::max_element(level));
  const auto width = static_cast<std::size_t>(highest) + 1;
  std::vector<double> hermite(x.size() * width);  // normalised functions of each coordinate, by their recursion
  for (std::size_t c = 0; c < x.size(); ++c) {
    double* h = hermite.data() + c * width;
    const double y = std::sqrt(omega[c]) * x[c];
    h[0] = std::exp(-0.5 * y * y) * std::pow(omega[c] / std::numbers::pi, 0.25);
    if (highest > 0) h[1] = std::numbers::sqrt2 * y * h[0];
    for (int n = 2; n <= highest; ++n) h[n] = std::sqrt(2.0 / n) * y * h[n - 1] - std::sqrt((n - 1.0) / n) * h[n - 2];
  }
  for (std::size_t j = 0; j < levels.size(); ++j) {
    values[j] = 1;
    for (std::size_t c = 0; c < x.size(); ++c) values[j] *= hermite[c * width + static_cast<std::size_t>(levels[j][c])];
  }
}

}  // namespace kato
