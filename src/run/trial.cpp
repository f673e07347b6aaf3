// SPDX-License-Identifier: Apache-2.0
#include "run/trial.hpp"

#include <algorithm>

#include "run/starting_walkers.hpp"
#include "train/freezing.hpp"

namespace kato {

Trial::Trial(const PlannedRun& plan, const Stage& its_stage, std::span<const double> theta, const Walkers& from,
             std::size_t count)
    : stage(its_stage),
      psi(stage.graph, precision_from(plan.input.run.text("precision")), plan.input.threads()),
      walkers(Walkers::at_origin(0, from.particles, from.dimensions)),
      sampler(registry().factory<Sampler>(stage.input.sampler.kind)(stage.input.sampler.settings)) {
  psi.freeze(frozen_by(stage.input.train.texts("freeze"), psi.graph()));
  psi.set_parameters({theta.begin(), theta.end()});
  walkers.append(from.view().rows(0, count));
  scale_with_box(walkers, plan.stages.front().system.space, stage.system.space);
}

double Trial::times_walkers(const PlannedRun& plan) const {
  return static_cast<double>(plan.walkers.count()) / static_cast<double>(walkers.count());
}

double Trial::seconds(const char* what) const {
  const auto found = timers.seconds().find(what);
  return found == timers.seconds().end() ? 0 : found->second;
}

std::size_t fewest_walkers(const PlannedRun& plan) {
  WaveFunction psi(plan.stages.front().graph, precision_from(plan.input.run.text("precision")), plan.input.threads());
  const auto tiles = static_cast<std::size_t>(ranks() * psi.threads());
  return std::min(plan.walkers.count(), tiles * psi.sampling().tile_walkers());
}

}  // namespace kato
