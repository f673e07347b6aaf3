// SPDX-License-Identifier: Apache-2.0
#include "system/box_walkers.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "base/error.hpp"
#include "base/random.hpp"

namespace kato {
namespace {

StreamKey stream(std::uint64_t seed) { return {.seed = seed, .stage = 0, .step = 0, .purpose = Purpose::walkers}; }

Walkers empty(const Matter& matter, std::size_t count) {
  return Walkers::at_origin(count, matter.particles, matter.dimensions, static_cast<int>(matter.labels.size()));
}

// The site of every particle: those of the first species come first of all, and take every other site.
std::vector<int> sites_of(const Matter& matter) {
  const auto ranges = matter.ranges();
  std::vector<int> next, end;
  for (const auto& range : ranges) next.push_back(range.first), end.push_back(range.first + range.count);
  std::vector<int> site_of(static_cast<std::size_t>(matter.particles));
  for (int site = 0; site < matter.particles;)
    for (std::size_t kind = 0; kind < ranges.size() && site < matter.particles; ++kind)
      if (next[kind] < end[kind]) site_of[static_cast<std::size_t>(next[kind]++)] = site++;
  return site_of;
}

}  // namespace

Walkers uniform_walkers(const Matter& matter, std::size_t count, std::uint64_t seed) {
  auto walkers = empty(matter, count);
  const auto numbers = static_cast<std::size_t>(matter.coordinates());
  std::vector<double> chances(numbers + numbers % 2);
  for (std::size_t w = 0; w < count; ++w) {
    fill_uniform(stream(seed), static_cast<std::uint32_t>(w), 0, chances);
    const auto x = walkers.place(w);
    for (std::size_t n = 0; n < numbers; ++n) x[n] = matter.space.side * chances[n];
  }
  return walkers;
}

int crystal_cells(int particles) {
  const int n = static_cast<int>(std::lround(std::cbrt(particles / 2.0)));
  return 2 * n * n * n == particles ? n : 0;
}

std::vector<double> crystal_sites(int dimensions, int particles) {
  require(dimensions == 3,
          "initial.walkers = \"crystal\": the lattice is body-centred cubic, in three dimensions; use "
          "\"uniform\"");
  const int n = crystal_cells(particles);
  require(n > 0,
          fmt::format("initial.walkers = \"crystal\": {} particles fill no body-centred cubic lattice in a cube, "
                      "2 n^3 do, as 2, 16, 54 and 128; take one of these, or \"uniform\"",
                      particles));
  std::vector<double> sites;
  for (int cell = 0; cell < n * n * n; ++cell)
    for (const double shift : {0.0, 0.5})
      for (const int index : {cell / (n * n), cell / n % n, cell % n}) sites.push_back((index + shift) / n);
  return sites;
}

Walkers crystal_walkers(const Matter& matter, std::size_t count, std::uint64_t seed) {
  const auto sites = crystal_sites(matter.dimensions, matter.particles);
  const auto site_of = sites_of(matter);
  const double cells = std::cbrt(matter.particles / 2.0), noise = 0.1 * std::numbers::sqrt3 / 2 / cells;
  auto walkers = empty(matter, count);
  for (std::size_t w = 0; w < count; ++w) {
    const auto x = walkers.place(w);
    fill_normal(stream(seed), static_cast<std::uint32_t>(w), 0, x);
    for (std::size_t i = 0; i < site_of.size(); ++i)
      for (std::size_t c = 0; c < 3; ++c)
        x[3 * i + c] = matter.space.side * (sites[3 * static_cast<std::size_t>(site_of[i]) + c] + noise * x[3 * i + c]);
  }
  return walkers;
}

}  // namespace kato
