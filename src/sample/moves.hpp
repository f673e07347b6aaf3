// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "sample/sampler.hpp"

namespace kato {

/// Some of the walkers, which a thread moves together.
struct WalkerTile {
  std::size_t first = 0;        ///< the number of the first one: its address in the streams of random numbers
  std::size_t coordinates = 0;  ///< A d
  std::span<double> x;          ///< [n, A d]
  std::span<double> log_abs;    ///< ln|psi| [n]

  std::size_t count() const { return log_abs.size(); }
};

/// The random numbers of the sweeps of a tile: so many normal numbers and uniform ones for each walker and sweep.
class Draws {
 public:
  Draws(const StreamKey& stream, const WalkerTile& tile, std::size_t normals, std::size_t chances, int sweeps);

  /// Must be called for each sweep in order, 0 first.
  void begin(int sweep);
  std::span<const double> normals(std::size_t w) const { return normals_.of(w, turn_); }
  double chance(std::size_t w, std::size_t n = 0) const { return chances_.of(w, turn_)[n]; }

 private:
  static constexpr std::size_t most = 64;  // sweeps whose numbers are held at a time; even, as streams begin at pairs
  static std::size_t even(std::size_t n) { return n + n % 2; }

  // The numbers of some sweeps, [walkers, stride].
  struct Numbers {
    std::size_t per_sweep, stride = 0;
    std::vector<double> numbers = {};

    std::span<double> room(std::size_t walkers, std::size_t sweeps) {
      stride = even(per_sweep * sweeps);
      numbers.resize(walkers * stride);
      return numbers;
    }
    std::span<const double> of(std::size_t w, std::size_t sweep) const {
      return std::span(numbers).subspan(w * stride + sweep * per_sweep, per_sweep);
    }
  };

  StreamKey stream_;
  std::uint32_t first_walker_;
  std::size_t walkers_, sweeps_, turn_ = 0;
  Numbers normals_, chances_;
};

/// The rule of Metropolis and Hastings: whether a move is taken, for a uniform number `chance` and the logarithm of the
/// ratio of proposing the way back to proposing the move. A walker where psi vanishes or is not a number leaves for
/// anywhere finite; nobody ever goes there.
inline bool accepts(double log_old, double log_new, double chance, double log_proposals = 0) {
  if (!std::isfinite(log_new)) return false;
  if (!std::isfinite(log_old)) return true;
  const double gain = 2 * (log_new - log_old) + log_proposals;
  return gain >= 0 || std::log(chance) < gain;
}

/// Lets `move(thread, tile, before)` move the walkers tile by tile, and fill `before` with ln|psi| where each tile
/// began; what it returns is the part of the moves that was taken, summed over walkers and sweeps. Each rank moves its
/// share of the walkers; then all have all of them.
SweepReport move_tiles(Amplitude& psi, Walkers& walkers, std::size_t tile_walkers, int sweeps,
                       const std::function<double(int, const WalkerTile&, std::span<double>)>& move);

/// The settings of every sampler: walkers, sweeps, thermalise.
std::vector<Option> walker_options();

/// A sampler by moves of one width, which is adapted to a wanted acceptance; its state is the width. Tiles make all
/// their sweeps while they are in the cache: walkers need not wait for one another.
class MovingSampler : public Sampler {
 public:
  SweepReport sweep(Amplitude& psi, Walkers& walkers, const StreamKey& stream, int sweeps, bool adapt) final;
  State state() const final { return {{"width", {width_}}}; }
  void restore(const State& state) final;

  /// The settings of such a sampler with these defaults: walkers, sweeps, thermalise, width, target_acceptance.
  static std::vector<Option> options(double width, double target_acceptance);

 protected:
  MovingSampler(std::string name, const Settings& settings);
  double width() const { return width_; }

 private:
  virtual std::size_t tile_walkers(Amplitude& psi) const = 0;
  /// ln|psi| of the tile anew, a copy of it into `before`, then the sweeps. Returns the part of the moves that was
  /// taken, summed over walkers and sweeps.
  virtual double move(Amplitude& psi, int thread, const StreamKey& stream, int sweeps, const WalkerTile& tile,
                      std::span<double> before) const = 0;

  std::string name_;
  double width_, target_;
};

}  // namespace kato
