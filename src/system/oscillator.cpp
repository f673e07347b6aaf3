// SPDX-License-Identifier: Apache-2.0
#include "system/oscillator.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace kato {
namespace {

// Appends the levels whose quantum numbers from coordinate c on add up to `quanta`.
void append_shell(int quanta, std::size_t c, std::vector<int>& level, std::vector<std::vector<int>>& levels) {
  if (c + 1 == level.size()) {
    level[c] = quanta;
    levels.push_back(level);
    return;
  }
  for (int n = quanta; n >= 0; --n) {
    level[c] = n;
    append_shell(quanta - n, c + 1, level, levels);
  }
}

}  // namespace

std::vector<std::vector<int>> oscillator_levels(int count, int dimensions) {
  std::vector<std::vector<int>> levels;
  std::vector<int> level(static_cast<std::size_t>(dimensions));
  for (int shell = 0; levels.size() < static_cast<std::size_t>(count); ++shell) append_shell(shell, 0, level, levels);
  levels.resize(static_cast<std::size_t>(count));
  return levels;
}

void oscillator_orbitals(std::span<const std::vector<int>> levels, std::span<const double> x,
                         std::span<double> values) {
  int highest = 0;
  for (const auto& level : levels) highest = std::max(highest, *std::ranges::max_element(level));
  const auto width = static_cast<std::size_t>(highest) + 1;
  std::vector<double> hermite(x.size() * width);  // normalised functions of each coordinate, by their recursion
  for (std::size_t c = 0; c < x.size(); ++c) {
    double* h = hermite.data() + c * width;
    h[0] = std::exp(-0.5 * x[c] * x[c]) * std::pow(std::numbers::pi, -0.25);
    if (highest > 0) h[1] = std::numbers::sqrt2 * x[c] * h[0];
    for (int n = 2; n <= highest; ++n)
      h[n] = std::sqrt(2.0 / n) * x[c] * h[n - 1] - std::sqrt((n - 1.0) / n) * h[n - 2];
  }
  for (std::size_t j = 0; j < levels.size(); ++j) {
    values[j] = 1;
    for (std::size_t c = 0; c < x.size(); ++c) values[j] *= hermite[c * width + static_cast<std::size_t>(levels[j][c])];
  }
}

}  // namespace kato
