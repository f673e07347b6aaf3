// SPDX-License-Identifier: Apache-2.0
#include "run/prediction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>

#include "base/random.hpp"
#include "base/ranks.hpp"
#include "base/timers.hpp"
#include "record/log.hpp"
#include "run/measurement.hpp"
#include "run/pretrain.hpp"
#include "run/starting_walkers.hpp"
#include "train/batch_step.hpp"
#include "train/freezing.hpp"
#include "train/trainer.hpp"

namespace kato {
namespace {

// Seconds for trying each part; the last one is shared by the stages.
constexpr double for_pretraining = 0.6, for_sweeps = 0.3, for_measurements = 0.4, for_steps = 1.2;
constexpr int most_measurements = 60;  // fewer than what a measurement tests for a drift
constexpr int most_sweeps = 200, most_steps = 8;

class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(Clock::now() - began_).count(); }
  // All ranks decide alike.
  bool past(double limit) const { return on_any_rank(seconds() > limit); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point began_ = Clock::now();
};

// What a stage of the plan works with, for some of the walkers.
struct Trial {
  const Stage& stage;
  WaveFunction psi;
  Walkers walkers;
  std::unique_ptr<Sampler> sampler;
  Timers timers = {};

  Trial(const PlannedRun& plan, const Stage& its_stage, std::span<const double> theta, const Walkers& from,
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

  // By which all walkers of the run are more.
  double times_walkers(const PlannedRun& plan) const {
    return static_cast<double>(plan.walkers.count()) / static_cast<double>(walkers.count());
  }

  double seconds(const char* what) const {
    const auto found = timers.seconds().find(what);
    return found == timers.seconds().end() ? 0 : found->second;
  }
};

// Fills the tiles of all threads.
std::size_t fewest_walkers(const PlannedRun& plan) {
  WaveFunction psi(plan.stages.front().graph, precision_from(plan.input.run.text("precision")), plan.input.threads());
  const auto tiles = static_cast<std::size_t>(ranks() * psi.threads());
  return std::min(plan.walkers.count(), tiles * psi.sampling().tile_walkers());
}

// Pretrains `trial` as far as the time goes, and returns how long all of it takes.
double pretraining_seconds(const PlannedRun& plan, Trial& trial) {
  const Stopwatch watch;
  double first = 0, last = 0;
  std::int64_t done = 0, wanted = 0;
  NamedArrays fit;
  const auto told = [&](const Progress& progress) {
    last = watch.seconds();
    if (done == 0) first = last;
    ++done;
    wanted = progress.steps;
    return !watch.past(for_pretraining) || done < 2;
  };
  static_cast<void>(pretrain({.input = plan.input,
                              .stage = trial.stage,
                              .copied = plan.copied,
                              .psi = trial.psi,
                              .walkers = trial.walkers,
                              .sampler = *trial.sampler,
                              .timers = trial.timers,
                              .state = fit},
                             told));
  if (done < 2) return last;
  return first + (last - first) / static_cast<double>(done - 1) * static_cast<double>(wanted - 1);
}

// Lets the walkers follow psi as far as the time goes; returns the seconds of a sweep of all walkers of the run.
double sweep_seconds(const PlannedRun& plan, Trial& trial, double limit) {
  constexpr int between = 10;  // the sampler adapts this often
  const Stopwatch watch;
  int done = 0;
  do {
    const auto step = static_cast<std::uint32_t>(done / between);
    const StreamKey stream{.seed = plan.input.seed, .stage = 0, .step = step, .purpose = Purpose::thermalisation};
    trial.sampler->sweep(trial.psi.sampling(), trial.walkers, stream, between, true);
    trial.stage.system.space.wrap(trial.walkers.x);
    done += between;
  } while (done < most_sweeps && !watch.past(limit));
  return watch.seconds() / done * trial.times_walkers(plan);
}

// Measures the starting state, and returns the seconds of one measurement of all walkers of the run.
double measurement_seconds(const PlannedRun& plan, Trial& trial, Prediction& prediction) {
  const Stopwatch watch;
  const std::size_t count = trial.walkers.count();
  const auto sweeps = static_cast<int>(plan.input.evaluate.integer("sweeps"));
  MeasurementUnderWay measurement(
      trial.stage.system, trial.psi, trial.walkers, *trial.sampler,
      {.seed = plan.input.seed, .samples = most_measurements * static_cast<std::int64_t>(count), .sweeps = sweeps},
      [&] {
        Observables made;
        for (const auto& [kind, settings] : plan.input.observables)
          made[kind] = registry().factory<Observable>(kind)(trial.stage.system, count, settings);
        return made;
      });
  double first = 0, last = 0;
  const auto found = measurement.go_on(trial.timers, [&](const Progress& progress) {
    last = watch.seconds();
    prediction.measured = progress.step;
    if (progress.step == 1) first = last;
    return progress.step < 3 || !watch.past(for_measurements);
  });
  prediction.start = found.energy;
  prediction.walkers = count;
  return (last - first) / static_cast<double>(prediction.measured - 1) * trial.times_walkers(plan);
}

// The seconds of a training step by what they are spent on.
using StepTimes = std::map<std::string, double>;

// Of the walkers of the trial, without their sweeps. The first step, which takes its memory, does not count if there is
// time for more.
StepTimes step_times(Trial& trial, double limit) {
  const auto& input = trial.stage.input;
  const auto optimizer = registry().factory<Optimizer>(input.optimizer.kind)(input.optimizer.settings);
  const auto blocks = parameter_blocks(trial.psi.graph());
  BatchStep batch(trial.stage.system, trial.psi, blocks, trial.timers);
  LocalEnergies energies;
  std::vector<double> update(trial.psi.trainable_count());
  const auto step = [&] {
    {
      const auto time = trial.timers.measure("local_energy");
      local_energies(trial.psi, trial.stage.system, trial.walkers, energies);
      replace_nonfinite(trial.psi, trial.walkers, energies);
    }
    const auto time = trial.timers.measure("optimizer");
    batch.begin(trial.walkers, energies, input.train.real("clip"));
    optimizer->step(batch, update);
  };
  const Stopwatch watch;
  step();
  int done = 1;
  if (!watch.past(limit)) {
    trial.timers.restore({});
    for (done = 0; done < most_steps && !watch.past(limit); ++done) step();
  }
  StepTimes times;
  for (const auto& [what, seconds] : trial.timers.seconds()) times[what] = seconds / done;
  return times;
}

// What grows with a power of the number: from the seconds of two numbers, of which one is `ratio` times the other,
// those of `further` times as many.
double extrapolated(double before, double now, double ratio, double further) {
  const double power =
      before > 0 && now > 0 && ratio > 1 ? std::clamp(std::log(now / before) / std::log(ratio), 0.0, 3.0) : 1;
  return now * std::pow(further, power);
}

// Of all walkers, from as many as time allows.
StepTimes step_times_of_all(const PlannedRun& plan, const Stage& stage, std::span<const double> theta,
                            const Walkers& from, double limit) {
  const Stopwatch watch;
  const std::size_t all = from.count();
  std::size_t count = fewest_walkers(plan), before = count;
  StepTimes now, then;
  for (;;) {
    Trial trial(plan, stage, theta, from, count);
    now = step_times(trial, limit / 8);
    // The next number takes up to sixteen times as long, as the optimiser may be quadratic.
    const double next = 4 * (now["local_energy"] + now["gradient"]) + 16 * now["optimizer"];
    if (count == all || on_any_rank(watch.seconds() + next > limit)) break;
    then = now;
    before = std::exchange(count, std::min(all, 4 * count));
  }
  const auto ratio = [](std::size_t of, std::size_t to) { return static_cast<double>(of) / static_cast<double>(to); };
  for (auto& [what, seconds] : now)
    seconds = what == "optimizer" ? extrapolated(then[what], seconds, ratio(count, before), ratio(all, count))
                                  : seconds * ratio(all, count);
  return now;
}

// Of all stages; those that differ in their steps alone are tried once.
StepTimes training_seconds(const PlannedRun& plan, std::span<const double> theta, const Walkers& from) {
  const double share = 1 / static_cast<double>(plan.stages.size());
  StepTimes all, of_step;
  const Input* tried = nullptr;
  for (const auto& stage : plan.stages) {
    const auto& input = stage.input;
    if (tried == nullptr || tried->sampler != input.sampler || tried->optimizer != input.optimizer) {
      of_step = step_times_of_all(plan, stage, theta, from, for_steps * share);
      Trial trial(plan, stage, theta, from, fewest_walkers(plan));
      of_step["sampling"] = sweep_seconds(plan, trial, for_sweeps * share) *
                            static_cast<double>(input.sampler.settings.integer("sweeps"));
    }
    tried = &input;
    for (const auto& [what, seconds] : of_step)
      all[what] += seconds * static_cast<double>(input.train.integer("steps"));
  }
  return all;
}

}  // namespace

double Prediction::total() const {
  double all = 0;
  for (const auto& [what, seconds] : parts) all += seconds;
  return all;
}

Prediction predict(const PlannedRun& plan) {
  Prediction prediction;
  Trial first(plan, plan.stages.front(), plan.theta, plan.walkers, plan.walkers.count());
  prediction.parts.emplace_back("pretraining", pretraining_seconds(plan, first));
  const auto theta = first.psi.parameters();
  Trial last(plan, plan.stages.back(), theta, first.walkers, fewest_walkers(plan));
  const auto& evaluate = plan.input.evaluate;
  const double sweep = sweep_seconds(plan, last, for_sweeps), count = static_cast<double>(plan.walkers.count());
  prediction.parts.emplace_back(
      "thermalisation", sweep * static_cast<double>(plan.stages.front().input.sampler.settings.integer("thermalise")));
  auto training = training_seconds(plan, theta, first.walkers);
  prediction.parts.emplace_back("sampling", training["sampling"]);
  prediction.parts.emplace_back("local energy", training["local_energy"]);
  prediction.parts.emplace_back("gradient", training["gradient"]);
  prediction.parts.emplace_back("optimiser", training["optimizer"]);
  prediction.samples = evaluate.integer("samples");
  const double measurements = std::ceil(static_cast<double>(prediction.samples) / count);
  const double measurement = measurement_seconds(plan, last, prediction);
  prediction.parts.emplace_back(
      "evaluation",
      measurements > 0 ? measurements * measurement + sweep * static_cast<double>(evaluate.integer("burn_in")) : 0);
  const double memory = std::max(1.0, prediction.start.tau / static_cast<double>(evaluate.integer("sweeps")));
  prediction.std_err = measurements > 0 ? std::sqrt(prediction.start.variance * memory / (measurements * count))
                                        : std::numeric_limits<double>::quiet_NaN();
  return prediction;
}

std::string prediction_text(const PlannedRun& plan) {
  Prediction prediction;
  try {
    prediction = predict(plan);
  } catch (const std::runtime_error& problem) {
    return fmt::format("time        not known, since the start cannot be tried: {}\n", problem.what());
  }
  auto text = fmt::format("time        about {}, by trying it on {} threads; without the reference energy\n",
                          duration_text(prediction.total()), plan.input.threads());
  for (const auto& [what, seconds] : prediction.parts)
    text +=
        fmt::format("  {:<16}{}{}\n", what, duration_text(seconds),
                    what != "evaluation" ? "" : fmt::format(" for {} samples (evaluate.samples)", prediction.samples));
  if (prediction.samples == 0) return text;
  return text + fmt::format(
                    "error       at most about {:.2g} {}, if the variance stays that of the start ({:.2g}; tau {:.0f} "
                    "sweeps; from {} measurements of {} walkers)\n",
                    prediction.std_err, plan.stages.back().system.energy_unit(), prediction.start.variance,
                    prediction.start.tau, prediction.measured, prediction.walkers);
}

}  // namespace kato
