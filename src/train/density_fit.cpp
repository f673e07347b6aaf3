// SPDX-License-Identifier: Apache-2.0
#include "train/density_fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.hpp"
#include "base/ranks.hpp"
#include "optimize/adam_moments.hpp"
#include "train/transfer.hpp"

namespace kato {
namespace {

double mean(std::span<const double> numbers) {
  double sum = 0;
  for (const double each : numbers) sum += each;
  return sum / static_cast<double>(numbers.size());
}

}  // namespace

PretrainingReport fit_density(const WalkerView& samples, WaveFunction& psi, Walkers& walkers, Sampler& sampler,
                              std::uint64_t seed, int steps, int sweeps, double learning_rate, Timers& timers,
                              const Watch& watch, NamedArrays* state) {
  const auto time = timers.measure("pretraining");
  const std::size_t W = walkers.count(), S = samples.count();
  FitUnderWay under_way(psi.trainable_count(), state != nullptr ? *state : NamedArrays());
  for (std::size_t w = 0; under_way.step == 0 && w < W; ++w) {
    std::ranges::copy(samples.place(w % S), walkers.place(w).begin());
    std::ranges::copy(samples.labels_of(w % S), walkers.labels_of(w).begin());
  }
  std::vector<double> seeds(S, -2 / static_cast<double>(S));  // of -<ln p>
  seeds.insert(seeds.end(), W, 2 / static_cast<double>(W));
  const auto own = own_share(S + W);
  std::vector<LogPsi> values(S);
  std::vector<double> log_abs(S), slope(psi.trainable_count()), update(slope.size());
  bool complete = true;
  for (int& step = under_way.step; complete && step < steps;) {
    sampler.sweep(psi.sampling(), walkers,
                  {.seed = seed, .stage = 0, .step = static_cast<std::uint32_t>(step), .purpose = Purpose::pretraining},
                  sweeps, true);
    evaluate_over_ranks(psi, samples, values);
    std::ranges::transform(values, log_abs.begin(), &LogPsi::log_abs);
    under_way.last_loss = 2 * (mean(walkers.log_abs) - mean(log_abs));
    require(std::isfinite(under_way.last_loss),
            "pretrain.from: a sample lies where this wave function vanishes; both systems need the same hard cores");
    if (step == 0) under_way.first_loss = under_way.last_loss;
    Walkers both{.particles = walkers.particles, .dimensions = walkers.dimensions};
    both.append(samples);
    both.append(walkers);
    psi.pullback(both.view().rows(own.first, own.count), own.of(std::span<const double>(seeds)), slope);
    add_over_ranks(slope);
    const double rate = 0.5 * learning_rate * (1 + std::cos(std::numbers::pi * step / steps));
    under_way.moments.step(slope, rate, {}, update);
    psi.set_parameters(psi.parameters_after(update));
    ++step;
    if (state != nullptr) under_way.save(*state);
    complete = watch({.phase = "pretrain",
                      .step = step,
                      .steps = steps,
                      .note = fmt::format("samples less likely by {:.2g}", under_way.last_loss)});
  }
  return under_way.report(complete);
}

Walkers samples_from(const std::string& run, const Walkers& like) {
  require(!run.empty(), "pretrain.target = \"samples\": pretrain.from is missing; name the directory of a run");
  std::string warning;
  auto samples = transfer_source(run, warning, "pretrain.from").walkers;
  require(samples.count() > 0 && samples.coordinates() == like.coordinates(),
          fmt::format("pretrain.from: a walker of {} has {} coordinates, not {}; name a run with as many particles and "
                      "dimensions",
                      run, samples.coordinates(), like.coordinates()));
  require(
      samples.labels_each() == like.labels_each(),
      fmt::format("pretrain.from: a walker of {} has {} labels, not {}; name a run of a system that samples the same",
                  run, samples.labels_each(), like.labels_each()));
  samples.particles = like.particles;
  samples.dimensions = like.dimensions;
  return samples;
}

}  // namespace kato
