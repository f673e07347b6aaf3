// SPDX-License-Identifier: Apache-2.0
#include "run/measurement.hpp"

#include <algorithm>

#include "run/trainer.hpp"

namespace kato {
namespace {

// One running average for the energy and each of its components.
struct Averages {
  WalkerStatistics total, kinetic, trap;
  std::vector<WalkerStatistics> terms;

  Averages(const System& system, std::size_t walkers)
      : total(walkers), kinetic(walkers), trap(walkers), terms(system.interactions.size(), WalkerStatistics(walkers)) {}

  void add(const LocalEnergies& energies) {
    total.add(energies.total);
    kinetic.add(energies.kinetic);
    trap.add(energies.trap);
    for (std::size_t t = 0; t < terms.size(); ++t) terms[t].add(energies.terms[t]);
  }
};

// Autocorrelation times come in measurements; the records have them in sweeps.
Estimate in_sweeps(Estimate estimate, int sweeps) {
  estimate.tau *= sweeps;
  return estimate;
}

// Lets the walkers follow |psi|^2 while the sampler adapts; false if it was stopped.
bool burn_in(WaveFunction& psi, Walkers& walkers, Sampler& sampler, int sweeps, StreamKey& stream, const Watch& watch) {
  constexpr int between = 10;  // the sampler adapts this often
  for (int done = 0; done < sweeps; ++stream.step) {
    const int now = std::min(between, sweeps - done);
    const auto report = sampler.sweep(psi.amplitude(), walkers, stream, now, true);
    done += now;
    if (!watch({.phase = "burn-in", .step = done, .steps = sweeps, .acceptance = report.acceptance})) return false;
  }
  return true;
}

}  // namespace

Measurement measure(const System& system, WaveFunction& psi, Walkers& walkers, Sampler& sampler,
                    const MeasurementSettings& settings,
                    std::map<std::string, std::unique_ptr<Observable>>& observables, Timers& timers,
                    const Watch& watch) {
  const auto time = timers.measure("evaluation");
  StreamKey stream{.seed = settings.seed, .stage = 0, .step = 0, .purpose = Purpose::evaluation};
  Measurement result;
  result.complete = burn_in(psi, walkers, sampler, settings.thermalise, stream, watch);
  if (!result.complete) return result;
  const auto count = static_cast<std::int64_t>(walkers.count());
  const std::int64_t steps = std::max<std::int64_t>(2, settings.samples / count + (settings.samples % count > 0));
  Averages averages(system, walkers.count());
  Progress progress{.phase = "evaluate", .steps = steps};
  LocalEnergies energies;
  std::int64_t done = 0;
  for (bool go_on = true; go_on && done < steps; ++stream.step) {
    result.acceptance += sampler.sweep(psi.amplitude(), walkers, stream, settings.sweeps, false).acceptance;
    psi.local_energies(system, walkers.x, energies);
    result.replaced += replace_nonfinite(psi, walkers, energies);
    averages.add(energies);
    const Configurations now{.x = walkers.x,
                             .particles = system.particles,
                             .dimensions = system.dimensions,
                             .labels = system.labels,
                             .gradient = energies.gradient,
                             .log_abs = energies.log_abs};
    for (auto& [kind, observable] : observables) observable->add(now);
    ++done;
    progress.step = done;
    progress.acceptance = result.acceptance / static_cast<double>(done);
    if (done == steps || done % std::max<std::int64_t>(1, steps / 20) == 0) {  // the error takes longer than the mean
      const auto so_far = averages.total.estimate();
      progress.energy = so_far.mean;
      progress.std_err = so_far.std_err;
    }
    go_on = watch(progress) || done < 2;
  }
  result.complete = done == steps;
  result.acceptance /= static_cast<double>(done);
  result.energy = in_sweeps(averages.total.estimate(), settings.sweeps);
  result.components.emplace_back("kinetic", in_sweeps(averages.kinetic.estimate(), settings.sweeps));
  if (system.trap() != nullptr)
    result.components.emplace_back("trap", in_sweeps(averages.trap.estimate(), settings.sweeps));
  for (std::size_t t = 0; t < system.interactions.size(); ++t)
    result.components.emplace_back(system.interactions[t].name,
                                   in_sweeps(averages.terms[t].estimate(), settings.sweeps));
  for (const auto& [kind, observable] : observables)
    for (auto& [name, curve] : observable->results())
      result.curves.emplace(name.empty() ? kind : kind + "." + name, std::move(curve));
  return result;
}

}  // namespace kato
