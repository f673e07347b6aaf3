// SPDX-License-Identifier: Apache-2.0
#include "system/plane_waves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

namespace kato {
namespace {

using Wave = std::vector<int>;

bool stands_for_cosine(std::span<const int> wave) {
  const auto first = std::ranges::find_if(wave, [](int n) { return n != 0; });
  return first == wave.end() || *first > 0;
}

// All waves whose components are at most `most`.
std::vector<Wave> cube(int dimensions, int most) {
  std::vector<Wave> waves{{}};
  for (int c = 0; c < dimensions; ++c) {
    std::vector<Wave> longer;
    for (const auto& wave : waves)
      for (int n = most; n >= -most; --n) {
        longer.push_back(wave);
        longer.back().push_back(n);
      }
    waves = std::move(longer);
  }
  return waves;
}

// Whole shells, in order, with at least `count` waves.
std::vector<Wave> shells(int dimensions, int count) {
  for (int most = 1;; most += 1 + most / 4) {
    auto waves = plane_waves_within(dimensions, most * most);
    if (waves.size() >= static_cast<std::size_t>(count)) return waves;
  }
}

}  // namespace

int squared_length(std::span<const int> wave) {
  int square = 0;
  for (const int n : wave) square += n * n;
  return square;
}

std::vector<std::vector<int>> plane_waves_within(int dimensions, int most) {
  auto waves = cube(dimensions, static_cast<int>(std::sqrt(most + 0.5)));
  std::erase_if(waves, [&](const Wave& wave) { return squared_length(wave) > most; });
  std::ranges::sort(waves, {}, [](const Wave& wave) {
    const bool cosine = stands_for_cosine(wave);
    Wave descending = wave;
    if (cosine)
      for (int& n : descending) n = -n;
    return std::tuple(squared_length(wave), descending, !cosine);
  });
  return waves;
}

std::vector<std::vector<int>> plane_waves(int dimensions, int count) {
  auto waves = shells(dimensions, count);
  waves.resize(static_cast<std::size_t>(count));
  return waves;
}

bool closes_shell(int dimensions, int count) {
  if (count == 0) return true;
  const auto waves = plane_waves(dimensions, count + 1);
  return squared_length(waves.back()) > squared_length(waves[static_cast<std::size_t>(count) - 1]);
}

std::string nearest_closed_shells(int dimensions, int count) {
  int below = count - 1, above = count + 1;
  while (below > 0 && !closes_shell(dimensions, below)) --below;
  while (!closes_shell(dimensions, above)) ++above;
  return below > 0 ? fmt::format("{} or {}", below, above) : fmt::format("{}", above);
}

long sum_of_squares(int dimensions, int count) {
  long sum = 0;
  for (const auto& wave : plane_waves(dimensions, count)) sum += squared_length(wave);
  return sum;
}

void plane_wave_orbitals(std::span<const std::vector<int>> waves, double side, std::span<const double> x,
                         std::span<double> values) {
  for (std::size_t j = 0; j < waves.size(); ++j) {
    double phase = 0;
    for (std::size_t c = 0; c < x.size(); ++c) phase += 2 * std::numbers::pi / side * waves[j][c] * x[c];
    if (squared_length(waves[j]) == 0)
      values[j] = 1;
    else  // of the other of the pair the phase is the negative
      values[j] = std::numbers::sqrt2 * (stands_for_cosine(waves[j]) ? std::cos(phase) : -std::sin(phase));
  }
}

}  // namespace kato
