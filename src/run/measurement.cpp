// SPDX-License-Identifier: Apache-2.0
#include "run/measurement.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "energy/recorded.hpp"
#include "energy/rounding.hpp"
#include "stats/equilibration.hpp"
#include "train/trainer.hpp"

namespace kato {
namespace {

using Seconds = std::chrono::duration<double>;

// One running average for the energy and each of its components.
struct Averages {
  WalkerStatistics total, kinetic, trap;
  std::vector<WalkerStatistics> terms;
  std::vector<std::vector<WalkerStatistics>> channels;  // of every term

  Averages(const System& system, std::size_t walkers)
      : total(walkers), kinetic(walkers), trap(walkers), terms(system.interactions.size(), WalkerStatistics(walkers)) {
    for (const auto& term : system.interactions)
      channels.emplace_back(term.interaction->channels().size(), WalkerStatistics(walkers));
  }

  void add(const LocalEnergies& energies, const RecordedEnergies& parts) {
    total.add(energies.total);
    kinetic.add(parts.kinetic);
    trap.add(energies.trap);
    for (std::size_t t = 0; t < terms.size(); ++t) {
      terms[t].add(parts.terms[t]);
      for (std::size_t c = 0; c < channels[t].size(); ++c) channels[t][c].add(energies.channels[t][c]);
    }
  }

  void write(const System& system, int sweeps, Measurement& result) const {
    const auto in_sweeps = [&](const WalkerStatistics& statistics) {
      auto estimate = statistics.estimate();
      estimate.tau *= sweeps;  // autocorrelation times come in measurements; the records have them in sweeps
      return estimate;
    };
    result.energy = in_sweeps(total);
    result.components.emplace_back("kinetic", in_sweeps(kinetic));
    if (system.trap() != nullptr) result.components.emplace_back("trap", in_sweeps(trap));
    for (std::size_t t = 0; t < terms.size(); ++t) {
      const auto& [name, interaction] = system.interactions[t];
      result.components.emplace_back(name, in_sweeps(terms[t]));
      for (std::size_t c = 0; c < channels[t].size(); ++c)
        result.components.emplace_back(name + "." + interaction->channels()[c], in_sweeps(channels[t][c]));
    }
  }
};

// Lets the walkers follow |psi|^2 while the sampler adapts; false if it was stopped.
bool burn_in(WaveFunction& psi, Walkers& walkers, Sampler& sampler, int sweeps, StreamKey& stream, const Watch& watch) {
  constexpr int between = 10;  // the sampler adapts this often
  for (int done = 0; done < sweeps; ++stream.step) {
    const int now = std::min(between, sweeps - done);
    const auto report = sampler.sweep(psi.sampling(), walkers, stream, now, true);
    done += now;
    if (!watch({.phase = "burn-in", .step = done, .steps = sweeps, .acceptance = report.acceptance})) return false;
  }
  return true;
}

// Where the measurement begins anew if its start was not in equilibrium; never if it is short.
std::int64_t first_check(std::int64_t steps) { return steps < 64 ? -1 : std::clamp<std::int64_t>(steps / 8, 32, 1024); }

// When to look at the error next: where it should be small enough, between 5 % and 100 % more than now. An estimate
// that is looked at all the time would be stopped where it is too small by chance.
std::int64_t next_look(std::int64_t done, double ratio) {
  const double now = static_cast<double>(done);
  return static_cast<std::int64_t>(std::ceil(std::clamp(now * ratio * ratio, 1.05 * now, 2 * now)));
}

constexpr int most_restarts = 3;
constexpr std::int64_t between_checks = 64;  // measurements, of whether psi is more than rounding

// A state that is rounding alone has no energy; a few lost walkers are told of.
void check_digits(const Rounding& rounding, Measurement& result) {
  require_digits(rounding);
  result.lost = std::max(result.lost, rounding.lost);
}

// All that one series of measurements adds to; thrown away and made anew if the series was not in equilibrium.
struct Series {
  Averages averages;
  TailIndex tails;
  Observables observables;
  std::int64_t done = 0, look = 32;
  double acceptance = 0;
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();

  Series(const System& system, std::size_t walkers, const MakeObservables& make)
      : averages(system, walkers), observables(make()) {}

