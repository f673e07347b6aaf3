// SPDX-License-Identifier: Apache-2.0
#include "run/update_times.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "train/batch_step.hpp"
#include "train/trainer.hpp"

namespace kato {
namespace {

// Of the gradient and the optimiser's own, for the walkers of the trial.
UpdateTimes update_times_of(Trial& trial, LocalEnergies energies, double limit) {
  energies.psi.resize(trial.walkers.count());
  evaluate_over_ranks(trial.psi, trial.walkers, energies.psi);  // some optimisers weigh walkers anew
  const auto& input = trial.stage.input;
  const auto optimizer = registry().factory<Optimizer>(input.optimizer.kind)(input.optimizer.settings);
  const auto blocks = parameter_blocks(trial.psi.graph());
  BatchStep batch(trial.stage.system, trial.psi, blocks, trial.timers);
  std::vector<double> update(trial.psi.trainable_count());
  const auto work = [&] {
    const auto time = trial.timers.measure("optimizer");  // without the gradient, which the batch tells of
    batch.begin(trial.walkers, energies, input.train.real("clip"));
    optimizer->step(batch, update);
  };
  const int done = repeated(work, trial.timers, limit);
  const double own = trial.seconds("optimizer") + trial.seconds("local_energy");  // which some ask for
  return {.gradient = trial.seconds("gradient") / done, .optimizer = own / done};
}

}  // namespace

LocalEnergies copies_of(const LocalEnergies& few, std::size_t many) {
  LocalEnergies all;
  const std::size_t count = few.total.size();
  for (std::size_t w = 0; w < many; ++w) all.total.push_back(few.total[w % count]);
  for (std::size_t first = 0; first < many; first += count)
    for (std::size_t n = 0; n < few.density.energy.size(); ++n)
      if (const auto owner = first + few.density.walker[n]; owner < many)
        all.density.add(owner, few.density.places.view().rows(n, 1), few.density.energy[n]);
  return all;
}

double extrapolated(double one, double other, double ratio, double further) {
  const double power = one > 0 && ratio > 1 ? std::clamp(std::log(other / one) / std::log(ratio), 0.0, 2.0) : 1;
  return other * std::pow(further, power);
}

UpdateTimes update_times(const PlannedRun& plan, const Stage& stage, std::span<const double> theta, const Walkers& from,
                         const LocalEnergies& energies, double limit) {
  const Stopwatch watch;
  const std::size_t all = from.count();
  std::size_t count = energies.total.size(), before = count;
  UpdateTimes now, then;
  for (;;) {
    Trial trial(plan, stage, theta, from, count);
    now = update_times_of(trial, copies_of(energies, count), limit / 8);
    const double next = 4 * now.gradient + 16 * now.optimizer;
    if (count == all || on_any_rank(watch.seconds() + next > limit)) break;
    then = now;
    before = std::exchange(count, std::min(all, 4 * count));
  }
  const auto ratio = [](std::size_t of, std::size_t to) { return static_cast<double>(of) / static_cast<double>(to); };
  now.gradient *= ratio(all, count);
  now.optimizer = extrapolated(then.optimizer, now.optimizer, ratio(count, before), ratio(all, count));
  return now;
}

}  // namespace kato
