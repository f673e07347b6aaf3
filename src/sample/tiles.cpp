// SPDX-License-Identifier: Apache-2.0
#include "sample/tiles.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/ranks.hpp"
#include "base/threads.hpp"
#include "sample/correlation.hpp"

namespace kato {

Draws::Draws(const StreamKey& stream, const WalkerTile& tile, std::size_t normals, std::size_t chances, int sweeps)
    : stream_(stream),
      first_walker_(static_cast<std::uint32_t>(tile.first)),
      walkers_(tile.count()),
      sweeps_(static_cast<std::size_t>(sweeps)),
      normals_{.per_sweep = normals},
      chances_{.per_sweep = chances} {}

void Draws::begin(int sweep) {
  const auto now = static_cast<std::size_t>(sweep);
  turn_ = now % most;
  if (turn_ > 0) return;
  const std::size_t turns = std::min(most, sweeps_ - now), after_normals = even(normals_.per_sweep * sweeps_);
  fill_normal(stream_, first_walker_, static_cast<std::uint32_t>(normals_.per_sweep * now),
              normals_.room(walkers_, turns), walkers_);
  fill_uniform(stream_, first_walker_, static_cast<std::uint32_t>(after_normals + chances_.per_sweep * now),
               chances_.room(walkers_, turns), walkers_);
}

SweepReport move_tiles(Amplitude& psi, Walkers& walkers, std::size_t tile_walkers, int sweeps,
                       const std::vector<std::string>& names, const MoveTile& move) {
  const std::size_t all = walkers.count(), d = walkers.coordinates(), labels = walkers.labels_each();
  const Share own = own_share(all);
  const std::size_t tiles = (own.count + tile_walkers - 1) / tile_walkers, kinds = names.size();
  std::vector<double> taken(tiles * kinds), before(all);
  parallel_for(tiles, psi.threads(), [&](std::size_t number, int thread) {
    const std::size_t done = number * tile_walkers, first = own.first + done,
                      count = std::min(tile_walkers, own.count - done);
    const WalkerTile tile{.first = first,
                          .particles = walkers.particles,
                          .dimensions = walkers.dimensions,
                          .x = std::span(walkers.x).subspan(first * d, count * d),
                          .labels = std::span(walkers.labels).subspan(first * labels, count * labels),
                          .log_abs = std::span(walkers.log_abs).subspan(first, count)};
    move(thread, tile, std::span(before).subspan(first, count), std::span(taken).subspan(number * kinds, kinds));
  });
  SweepReport report;
  for (std::size_t kind = 0; kind < kinds; ++kind) {
    double sum = 0;
    for (std::size_t tile = 0; tile < tiles; ++tile) sum += taken[tile * kinds + kind];
    const double proposed = static_cast<double>(all) * std::max(1, sweeps);
    report.moves.emplace_back(names[kind], sum_over_ranks(sum) / proposed);
  }
  report.acceptance = report.moves.front().second;
  walkers.gather();
  if (ranks() > 1) gather_over_ranks(before, all);
  report.correlation = correlation_of(before, walkers.log_abs);
  return report;
}

void StepWidth::adapt(double acceptance) {
  width_ = std::clamp(width_ * std::clamp(acceptance / target_, 0.5, 1.5), 1e-6, 1e6);
}

void StepWidth::restore(const Sampler::State& state, const std::string& owner) {
  const auto at = state.find("width");
  require(at != state.end() && at->second.size() == 1 && at->second[0] > 0,
          owner + ": the saved state has no step width; start the run anew");
  width_ = at->second[0];
}

std::vector<Option> walker_options() {
  return {{.name = "walkers",
           .fallback = std::int64_t{512},
           .summary = "independent walkers",
           .lower = 2,
           .upper = 16777216},
          {.name = "sweeps",
           .fallback = std::int64_t{10},
           .summary = "sweeps between two steps",
           .lower = 1,
           .upper = 100000},
          {.name = "thermalise",
           .fallback = std::int64_t{200},
           .summary = "sweeps before the first step",
           .lower = 0,
           .upper = 10000000}};
}

std::vector<Option> StepWidth::options(double width, double target_acceptance) {
  auto options = walker_options();
  options.push_back({.name = "width",
                     .fallback = width,
                     .summary = "width of the first steps",
                     .unit = "a_ho",
                     .lower = 0,
                     .lower_open = true});
  options.push_back({.name = "target_acceptance",
                     .fallback = target_acceptance,
                     .summary = "acceptance that the width is adapted to",
                     .lower = 0,
                     .upper = 1,
                     .lower_open = true,
                     .upper_open = true});
  return options;
}

}  // namespace kato
