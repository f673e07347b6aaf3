// SPDX-License-Identifier: Apache-2.0
#include "run/measurement.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "energy/rounding.hpp"
#include "record/checkpoint.hpp"
#include "train/trainer.hpp"

namespace kato {
namespace {

constexpr int most_restarts = 3;
constexpr std::int64_t between_checks = 64;  // measurements, of whether psi is more than rounding

// Where the measurement begins anew if its start was not in equilibrium; never if it is short.
std::int64_t first_check(std::int64_t steps) { return steps < 64 ? -1 : std::clamp<std::int64_t>(steps / 8, 32, 1024); }

}  // namespace

MeasurementUnderWay::MeasurementUnderWay(const System& system, WaveFunction& psi, Walkers& walkers, Sampler& sampler,
                                         const MeasurementSettings& settings, MakeObservables make_observables)
    : system_(system),
      psi_(psi),
      walkers_(walkers),
      sampler_(sampler),
      settings_(settings),
      make_observables_(std::move(make_observables)),
      stream_{.seed = settings.seed, .stage = 0, .step = 0, .purpose = Purpose::evaluation} {
  const auto count = static_cast<std::int64_t>(walkers.count());
  steps_ = std::max<std::int64_t>(2, settings.samples / count + (settings.samples % count > 0));
  make_series();
}

void MeasurementUnderWay::make_series() {
  series_ = std::make_unique<Series>(system_, walkers_.count(), make_observables_);
}

// Lets the walkers follow |psi|^2 while the sampler adapts; false if it was stopped.
bool MeasurementUnderWay::burn_in(Timers& timers, const Watch& watch) {
  constexpr int between = 10;  // the sampler adapts this often
  while (burnt_ < settings_.thermalise) {
    const int now = std::min(between, settings_.thermalise - burnt_);
    const auto report = [&] {
      const auto time = timers.measure("evaluation");
      return sampler_.sweep(psi_.sampling(), walkers_, stream_, now, true);
    }();
    burnt_ += now;
    ++stream_.step;
    if (!watch({.phase = "burn-in", .step = burnt_, .steps = settings_.thermalise, .acceptance = report.acceptance}))
      return false;
  }
  return true;
}

// A state that is rounding alone has no energy; a few lost walkers are told of.
void MeasurementUnderWay::check_digits() {
  if (series_->done % between_checks != 0 && series_->done != steps_ - 1) return;
  const auto rounding = rounding_of(psi_, system_, walkers_, energies_);
  require_digits(rounding);
  result_.lost = std::max(result_.lost, rounding.lost);
}

// One measurement of every walker; false if the series begins anew.
bool MeasurementUnderWay::measure_once(Timers& timers) {
  const auto time = timers.measure("evaluation");
  const auto began = std::chrono::steady_clock::now();
  series_->acceptance += sampler_.sweep(psi_.sampling(), walkers_, stream_, settings_.sweeps, false).acceptance;
  system_.space.wrap(walkers_.x);
  local_energies(psi_, system_, walkers_, energies_);
  result_.replaced += replace_nonfinite(psi_, walkers_, energies_);
  check_digits();
  series_->add(system_, psi_, walkers_, energies_, stream_);
  series_->seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  ++stream_.step;
  const std::int64_t check = first_check(steps_);
  if (series_->done == check && series_->drifts()) {
    result_.settled = ++restarts_ <= most_restarts;
    if (result_.settled) {
      result_.discarded += static_cast<std::size_t>(check) * walkers_.count();
      make_series();
      return false;
    }
  }
  result_.reached_target = series_->reached(settings_.target_error);
  return true;
}

// Says where the series stands; the error, which takes longer than the mean, only now and then.
bool MeasurementUnderWay::tell(std::int64_t steps, const Watch& watch) const {
  const auto done = series_->done;
  Progress progress{.phase = restarts_ == 0 ? "evaluate" : "evaluate anew",
                    .step = done,
                    .steps = steps,
                    .acceptance = series_->acceptance / static_cast<double>(done)};
  if (done == steps || done % std::max<std::int64_t>(1, steps / 20) == 0) {
    const auto so_far = series_->averages.total.estimate();
    progress.energy = so_far.mean;
    progress.std_err = so_far.std_err;
  }
  return watch(progress);
}

Measurement MeasurementUnderWay::go_on(Timers& timers, const Watch& watch) {
  result_.complete = false;
  if (!burn_in(timers, watch)) return result_;
  const auto steps = [&] { return result_.reached_target ? series_->done : steps_; };
  for (bool on = true; on && series_->done < steps();)
    if (measure_once(timers)) on = tell(steps(), watch) || series_->done < 2;
  auto result = result_;
  result.complete = series_->done == steps();
  series_->write(system_, settings_.sweeps, result);
  return result;
}

NamedArrays MeasurementUnderWay::state() const {
  NamedArrays state;
  if (!series_->save(state)) return {};
  state["counts"] = {
      static_cast<double>(burnt_),           static_cast<double>(stream_.step),      static_cast<double>(restarts_),
      static_cast<double>(result_.replaced), static_cast<double>(result_.discarded), result_.settled ? 1.0 : 0.0,
      result_.reached_target ? 1.0 : 0.0,    static_cast<double>(result_.lost)};
  walkers_.save("walkers", state);
  add_part(state, "sampler.", sampler_.state());
  return state;
}

void MeasurementUnderWay::restore(const NamedArrays& state) {
  const auto& counts = numbers(state, "counts", 8);
  burnt_ = static_cast<int>(counts[0]);
  stream_.step = static_cast<std::uint32_t>(counts[1]);
  restarts_ = static_cast<int>(counts[2]);
  result_.replaced = static_cast<std::size_t>(counts[3]);
  result_.discarded = static_cast<std::size_t>(counts[4]);
  result_.settled = counts[5] != 0;
  result_.reached_target = counts[6] != 0;
  result_.lost = static_cast<std::size_t>(counts[7]);
  walkers_.restore("walkers", state);
  sampler_.restore(part_of(state, "sampler."));
  series_->restore(state);
}

Measurement measure(const System& system, WaveFunction& psi, Walkers& walkers, Sampler& sampler,
                    const MeasurementSettings& settings, const MakeObservables& make_observables, Timers& timers,
                    const Watch& watch) {
  return MeasurementUnderWay(system, psi, walkers, sampler, settings, make_observables).go_on(timers, watch);
}

}  // namespace kato
