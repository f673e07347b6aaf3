// SPDX-License-Identifier: Apache-2.0
#include "train/trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/error.hpp"
#include "base/ranks.hpp"
#include "energy/rounding.hpp"
#include "sample/correlation.hpp"
#include "stats/accumulator.hpp"
#include "stats/weighted.hpp"

namespace kato {
namespace {

constexpr std::size_t between_checks = 32;  // steps, of whether there is a state to train

bool finite(const std::vector<double>& numbers) {
  return std::ranges::all_of(numbers, [](double v) { return std::isfinite(v); });
}

bool finite(const Optimizer::State& state) {
  return std::ranges::all_of(state, [](const auto& item) { return finite(item.second); });
}

RollBack::Energy energy_of(const TrainingRecord& record) {
  return {.mean = record.energy, .std_err = record.std_err, .variance = record.variance};
}

[[noreturn]] void fail_nonfinite(Psi& psi, const Walkers& walkers) {
  const auto found = psi.find_nonfinite(walkers);
  throw std::runtime_error(
      found ? fmt::format("no walker has a finite energy any more: node {} ({}) of walker {} is not finite",
                          found->node, found->op, found->walker)
            : std::string(
                  "no walker has a finite energy any more, though the wave function is finite: the potential is not"));
}

}  // namespace

std::vector<ParameterBlock> parameter_blocks(const Graph& graph) {
  std::vector<ParameterBlock> blocks;
  for (const auto& p : graph.parameters())
    if (p.trainable) blocks.push_back({.name = p.name, .offset = p.trainable_offset, .size = p.size});
  return blocks;
}

std::size_t replace_nonfinite(Psi& psi, Walkers& walkers, LocalEnergies& energies) {
  const std::size_t count = walkers.count();
  const auto good = [&](std::size_t w) {
    return std::isfinite(energies.psi[w].log_abs) && std::isfinite(energies.total[w]);
  };
  std::vector<std::size_t> bad;
  for (std::size_t w = 0; w < count; ++w)
    if (!good(w)) bad.push_back(w);
  if (bad.size() == count) fail_nonfinite(psi, walkers);
  for (const std::size_t w : bad) {
    std::size_t from = (w + 1) % count;
    while (std::ranges::binary_search(bad, from)) from = (from + 1) % count;
    walkers.copy_row(w, from);
    energies.copy_row(w, from);
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
      rollback_(settings.rollback),
      reweighting_(settings.reweighting),
      update_(psi.trainable_count()) {}

bool Trainer::thermalise(std::uint32_t stage, int sweeps, const Watch& watch, int done) {
  constexpr int between = 10;  // the width is adapted this often
  while (done < sweeps) {
    const auto step = static_cast<std::uint32_t>(done / between);
    const int now = std::min(between, sweeps - done);
    const auto report = [&] {
      const auto time = timers_.measure("thermalisation");
      return sampler_.sweep(psi_.sampling(), walkers_, stream(stage, step, Purpose::thermalisation), now, true);
    }();
    system_.space.wrap(walkers_.x);
    done += now;
    if (!watch({.phase = "thermalise", .step = done, .steps = sweeps, .acceptance = report.acceptance}))
      return done >= sweeps;
  }
  return true;
}

TrainingRecord Trainer::step(std::uint32_t stage, std::uint32_t step) {
  if (!rollback_.good()) rollback_.keep(snapshot(), {});
  TrainingRecord record;
  record.rejected = attempt(record, stage, step);
  if (!record.rejected.empty()) {
    go_back();
    rollback_.reject(record.rejected);
  }
  require_agreement(psi_.parameters());
  return record;
}

// Returns why the step is to be rejected, or nothing. Only energies of walkers that were drawn are compared, and only
// such states are gone back to: weighted energies can lie below the truth.
std::string Trainer::attempt(TrainingRecord& record, std::uint32_t stage, std::uint32_t step) {
  bool measured = false;
  try {
    measure(record, stage, step);
    measured = true;
    if (!record.resampled) {
      improve(record);
      return {};
    }
    const auto energy = energy_of(record);
    auto problem = rollback_.jump(energy);
    if (!problem.empty()) return problem;
    expansion_.add(walkers_);
    if (expansion_.steps() % between_checks == 0) check_state();
    auto now = snapshot();
    improve(record);
    rollback_.pass();
    rollback_.keep(std::move(now), energy);
    return {};
  } catch (const Error&) {  // a mistake of the user
    throw;
  } catch (const std::runtime_error& problem) {
    return problem.what() + (measured ? culprit_text() : std::string());
  }
}

// The first half of a step, on copies.
std::string Trainer::review(std::uint32_t stage, std::uint32_t step) {
  const auto walkers = walkers_;
  const auto sampler = sampler_.state();
  const auto reweighting = reweighting_;
  TrainingRecord next;
  std::string problem;
  try {
    reweighting_.expire();
    measure(next, stage, step);
    problem = rollback_.jump(energy_of(next));
  } catch (const Error&) {
    throw;
  } catch (const std::runtime_error& fault) {
    problem = fault.what();
  }
  walkers_ = walkers;
  sampler_.restore(sampler);
  reweighting_ = reweighting;
  if (problem.empty()) return {};
  go_back();
  rollback_.reject(problem);
  return problem;
}

// Where the numbers come from that an optimiser cannot work with.
std::string Trainer::culprit_text() {
  if (const auto found = psi_.find_nonfinite(walkers_))
    return fmt::format(" (node {} ({}) of walker {} is not finite)", found->node, found->op, found->walker);
  const auto smaller = [](double a, double b) { return std::abs(a) < std::abs(b); };
  const auto largest = std::ranges::max_element(energies_.total, smaller);
  return fmt::format(" (the wave function is finite at every walker; the largest local energy is {:.3g}, of walker {})",
                     *largest, largest - energies_.total.begin());
}

// Which part of a step is not finite: the norm of the gradient, or a parameter.
std::string Trainer::nonfinite_text(const std::vector<double>& theta, double gradient_norm) const {
  std::string text = std::isfinite(gradient_norm) ? "" : fmt::format(", the gradient's norm is {}", gradient_norm);
  for (const auto& p : psi_.graph().parameters())
    for (std::size_t n = p.offset; n < p.offset + p.size; ++n)
      if (!std::isfinite(theta[n])) return text + fmt::format(", parameter '{}' would not be finite", p.name);
  return text;
}

void Trainer::measure(TrainingRecord& record, std::uint32_t stage, std::uint32_t step) {
  if (reweighting_.due()) draw(record, stage, step);
  find_energies(record);
  if (!record.resampled && !reweighting_.weigh(energies_.log_abs(), walkers_.log_abs)) {
    draw(record, stage, step);
    find_energies(record);
  }
  if (record.resampled) {
    walkers_.log_abs = energies_.log_abs();  // at the precision of the energies
    reweighting_.drawn(walkers_.count());
  }
  const auto mean = weighted_mean(energies_.total, reweighting_.weights());
  record.energy = mean.mean;
  record.variance = mean.variance;
  record.std_err = mean.std_err;
}

void Trainer::draw(TrainingRecord& record, std::uint32_t stage, std::uint32_t step) {
  const auto time = timers_.measure("sampling");
  const auto report =
      sampler_.sweep(psi_.sampling(), walkers_, stream(stage, step, Purpose::proposal), settings_.sweeps, true);
  system_.space.wrap(walkers_.x);
  record.resampled = true;
  record.acceptance = report.acceptance;
  record.tau = memory_of(report.correlation, settings_.sweeps);
}

void Trainer::find_energies(TrainingRecord& record) {
  const auto time = timers_.measure("local_energy");
  local_energies(psi_, system_, walkers_, energies_);
  record.replaced += replace_nonfinite(psi_, walkers_, energies_);
}

void Trainer::improve(TrainingRecord& record) {
  const auto time = timers_.measure("optimizer");  // without what the batch spends on derivatives meanwhile
  auto weighted = walkers_.view();
  weighted.weight = reweighting_.weights();
  batch_.begin(weighted, energies_, settings_.clip);
  batch_.set_trust(rollback_.trust());
  const auto report = optimizer_.step(batch_, update_);
  for (double& entry : update_) entry *= rollback_.trust();
  auto theta = psi_.parameters_after(update_);
  if (!std::isfinite(report.gradient_norm) || !finite(theta) || !finite(optimizer_.state()))
    throw std::runtime_error("the optimiser's step is not finite" + nonfinite_text(theta, report.gradient_norm));
  psi_.set_parameters(std::move(theta));
  record.learning_rate = rollback_.trust() * report.learning_rate;
  record.gradient_norm = report.gradient_norm;
}

RollBack::Good Trainer::snapshot() const {
  return {.theta = {psi_.parameters().begin(), psi_.parameters().end()},
          .walkers = walkers_,
          .optimizer = optimizer_.state(),
          .sampler = sampler_.state()};
}

void Trainer::go_back() {
  const auto& good = *rollback_.good();
  psi_.set_parameters(good.theta);
  optimizer_.restore(good.optimizer, psi_.trainable_count());
  walkers_ = good.walkers;
  sampler_.restore(good.sampler);
  reweighting_.expire();
}

// What no further step would mend.
void Trainer::check_state() {
  const auto time = timers_.measure("local_energy");
  require_digits(rounding_of(psi_, system_, walkers_, energies_));
  if (!expansion_.tenfold()) {
    if (const auto problem = falls_without_bound(system_, walkers_)) throw Error(*problem);
    return;
  }
  const auto energy = mean_variance(energies_.total), kinetic = mean_variance(energies_.kinetic);
  const double std_err = std::sqrt(energy.variance() / static_cast<double>(energy.count));
  require_bound(system_, walkers_, expansion_, energy.mean, std_err, kinetic.mean);
}

void Trainer::check_start() {
  {
    const auto time = timers_.measure("local_energy");
    local_energies(psi_, system_, walkers_, energies_);
  }
  check_state();
}

Checkpoint::State Trainer::state() const {
  auto state = rollback_.state();
  add_part(state, "expansion.", expansion_.state());
  if (!reweighting_.enabled()) return state;
  add_part(state, "reweight.", reweighting_.state());
  if (!reweighting_.due()) state["reweight.log_abs"] = walkers_.log_abs;
  return state;
}

void Trainer::restore(const Checkpoint::State& state) {
  rollback_.restore(state, walkers_);
  expansion_.restore(part_of(state, "expansion."));
  require(!rollback_.good() || rollback_.good()->theta.size() == psi_.parameters().size(),
          "checkpoint: its last good state is of another wave function; use an older copy");
  reweighting_.restore(part_of(state, "reweight."));
  if (const auto kept = state.find("reweight.log_abs"); kept != state.end()) walkers_.log_abs = kept->second;
}

}  // namespace kato
