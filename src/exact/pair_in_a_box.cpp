// SPDX-License-Identifier: Apache-2.0
#include "exact/pair_in_a_box.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "exact/even_waves.hpp"

namespace kato::exact {
namespace {

constexpr double settled = 1e-11;       // of the energy, relative to it and to the lowest excitation
constexpr double good_enough = 1e-6;    // likewise, not to take the largest basis
constexpr double slowest_ratio = 0.85;  // of the changes, with which something is still known of the rest
constexpr int most_waves[] = {800, 120, 90};

// The m of the bases: each has half as many again.
std::vector<int> bases(int dimensions) {
  std::vector<int> sizes;
  for (double m = most_waves[dimensions - 1]; m > 5; m /= 1.5)
    sizes.insert(sizes.begin(), static_cast<int>(std::lround(m)));
  return sizes;
}

// What is left after the last of some energies, if their changes go on as they were.
struct Rest {
  double change = 0;                                       // with the ratio of the last two changes
  double error = std::numeric_limits<double>::infinity();  // with the larger of the last two ratios, if that is known
};

Rest rest_of(const std::vector<double>& energies, double tolerance) {
  if (energies.size() < 3) return {};
  const auto last = energies.end() - 1;
  const double change = last[0] - last[-1], before = last[-1] - last[-2];
  if (std::abs(before) < tolerance && std::abs(change) < 0.1 * tolerance) return {.error = 0};
  double ratio = change / before, slower = ratio;
  if (energies.size() > 3) slower = std::max(ratio, before / (last[-2] - last[-3]));
  if (!(ratio > 0 && slower < slowest_ratio)) return {};
  return {.change = change * ratio / (1 - ratio), .error = std::abs(change) * slower / (1 - slower)};
}

}  // namespace

PairInABox pair_in_a_box(const Matter& matter, const TransformUpTo& interaction) {
  const int d = matter.dimensions, other = matter.ranges().size() > 1 ? 1 : 0;
  const double k = 2 * std::numbers::pi / matter.space.side, volume = std::pow(matter.space.side, d);
  const double unit = matter.hbar2_m * k * k;
  PairInABox found;
  EvenWaves::State state;
  std::vector<double> energies;
  const auto sizes = bases(d);
  for (const int m : sizes) {
    const auto transform = interaction(k * 2 * m * std::sqrt(d));
    state = EvenWaves(d, m, unit, [&](int square) {
              return transform.v(k * std::sqrt(square), 0, other) / volume;
            }).lowest(state);
    energies.push_back(state.energy);
    const double tolerance = settled * (std::abs(state.energy) + unit);
    const auto rest = rest_of(energies, tolerance);
    found = {.energy = state.energy + transform.self + rest.change,
             .uncertainty = rest.error + tolerance + 2 * transform.uncertainty / volume,
             .kinetic = state.kinetic,
             .interaction = state.energy + transform.self - state.kinetic,
             .waves = m};
    if (rest.error < (m == sizes.end()[-2] ? good_enough / settled : 1) * tolerance) break;
  }
  return found;
}

}  // namespace kato::exact
