// SPDX-License-Identifier: Apache-2.0
#include "run/trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "stats/accumulator.hpp"

namespace kato {
namespace {

std::vector<ParameterBlock> parameter_blocks(const Graph& graph) {
  std::vector<ParameterBlock> blocks;
  for (const auto& p : graph.parameters())
    if (p.trainable) blocks.push_back({.name = p.name, .offset = p.trainable_offset, .size = p.size});
  return blocks;
}

[[noreturn]] void fail_nonfinite(WaveFunction& psi, const Walkers& walkers) {
  const auto found = psi.find_nonfinite(walkers.x);
  throw std::runtime_error(
      found ? fmt::format("no walker has a finite energy any more: node {} ({}) of walker {} is not finite",
                          found->node, found->op, found->walker)
            : std::string(
                  "no walker has a finite energy any more, though the wave function is finite: the potential is not"));
}

}  // namespace

std::size_t replace_nonfinite(WaveFunction& psi, Walkers& walkers, LocalEnergies& energies) {
  const std::size_t count = walkers.count(), d = static_cast<std::size_t>(walkers.coordinates);
  const auto good = [&](std::size_t w) {
    return std::isfinite(energies.log_abs[w]) && std::isfinite(energies.total[w]);
  };
  std::vector<std::size_t> bad;
  for (std::size_t w = 0; w < count; ++w)
    if (!good(w)) bad.push_back(w);
  if (bad.size() == count) fail_nonfinite(psi, walkers);
  for (const std::size_t w : bad) {
    std::size_t from = (w + 1) % count;
    while (std::ranges::binary_search(bad, from)) from = (from + 1) % count;
    std::copy_n(walkers.x.begin() + static_cast<std::ptrdiff_t>(from * d), d,
                walkers.x.begin() + static_cast<std::ptrdiff_t>(w * d));
    walkers.log_abs[w] = walkers.log_abs[from];
    for (auto* numbers : {&energies.total, &energies.kinetic, &energies.trap, &energies.log_abs, &energies.sign})
      (*numbers)[w] = (*numbers)[from];
    for (auto& term : energies.terms) term[w] = term[from];
    if (!energies.gradient.empty())
      std::copy_n(energies.gradient.begin() + static_cast<std::ptrdiff_t>(from * d), d,
                  energies.gradient.begin() + static_cast<std::ptrdiff_t>(w * d));
  }
  return bad.size();
}

Trainer::Trainer(const System& system, WaveFunction& psi, Walkers& walkers, Sampler& sampler, Optimizer& optimizer,
                 const Settings& settings, Timers& timers)
    : system_(system),
      psi_(psi),
      walkers_(walkers),
      sampler_(sampler),
      optimizer_(optimizer),
      settings_(settings),
      timers_(timers),
      blocks_(parameter_blocks(psi.graph())),
      batch_(system, psi, blocks_, timers),
      update_(psi.trainable_count()) {}

bool Trainer::thermalise(std::uint32_t stage, int sweeps, const Watch& watch) {
  const auto time = timers_.measure("sampling");
  constexpr int between = 10;  // the width is adapted this often
  for (int done = 0; done < sweeps;) {
    const auto step = static_cast<std::uint32_t>(done / between);
    const int now = std::min(between, sweeps - done);
    const auto report =
        sampler_.sweep(psi_.amplitude(), walkers_, stream(stage, step, Purpose::thermalisation), now, true);
    done += now;
    if (!watch({.phase = "thermalise", .step = done, .steps = sweeps, .acceptance = report.acceptance}))
      return done >= sweeps;
  }
  return true;
}

TrainingRecord Trainer::step(std::uint32_t stage, std::uint32_t step) {
  TrainingRecord record;
  {
    const auto time = timers_.measure("sampling");
    const auto report =
        sampler_.sweep(psi_.amplitude(), walkers_, stream(stage, step, Purpose::proposal), settings_.sweeps, true);
    record.acceptance = report.acceptance;
    record.tau = memory_of(report.correlation, settings_.sweeps);
  }
  {
    const auto time = timers_.measure("local_energy");
    psi_.local_energies(system_, walkers_.x, energies_);
    record.replaced = replace_nonfinite(psi_, walkers_, energies_);
  }
  const auto statistics = mean_variance(energies_.total);
  record.energy = statistics.mean;
  record.variance = statistics.variance();
  record.std_err = std::sqrt(record.variance / static_cast<double>(walkers_.count()));
  const auto report = improve(energies_);
  record.learning_rate = report.learning_rate;
  record.gradient_norm = report.gradient_norm;
  return record;
}

StepReport Trainer::improve(const LocalEnergies& energies) {
  const auto time = timers_.measure("optimizer");  // without what the batch spends on derivatives meanwhile
  batch_.begin(walkers_.x, energies, settings_.clip);
  const auto report = optimizer_.step(batch_, update_);
  auto theta = psi_.parameters_after(update_);
  if (!std::isfinite(report.gradient_norm) || !std::ranges::all_of(theta, [](double v) { return std::isfinite(v); }))
    throw std::runtime_error("the optimiser's step is not finite; lower optimizer.learning_rate or raise the damping");
  psi_.set_parameters(std::move(theta));
  return report;
}

}  // namespace kato