  void add(const System& system, WaveFunction& psi, const Walkers& walkers, const LocalEnergies& energies,
           StreamKey stream) {
    const auto parts = recorded(system, walkers, energies);
    averages.add(energies, parts);
    tails.add(energies.total);
    stream.purpose = Purpose::observable;
    const Surroundings around{.psi = &psi,
                              .values = energies.psi,
                              .gradient = energies.gradient,
                              .kinetic = parts.kinetic,
                              .stream = stream,
                              .threads = psi.threads()};
    for (auto& [kind, observable] : observables) observable->measure(walkers, around);
    ++done;
  }

  // Whether the error has come down to the target.
  bool reached(double target) {
    if (target <= 0 || done < look) return false;
    const double ratio = averages.total.estimate().std_err / target;
    look = next_look(done, ratio);
    return ratio <= 1;
  }

  // Whether the walkers had not yet forgotten where they began.
  bool drifts() const {
    return averages.total.drift(equilibration(averages.total.step_means()).start) > significant_drift;
  }

  void write(const System& system, int sweeps, Measurement& result) const {
    result.tails = tails.estimate();
    result.tails.error *= std::sqrt(std::max(1.0, averages.total.estimate().tau));  // of as many as are independent
    averages.write(system, sweeps, result);
    result.acceptance = acceptance / static_cast<double>(done);
    result.seconds = Seconds(std::chrono::steady_clock::now() - began).count();
    for (const auto& [kind, observable] : observables)
      for (auto& [name, curve] : observable->results())
        result.curves.emplace(name.empty() ? kind : kind + "." + name, std::move(curve));
  }
};

// Says where the series stands; the error, which takes longer than the mean, only now and then.
bool tell(const Series& series, Progress& progress, const Watch& watch) {
  progress.step = series.done;
  progress.acceptance = series.acceptance / static_cast<double>(series.done);
  if (series.done == progress.steps || series.done % std::max<std::int64_t>(1, progress.steps / 20) == 0) {
    const auto so_far = series.averages.total.estimate();
    progress.energy = so_far.mean;
    progress.std_err = so_far.std_err;
  }
  return watch(progress);
}

}  // namespace

Measurement measure(const System& system, WaveFunction& psi, Walkers& walkers, Sampler& sampler,
                    const MeasurementSettings& settings, const MakeObservables& make_observables, Timers& timers,
                    const Watch& watch) {
  const auto time = timers.measure("evaluation");
  StreamKey stream{.seed = settings.seed, .stage = 0, .step = 0, .purpose = Purpose::evaluation};
  Measurement result;
  result.complete = burn_in(psi, walkers, sampler, settings.thermalise, stream, watch);
  if (!result.complete) return result;
  const auto count = static_cast<std::int64_t>(walkers.count());
  const std::int64_t steps = std::max<std::int64_t>(2, settings.samples / count + (settings.samples % count > 0));
  const std::int64_t check = first_check(steps);
  Progress progress{.phase = "evaluate", .steps = steps};
  std::optional<Series> series(std::in_place, system, walkers.count(), make_observables);
  LocalEnergies energies;
  int restarts = 0;
  for (bool go_on = true; go_on && series->done < progress.steps; ++stream.step) {
    series->acceptance += sampler.sweep(psi.sampling(), walkers, stream, settings.sweeps, false).acceptance;
    local_energies(psi, system, walkers, energies);
    result.replaced += replace_nonfinite(psi, walkers, energies);
    if (series->done % between_checks == 0 || series->done == progress.steps - 1)
      check_digits(rounding_of(psi, system, walkers, energies), result);
    series->add(system, psi, walkers, energies, stream);
    if (series->done == check && series->drifts()) {
      result.settled = ++restarts <= most_restarts;
      if (result.settled) {
        result.discarded += static_cast<std::size_t>(check * count);
        series.emplace(system, walkers.count(), make_observables);
        progress.phase = "evaluate anew";
        continue;
      }
    }
    result.reached_target = series->reached(settings.target_error);
    if (result.reached_target) progress.steps = series->done;
    go_on = tell(*series, progress, watch) || series->done < 2;
  }
  result.complete = series->done == progress.steps;
  series->write(system, settings.sweeps, result);
  return result;
}

}  // namespace kato
