// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/ranks.hpp"
#include "base/timers.hpp"
#include "psi/wave_function.hpp"
#include "run/stage.hpp"
#include "sample/sampler.hpp"
#include "walker/walkers.hpp"

namespace kato {

/// A run that has not begun.
struct PlannedRun {
  const Input& input;
  std::span<const Stage> stages;
  std::span<const double> theta;    ///< the first parameters [P]
  const Walkers& walkers;           ///< the first ones, in the space of the first stage
  std::vector<std::string> copied;  ///< parameters that were copied from elsewhere
};

/// Time since it was made.
class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(Clock::now() - began_).count(); }
  /// The same answer on all ranks, which call it together.
  bool past(double limit) const { return on_any_rank(seconds() > limit); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point began_ = Clock::now();
};

/// What a stage of a run works with, for some of the first walkers: copies, to try how long something takes.
struct Trial {
  const Stage& stage;
  WaveFunction psi;
  Walkers walkers;
  std::unique_ptr<Sampler> sampler;
  Timers timers = {};

  /// The first `count` of the walkers `from`, which are in the space of the first stage; parameters theta [P].
  Trial(const PlannedRun& plan, const Stage& its_stage, std::span<const double> theta, const Walkers& from,
        std::size_t count);

  /// The walkers of the run for each of the trial's.
  double times_walkers(const PlannedRun& plan) const;
  /// What the timers tell, 0 if they do not know it.
  double seconds(const char* what) const;
};

/// So many walkers fill the tiles of all threads of all ranks; not more than there are.
std::size_t fewest_walkers(const PlannedRun& plan);

/// Does `work` at least once, and up to eight times more while there is time; then the first time, which takes the
/// memory, does not count. Returns how often it was done by what the timers tell.
template <class Work>
int repeated(const Work& work, Timers& timers, double limit) {
  constexpr int most = 8;
  const Stopwatch watch;
  work();
  if (watch.past(limit)) return 1;
  timers.restore({});
  int done = 0;
  do work();
  while (++done < most && !watch.past(limit));
  return done;
}

}  // namespace kato
