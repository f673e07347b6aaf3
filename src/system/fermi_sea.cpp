// SPDX-License-Identifier: Apache-2.0
#include "system/fermi_sea.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/random.hpp"
#include "system/oscillator.hpp"

namespace kato {
namespace {

// The sea of one species: radii [d], and how far apart its particles start, in radii.
struct Sea {
  ParticleRange range;
  std::vector<double> radius;
  double gap = 0;
};

// d coordinates of a point that is uniform in a ball of 2 d dimensions have the variance R^2/(2 d + 2).
Sea sea_of(const System& system, const ParticleRange& range) {
  const double d = system.dimensions, length = system.length();
  Sea sea{.range = range, .radius = filled_spread(system, system.statistics == Statistics::fermion ? range.count : 1)};
  for (double& radius : sea.radius) radius = std::sqrt(2 * d + 2) * std::max(radius, length);
  const double ball = std::pow(M_PI, d / 2) / std::tgamma(d / 2 + 1);
  sea.gap = 0.5 * std::pow(ball / range.count, 1 / d);
  return sea;
}

bool wide(const System& system, const ParticleRange& range) {
  const auto spread = filled_spread(system, range.count);
  return std::ranges::max(spread) > 2 * system.length();
}

// A walker under way.
struct Scatter {
  const System& system;
  std::span<double> x;
  StreamKey stream;
  std::uint32_t walker;
  double core;
  std::uint32_t tries = 0;

  // The first d of 2 d + 2 normal numbers over the length of all are those d coordinates.
  void draw(const Sea& sea, std::size_t i) {
    const std::size_t d = sea.radius.size();
    std::vector<double> normal(2 * d + 2);
    fill_normal(stream, walker, static_cast<std::uint32_t>(tries * normal.size()), normal);
    double square = 0;
    for (const double each : normal) square += each * each;
    for (std::size_t c = 0; c < d; ++c) x[i * d + c] = sea.radius[c] * normal[c] / std::sqrt(square);
    ++tries;
  }

  // Whether particle i is too near to an earlier one: of its species, by a gap that narrows where there is little room,
  // or of any, by its hard core.
  bool too_near(const Sea& sea, std::size_t i) const {
    const std::size_t d = sea.radius.size();
    const double gap = sea.gap / (1 + 1e-3 * tries / system.particles);
    for (std::size_t j = 0; j < i; ++j) {
      double square = 0;
      for (std::size_t c = 0; c < d; ++c) square += std::pow((x[i * d + c] - x[j * d + c]) / sea.radius[c], 2);
      if (j >= static_cast<std::size_t>(sea.range.first) && square < gap * gap) return true;
      if (core > 0 && system.space.squared_distance(&x[i * d], &x[j * d], system.dimensions) <= core * core)
        return true;
    }
    return false;
  }

  void place(const Sea& sea) {
    const auto first = static_cast<std::size_t>(sea.range.first), count = static_cast<std::size_t>(sea.range.count);
    for (std::size_t i = first; i < first + count; ++i)
      for (draw(sea, i); too_near(sea, i); draw(sea, i))
        require(tries < 10000 * static_cast<std::uint32_t>(system.particles),
                "sampler: found no places for the particles outside of each other's hard cores; make them smaller");
  }
};

}  // namespace

std::vector<double> filled_spread(const System& system, int fermions) {
  auto omega = system.frequencies();
  if (omega.empty()) omega.assign(static_cast<std::size_t>(system.dimensions), 1.0);
  const auto levels = oscillator_levels(fermions, omega);
  std::vector<double> spread;
  for (std::size_t c = 0; c < omega.size(); ++c) {
    double quanta = 0.5;
    for (const auto& level : levels) quanta += level[c] / static_cast<double>(levels.size());
    spread.push_back(std::sqrt(quanta / omega[c]));
  }
  return spread;
}

Walkers first_walkers(const System& system, std::size_t count, std::uint64_t seed) {
  const auto ranges = system.ranges();
  const bool few = system.statistics == Statistics::boson ||
                   std::ranges::none_of(ranges, [&](const auto& range) { return wide(system, range); });
  if (few) return first_walkers(system, count, system.length(), system.core(), seed);
  auto walkers = first_walkers(system, count, system.length(), 0, seed);
  std::vector<Sea> seas;
  for (const auto& range : ranges) seas.push_back(sea_of(system, range));
  for (std::size_t w = 0; w < count; ++w) {
    Scatter scatter{.system = system,
                    .x = walkers.place(w),
                    .stream = {.seed = seed, .stage = 0, .step = 3, .purpose = Purpose::walkers},
                    .walker = static_cast<std::uint32_t>(w),
                    .core = system.core()};
    for (const auto& sea : seas) scatter.place(sea);
  }
  return walkers;
}

}  // namespace kato
