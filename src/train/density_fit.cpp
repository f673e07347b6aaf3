// SPDX-License-Identifier: Apache-2.0
#include "train/density_fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.hpp"
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

PretrainingReport fit_density(std::span<const double> samples, WaveFunction& psi, Walkers& walkers, Sampler& sampler,
                              std::uint64_t seed, int steps, int sweeps, double learning_rate, Timers& timers,
                              const Watch& watch) {
  const auto time = timers.measure("pretraining");
  const std::size_t W = walkers.count(), S = samples.size() / static_cast<std::size_t>(walkers.coordinates);
  for (std::size_t n = 0; n < walkers.x.size(); ++n) walkers.x[n] = samples[n % samples.size()];
  std::vector<double> seeds(S, -2 / static_cast<double>(S)), x(samples.begin(), samples.end());  // of -<ln p>
  seeds.insert(seeds.end(), W, 2 / static_cast<double>(W));
  x.resize(samples.size() + walkers.x.size());
  std::vector<double> log_abs(S), sign(S), slope(psi.trainable_count()), update(slope.size());
  AdamMoments moments{.first = std::vector<double>(slope.size()), .second = std::vector<double>(slope.size())};
  PretrainingReport report{.steps = steps};
  for (int step = 0; step < steps; ++step) {
    sampler.sweep(psi.amplitude(), walkers,
                  {.seed = seed, .stage = 0, .step = static_cast<std::uint32_t>(step), .purpose = Purpose::pretraining},
                  sweeps, true);
    std::ranges::copy(walkers.x, x.begin() + static_cast<std::ptrdiff_t>(samples.size()));
    psi.value(samples, log_abs, sign);
    report.last_loss = 2 * (mean(walkers.log_abs) - mean(log_abs));
    require(std::isfinite(report.last_loss),
            "pretrain.from: a sample lies where this wave function vanishes; both systems need the same hard cores");
    if (step == 0) report.first_loss = report.last_loss;
    psi.pullback(x, seeds, slope);
    const double rate = 0.5 * learning_rate * (1 + std::cos(std::numbers::pi * step / steps));
    moments.step(slope, rate, {}, update);
    psi.set_parameters(psi.parameters_after(update));
    report.complete = watch({.phase = "pretrain",
                             .step = step + 1,
                             .steps = steps,
                             .note = fmt::format("samples less likely by {:.2g}", report.last_loss)});
    if (!report.complete) break;
  }
  return report;
}

std::vector<double> samples_from(const std::string& run, int coordinates) {
  require(!run.empty(), "pretrain.target = \"samples\": pretrain.from is missing; name the directory of a run");
  std::string warning;
  auto source = transfer_source(run, warning, "pretrain.from");
  const auto size = source.walkers.size() / static_cast<std::size_t>(std::max<std::int64_t>(1, source.walker_count));
  require(size == static_cast<std::size_t>(coordinates),
          fmt::format("pretrain.from: a walker of {} has {} coordinates, not {}; name a run with as many particles and "
                      "dimensions",
                      run, size, coordinates));
  return std::move(source.walkers);
}

}  // namespace kato
