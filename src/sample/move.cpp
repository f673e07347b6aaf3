// SPDX-License-Identifier: Apache-2.0
#include "sample/move.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "sample/label_exchange.hpp"

namespace kato {

TilePlaces::TilePlaces(const WalkerTile& tile, bool gradients)
    : walkers{.particles = tile.particles,
              .dimensions = tile.dimensions,
              .x = {tile.x.begin(), tile.x.end()},
              .labels = {tile.labels.begin(), tile.labels.end()},
              .log_abs = std::vector<double>(tile.count())},
      psi(tile.count()),
      gradient(gradients ? tile.x.size() : 0) {}

void TilePlaces::evaluate(Amplitude& amplitude, int thread) {
  gradient.empty() ? amplitude.value_tile(thread, walkers, psi)
                   : amplitude.gradient_tile(thread, walkers, psi, gradient);
}

void TilePlaces::take(std::size_t w, const TilePlaces& other) {
  const std::size_t d = walkers.coordinates(), labels = walkers.labels_each();
  std::copy_n(&other.walkers.x[w * d], d, &walkers.x[w * d]);
  std::copy_n(other.walkers.labels.begin() + static_cast<std::ptrdiff_t>(w * labels), labels,
              walkers.labels.begin() + static_cast<std::ptrdiff_t>(w * labels));
  if (!gradient.empty()) std::copy_n(&other.gradient[w * d], d, &gradient[w * d]);
  psi[w] = other.psi[w];
}

MoveSampler::MoveSampler(std::string name, const Settings& settings, std::unique_ptr<Move> move)
    : name_(std::move(name)), width_(settings) {
  moves_.push_back(std::move(move));
}

void MoveSampler::check(Amplitude& psi) const {
  require(!moves_.front()->needs_gradient() || psi.gradient_tile_walkers() > 0,
          name_ + ": this wave function has no gradients (the drift needs them); use sampler.kind = \"metropolis\"");
}

SweepReport MoveSampler::sweep(Amplitude& psi, Walkers& walkers, const StreamKey& stream, int sweeps, bool adapt) {
  for (std::size_t kind = moves_.size() - 1; kind < walkers.labels_each() / static_cast<std::size_t>(walkers.particles);
       ++kind)
    moves_.push_back(std::make_unique<LabelExchange>(kind));
  std::vector<std::string> names;
  for (const auto& move : moves_) names.push_back(move->name());
  const bool gradients = moves_.front()->needs_gradient();
  auto report = move_tiles(psi, walkers, gradients ? psi.gradient_tile_walkers() : psi.tile_walkers(), sweeps, names,
                           [&](int thread, const WalkerTile& tile, std::span<double> before, std::span<double> taken) {
                             run_tile(psi, thread, stream, sweeps, tile, before, taken);
                           });
  if (adapt && sweeps > 0) width_.adapt(report.acceptance);
  return report;
}

void MoveSampler::run_tile(Amplitude& psi, int thread, const StreamKey& stream, int sweeps, const WalkerTile& tile,
                           std::span<double> before, std::span<double> taken) const {
  const std::size_t d = tile.coordinates(), particles = static_cast<std::size_t>(tile.particles);
  std::size_t normals = 0, chances = 0;
  for (const auto& move : moves_) normals += move->normals(d), chances += move->chances(particles) + 1;
  TilePlaces now(tile, moves_.front()->needs_gradient());
  now.evaluate(psi, thread);
  for (std::size_t w = 0; w < tile.count(); ++w) before[w] = now.psi[w].log_abs;
  auto next = now;
  Draws draws(stream, tile, normals, chances, sweeps);
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    draws.begin(sweep);
    std::size_t first_normal = 0, first_chance = 0;
    for (std::size_t m = 0; m < moves_.size(); ++m) {
      const Move& move = *moves_[m];
      const auto numbers = [&](std::size_t w) {
        return MoveNumbers{draws.normals(w).subspan(first_normal, move.normals(d)),
                           draws.chances(w).subspan(first_chance + 1, move.chances(particles))};
      };
      for (std::size_t w = 0; w < tile.count(); ++w) move.propose(w, now, next, numbers(w), width_.value());
      next.evaluate(psi, thread);
      for (std::size_t w = 0; w < tile.count(); ++w) {
        const double back = move.log_proposals(w, now, next, numbers(w), width_.value());
        const bool taken_now = accepts(now.psi[w].log_abs, next.psi[w].log_abs, draws.chance(w, first_chance), back);
        taken_now ? now.take(w, next) : next.take(w, now);
        taken[m] += taken_now;
      }
      first_normal += move.normals(d);
      first_chance += move.chances(particles) + 1;
    }
  }
  std::ranges::copy(now.walkers.x, tile.x.begin());
  std::ranges::copy(now.walkers.labels, tile.labels.begin());
  for (std::size_t w = 0; w < tile.count(); ++w) tile.log_abs[w] = now.psi[w].log_abs;
}

}  // namespace kato
