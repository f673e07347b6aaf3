// SPDX-License-Identifier: Apache-2.0
#include "run/prediction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

#include "base/error.hpp"
#include "base/random.hpp"
#include "energy/local_energy.hpp"
#include "record/log.hpp"
#include "run/measurement.hpp"
#include "run/pretrain.hpp"
#include "run/update_times.hpp"
#include "train/trainer.hpp"

namespace kato {
namespace {

// Seconds for trying each part; those of steps are shared by the stages.
constexpr double for_pretraining = 0.6, for_sweeps = 0.3, for_measurements = 0.4, for_energies = 0.1, for_updates = 1.0;
constexpr int most_measurements = 60;  // fewer than what a measurement tests for a drift
constexpr int most_sweeps = 200;

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
  const auto told = [&](const Progress& progress) {
    last = watch.seconds();
    prediction.measured = progress.step;
    if (progress.step == 1) first = last;
    return progress.step < 3 || !watch.past(for_measurements);
  };
  try {
    prediction.start = measurement.go_on(trial.timers, told).energy;
  } catch (const Error& rounding) {  // no mistake of the input: the training may mend it
    throw std::runtime_error(rounding.what());
  }
  prediction.walkers = count;
  return (last - first) / static_cast<double>(prediction.measured - 1) * trial.times_walkers(plan);
}

// The seconds of a training step by what they are spent on.
using StepTimes = std::map<std::string, double>;

// The seconds of all walkers of the run; what it finds goes to `energies`.
double local_energy_seconds(const PlannedRun& plan, Trial& trial, double limit, LocalEnergies& energies) {
  const auto work = [&] {
    const auto time = trial.timers.measure("local_energy");
    local_energies(trial.psi, trial.stage.system, trial.walkers, energies);
    replace_nonfinite(trial.psi, trial.walkers, energies);
  };
  const int done = repeated(work, trial.timers, limit);
  return trial.seconds("local_energy") / done * trial.times_walkers(plan);
}

// Of a step of a stage.
StepTimes step_times(const PlannedRun& plan, const Stage& stage, std::span<const double> theta, const Walkers& from,
                     double part) {
  Trial few(plan, stage, theta, from, fewest_walkers(plan));
  LocalEnergies energies;
  const double local_energy = local_energy_seconds(plan, few, part * for_energies, energies);
  const auto update = update_times(plan, stage, theta, from, energies, part * for_updates);
  const double sweeps = static_cast<double>(stage.input.sampler.settings.integer("sweeps"));
  return {{"sampling", sweeps * sweep_seconds(plan, few, part * for_sweeps)},
          {"local energy", local_energy},
          {"gradient", update.gradient},
          {"optimiser", update.optimizer}};
}

bool same_but_for_steps(Input one, const Input& other) {
  one.train.set("steps", other.train.integer("steps"));
  return one == other;
}

// Of all stages; those that differ from the one before in their steps alone are not tried again.
StepTimes training_seconds(const PlannedRun& plan, std::span<const double> theta, const Walkers& from,
                           std::size_t& stages_tried) {
  StepTimes all, of_step;
  const Input* tried = nullptr;
  for (const auto& stage : plan.stages) {
    const auto& input = stage.input;
    if (tried == nullptr || !same_but_for_steps(*tried, input)) {
      of_step = step_times(plan, stage, theta, from, 1 / static_cast<double>(plan.stages.size()));
      ++stages_tried;
    }
    tried = &input;
    for (const auto& [what, seconds] : of_step)
      all[what] += seconds * static_cast<double>(input.train.integer("steps"));
  }
  return all;
}

// Of all walkers, whose energies have this variance for each that is independent. With a target_error there are as many
// as that takes, 32 at least.
double measurements_of(const Settings& evaluate, double walkers, double variance) {
  constexpr double fewest = 32;
  const double most = std::ceil(static_cast<double>(evaluate.integer("samples")) / walkers);
  const double target = evaluate.real("target_error");
  if (!(target > 0)) return most;
  return std::min(most, std::max(fewest, std::ceil(variance / (target * target * walkers))));
}

std::string samples_text(const Settings& evaluate, std::int64_t samples) {
  if (!(evaluate.real("target_error") > 0)) return fmt::format(" for {} samples (evaluate.samples)", samples);
  return fmt::format(" for {} samples (evaluate.target_error; at most {})", samples, evaluate.integer("samples"));
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
  auto training = training_seconds(plan, theta, first.walkers, prediction.tried);
  for (const char* what : {"sampling", "local energy", "gradient", "optimiser"})
    prediction.parts.emplace_back(what, training[what]);
  const double measurement = measurement_seconds(plan, last, prediction);
  const double memory = std::max(1.0, prediction.start.tau / static_cast<double>(evaluate.integer("sweeps")));
  const double variance = prediction.start.variance * memory;
  const double measurements = measurements_of(evaluate, count, variance);
  prediction.samples = std::min(evaluate.integer("samples"), static_cast<std::int64_t>(measurements * count));
  prediction.parts.emplace_back(
      "evaluation",
      measurements > 0 ? measurements * measurement + sweep * static_cast<double>(evaluate.integer("burn_in")) : 0);
  prediction.std_err =
      measurements > 0 ? std::sqrt(variance / (measurements * count)) : std::numeric_limits<double>::quiet_NaN();
  return prediction;
}

std::string prediction_text(const PlannedRun& plan) {
  Prediction prediction;
  try {
    prediction = predict(plan);
  } catch (const Error&) {
    throw;
  } catch (const std::runtime_error& problem) {
    return fmt::format("time        not known, since the start cannot be tried: {}\n", problem.what());
  }
  const int threads = plan.input.threads();
  auto text = fmt::format("time        about {}, by trying it on {} thread{}; without the reference energy\n",
                          duration_text(prediction.total()), threads, threads == 1 ? "" : "s");
  for (const auto& [what, seconds] : prediction.parts)
    text += fmt::format("  {:<16}{}{}\n", what, duration_text(seconds),
                        what == "evaluation" ? samples_text(plan.input.evaluate, prediction.samples) : "");
  if (prediction.samples == 0) return text;
  // With fewer measurements a longer tau does not show.
  const auto* const doubt = prediction.measured < 20 ? ", too few to know tau: more, if it is longer" : "";
  return text + fmt::format(
                    "error       at most about {:.2g} {}, if the variance stays that of the start ({:.2g}; tau {:.0f} "
                    "sweeps; from {} measurements of {} walkers{})\n",
                    prediction.std_err, plan.stages.back().system.energy_unit(), prediction.start.variance,
                    prediction.start.tau, prediction.measured, prediction.walkers, doubt);
}

}  // namespace kato
