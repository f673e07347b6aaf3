// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sample/tiles.hpp"

namespace kato {

/// The walkers of a tile at one place each, and psi there.
struct TilePlaces {
  Walkers walkers;
  std::vector<LogPsi> psi;
  std::vector<double> gradient;  ///< d ln|psi| / dx [n, A, d], where a move of the sampler needs it

  TilePlaces(const WalkerTile& tile, bool gradients);
  void evaluate(Amplitude& amplitude, int thread);
  /// Makes walker w that of another set.
  void take(std::size_t w, const TilePlaces& other);
};

/// The random numbers of one walker for one move.
struct MoveNumbers {
  std::span<const double> normals, chances;
};

/// A way to propose another configuration X' of a walker X.
class Move {
 public:
  virtual ~Move() = default;
  virtual std::string name() const = 0;

  /// Whether it needs d ln|psi| / dx at X and at X'.
  virtual bool needs_gradient() const { return false; }

  /// The numbers that it takes for a walker of so many coordinates, and of so many particles.
  virtual std::size_t normals(std::size_t /*coordinates*/) const { return 0; }
  virtual std::size_t chances(std::size_t /*particles*/) const { return 0; }

  /// Changes walker w of `next`, where it is as in `now`, into X'; `width` is that of the sampler.
  virtual void propose(std::size_t w, const TilePlaces& now, TilePlaces& next, const MoveNumbers& numbers,
                       double width) const = 0;

  /// ln q(X|X') - ln q(X'|X), q(X'|X) the density of proposing X' from X; 0 where both ways are alike.
  virtual double log_proposals(std::size_t /*w*/, const TilePlaces& /*now*/, const TilePlaces& /*next*/,
                               const MoveNumbers& /*numbers*/, double /*width*/) const {
    return 0;
  }
};

/// Every sweep proposes one move after the other and takes each with the probability of Metropolis and Hastings,
///     min(1, |psi(X')|^2 q(X|X') / |psi(X)|^2 q(X'|X)).
/// The first move has a width, which is adapted to a wanted acceptance. Where walkers have labels, an exchange of each
/// kind of label follows. Tiles make all their sweeps while they are in the cache: walkers need not wait for one
/// another.
class MoveSampler final : public Sampler {
 public:
  MoveSampler(std::string name, const Settings& settings, std::unique_ptr<Move> move);

  void check(Amplitude& psi) const override;
  SweepReport sweep(Amplitude& psi, Walkers& walkers, const StreamKey& stream, int sweeps, bool adapt) override;
  State state() const override { return width_.state(); }
  void restore(const State& state) override { width_.restore(state, name_); }

 private:
  void run_tile(Amplitude& psi, int thread, const StreamKey& stream, int sweeps, const WalkerTile& tile,
                std::span<double> before, std::span<double> taken) const;

  std::string name_;
  StepWidth width_;
  std::vector<std::unique_ptr<Move>> moves_;
};

}  // namespace kato
