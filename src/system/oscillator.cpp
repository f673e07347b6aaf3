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

double oscillator_energy(std::span<const int> level, std::span<const double> omega) {
  double energy = 0;
  for (std::size_t c = 0; c < omega.size(); ++c) energy += (level[c] + 0.5) * omega[c];
  return energy;
}

std::vector<std::vector<int>> oscillator_levels(int count, std::span<const double> omega) {
  const double softest = std::ranges::min(omega), same = 1e-9 * softest;  // sums of omega differ by rounding
  std::vector<std::vector<int>> levels;
  std::vector<int> level(omega.size());
  const auto energy = [&](const std::vector<int>& of) { return oscillator_energy(of, omega); };
  const auto enough = [&](int shell) {  // a level of this shell, or of a later one, is no lower than the last wanted
    if (levels.size() < static_cast<std::size_t>(count)) return false;
    std::ranges::fill(level, 0);
    return energy(levels[static_cast<std::size_t>(count) - 1]) <= energy(level) + shell * softest + same;
  };
  for (int shell = 0; !enough(shell); ++shell) {
    append_shell(shell, 0, level, levels);
    std::ranges::stable_sort(levels, [&](const auto& a, const auto& b) { return energy(a) < energy(b) - same; });
  }
  levels.resize(static_cast<std::size_t>(count));
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
