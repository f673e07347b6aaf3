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
  std::size_t first = 0;  ///< the number of the first one: its address in the streams of random numbers
  int particles = 0;
  int dimensions = 0;
  std::span<double> x;           ///< [n, A, d]
  std::span<LabelValue> labels;  ///< [n, A, L]
  std::span<double> log_abs;     ///< ln|psi| [n]

  std::size_t count() const { return log_abs.size(); }
  std::size_t coordinates() const { return static_cast<std::size_t>(particles) * static_cast<std::size_t>(dimensions); }
  WalkerView view() const { return {.x = x, .particles = particles, .dimensions = dimensions, .labels = labels}; }
};

/// The random numbers of the sweeps of a tile: so many normal numbers and uniform ones for each walker and sweep.
class Draws {
 public:
  Draws(const StreamKey& stream, const WalkerTile& tile, std::size_t normals, std::size_t chances, int sweeps);

  /// Must be called for each sweep in order, 0 first.
  void begin(int sweep);
  std::span<const double> normals(std::size_t w) const { return normals_.of(w, turn_); }
  std::span<const double> chances(std::size_t w) const { return chances_.of(w, turn_); }
  double chance(std::size_t w, std::size_t n = 0) const { return chances(w)[n]; }

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

/// Moves the walkers of a tile, fills `before` with ln|psi| [n] where it began, and adds to `taken` [moves] how many of
/// each kind of move were taken, summed over walkers and sweeps.
using MoveTile =
    std::function<void(int thread, const WalkerTile& tile, std::span<double> before, std::span<double> taken)>;

/// Lets `move` move the walkers tile by tile. Each rank moves its share of them; then all have all of them. The report
/// has the acceptance of each of the named moves, the first of which counts as the acceptance.
SweepReport move_tiles(Amplitude& psi, Walkers& walkers, std::size_t tile_walkers, int sweeps,
                       const std::vector<std::string>& names, const MoveTile& move);

/// The settings of every sampler: walkers, sweeps, thermalise.
std::vector<Option> walker_options();

/// The width of a move, which follows a wanted acceptance while it may.
class StepWidth {
 public:
  explicit StepWidth(const Settings& settings)
      : width_(settings.real("width")), target_(settings.real("target_acceptance")) {}

  double value() const { return width_; }
  void adapt(double acceptance);

  Sampler::State state() const { return {{"width", {width_}}}; }
  /// Throws `Error` if the state of the sampler `owner` has no width.
  void restore(const Sampler::State& state, const std::string& owner);

  /// The settings of a sampler with one: walkers, sweeps, thermalise, width, target_acceptance.
  static std::vector<Option> options(double width, double target_acceptance);

 private:
  double width_, target_;
};

}  // namespace kato
