// SPDX-License-Identifier: Apache-2.0
#include "sample/moves.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/ranks.hpp"
#include "base/threads.hpp"

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

namespace {

// Gives every rank the walkers, and their ln|psi| before, that the others moved.
void share_out(Walkers& walkers, std::span<double> before) {
  if (ranks() == 1) return;
  for (const std::span<double> numbers : {std::span(walkers.x), std::span(walkers.log_abs), before})
    gather_over_ranks(numbers, walkers.count());
}

}  // namespace

SweepReport move_tiles(Amplitude& psi, Walkers& walkers, std::size_t tile_walkers, int sweeps,
                       const std::function<double(int, const WalkerTile&, std::span<double>)>& move) {
  const std::size_t all = walkers.count(), d = static_cast<std::size_t>(walkers.coordinates);
  const Share own = own_share(all);
  const std::size_t tiles = (own.count + tile_walkers - 1) / tile_walkers;
  std::vector<double> taken(tiles), before(all);
  parallel_for(tiles, psi.threads(), [&](std::size_t number, int thread) {
    const std::size_t done = number * tile_walkers, first = own.first + done,
                      count = std::min(tile_walkers, own.count - done);
    const WalkerTile tile{.first = first,
                          .coordinates = d,
                          .x = std::span(walkers.x).subspan(first * d, count * d),
                          .log_abs = std::span(walkers.log_abs).subspan(first, count)};
    taken[number] = move(thread, tile, std::span(before).subspan(first, count));
  });
  double sum = 0;
  for (const double part : taken) sum += part;
  sum = sum_over_ranks(sum);
  share_out(walkers, before);
  return {.acceptance = sum / (static_cast<double>(all) * std::max(1, sweeps)),
          .correlation = correlation_of(before, walkers.log_abs)};
}

MovingSampler::MovingSampler(std::string name, const Settings& settings)
    : name_(std::move(name)), width_(settings.real("width")), target_(settings.real("target_acceptance")) {}

SweepReport MovingSampler::sweep(Amplitude& psi, Walkers& walkers, const StreamKey& stream, int sweeps, bool adapt) {
  const auto report = move_tiles(psi, walkers, tile_walkers(psi), sweeps,
                                 [&](int thread, const WalkerTile& tile, std::span<double> before) {
                                   return move(psi, thread, stream, sweeps, tile, before);
                                 });
  if (adapt && sweeps > 0) width_ = std::clamp(width_ * std::clamp(report.acceptance / target_, 0.5, 1.5), 1e-6, 1e6);
  return report;
}

void MovingSampler::restore(const State& state) {
  const auto at = state.find("width");
  require(at != state.end() && at->second.size() == 1 && at->second[0] > 0,
          name_ + ": the saved state has no step width; start the run anew");
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

std::vector<Option> MovingSampler::options(double width, double target_acceptance) {
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
