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

#include "base/random.hpp"
#include "base/ranks.hpp"
#include "base/timers.hpp"
#include "record/log.hpp"
#include "run/measurement.hpp"
#include "run/pretrain.hpp"
#include "run/starting_walkers.hpp"
#include "train/freezing.hpp"
#include "train/trainer.hpp"

namespace kato {
namespace {

// Seconds for trying each part; the last one is shared by the stages.
constexpr double for_pretraining = 0.8, for_sweeps = 0.3, for_measurements = 0.4, for_steps = 0.8;
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
double sweep_seconds(const PlannedRun& plan, Trial& trial) {
  constexpr int between = 10;  // the sampler adapts this often
  const Stopwatch watch;
  int done = 0;
  do {
    const auto step = static_cast<std::uint32_t>(done / between);
    const StreamKey stream{.seed = plan.input.seed, .stage = 0, .step = step, .purpose = Purpose::thermalisation};
    trial.sampler->sweep(trial.psi.sampling(), trial.walkers, stream, between, true);
    trial.stage.system.space.wrap(trial.walkers.x);
    done += between;
  } while (done < most_sweeps && !watch.past(for_sweeps));
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

double sum(const StepTimes& times) {
  double all = 0;
  for (const auto& [what, seconds] : times) all += seconds;
  return all;
}

// Of so many walkers. The first step, which takes its memory, is not counted; more are taken while there is time.
StepTimes step_times(const PlannedRun& plan, Trial& trial, double limit) {
  const auto& input = trial.stage.input;
  const auto optimizer = registry().factory<Optimizer>(input.optimizer.kind)(input.optimizer.settings);
  const std::vector<double> theta(trial.psi.parameters().begin(), trial.psi.parameters().end());
  Trainer trainer(trial.stage.system, trial.psi, trial.walkers, *trial.sampler, *optimizer,
                  {.seed = plan.input.seed,
                   .sweeps = static_cast<int>(input.sampler.settings.integer("sweeps")),
                   .clip = input.train.real("clip"),
                   .rollback = {.multiple = 0}},
                  trial.timers);
  trainer.step(0, 0);
  const auto before = trial.timers.seconds();
  const Stopwatch watch;
  int done = 0;
  do {
    trainer.step(0, static_cast<std::uint32_t>(++done));
  } while (done < most_steps && !watch.past(limit));
  StepTimes times;
  for (const char* what : {"sampling", "local_energy", "gradient", "optimizer"}) {
    const auto at = before.find(what);
    times[what] = (trial.seconds(what) - (at == before.end() ? 0 : at->second)) / done;
  }
  return times;
}

// What grows with a power of the number, from two numbers of which one is twice the other.
double extrapolated(double half, double now, double ratio) {
  const double power = half > 0 && now > 0 ? std::clamp(std::log2(now / half), 0.0, 3.0) : 1;
  return now * std::pow(ratio, power);
}

// Of all walkers, from as many as time allows.
StepTimes step_times_of_all(const PlannedRun& plan, const Stage& stage, std::span<const double> theta,
                            const Walkers& from, double limit) {
  const Stopwatch watch;
  const std::size_t all = from.count();
  std::size_t count = fewest_walkers(plan);
  StepTimes before, now;
  for (;; count *= 2) {
    Trial trial(plan, stage, theta, from, count);
    now = step_times(plan, trial, count == all ? 0.5 * limit : 0);
    // The next number takes four times as long, if the optimiser is quadratic, for two steps.
    if (2 * count > all || on_any_rank(watch.seconds() + 8 * sum(now) > limit)) break;
    before = now;
  }
  const double ratio = static_cast<double>(all) / static_cast<double>(count);
  for (auto& [what, seconds] : now)
    seconds = what == "optimizer" && !before.empty() ? extrapolated(before[what], seconds, ratio) : seconds * ratio;
  return now;
}

// Of all stages; those that differ in their steps alone are tried once.
StepTimes training_seconds(const PlannedRun& plan, std::span<const double> theta, const Walkers& from) {
  StepTimes all, of_step;
  const Input* tried = nullptr;
  for (const auto& stage : plan.stages) {
    const auto& input = stage.input;
    if (tried == nullptr || tried->sampler != input.sampler || tried->optimizer != input.optimizer)
      of_step = step_times_of_all(plan, stage, theta, from, for_steps / static_cast<double>(plan.stages.size()));
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
  const double sweep = sweep_seconds(plan, last), count = static_cast<double>(plan.walkers.count());
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
