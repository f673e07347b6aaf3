// SPDX-License-Identifier: Apache-2.0
#include "run/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/text.hpp"
#include "exact/hartree_fock.hpp"
#include "psi/book_ops.hpp"
#include "run/check_statistics.hpp"
#include "run/cost.hpp"
#include "run/reference_of.hpp"
#include "run/system_from_input.hpp"
#include "train/density_fit.hpp"
#include "train/freezing.hpp"
#include "train/named_parameters.hpp"

namespace kato {
namespace {

// Checkpoints name what the time was spent on; the whole run's wall time stands beside it.
constexpr const char* total_seconds = "total";

// What the state of the stage's rule for stopping is called in a checkpoint, in front of its own names.
std::string rule_name(const Input& stage) { return "stop." + stage.stopping.kind + "."; }

// Bosons are all in the trap's lowest level, where their wave functions start.
bool fits_orbitals(const Input& input) {
  const auto target = input.pretrain.text("target");
  return system_from_input(input).statistics == Statistics::fermion &&
         (target == "oscillator" || target == "hartree-fock") && input.pretrain.integer("steps") > 0;
}

bool fits_samples(const Input& input) {
  return input.pretrain.text("target") == "samples" && input.pretrain.integer("steps") > 0;
}

// A formula that is not finite somewhere is a mistake of the input, best found before the first step.
void require_finite_potential(const System& system, const WalkerView& walkers) {
  std::vector<double> energy(walkers.count());
  system.potential_energy(walkers, energy);
  for (std::size_t w = 0; w < energy.size(); ++w)
    require(std::isfinite(energy[w]),
            fmt::format("system: the potential energy is {} where the particles are at {:.4g}; it must be finite "
                        "wherever particles can be: change the potential or the interactions",
                        nonfinite_text(energy[w]), fmt::join(walkers.place(w), ", ")));
}

}  // namespace

Graph graph_from_input(const Input& input) {
  const System system = system_from_input(input);
  auto graph = registry().factory<Ansatz>(input.ansatz.kind)(particles_of(system), input.ansatz.settings);
  check_statistics(graph, system, input.ansatz.kind);
  return graph;
}

Session::Session(const Input& input, Bare) : input_(input) {
  check_memory(input);
  const int threads = input.threads();
  psi_ = std::make_unique<WaveFunction>(graph_from_input(input), precision_from(input.run.text("precision")), threads);
  if (fits_orbitals(input)) check_pretraining(psi_->graph());
  const System system = system_from_input(input);
  walkers_ = first_walkers(system, static_cast<std::size_t>(input.sampler.settings.integer("walkers")), system.length(),
                           system.core(), input.seed);
  for (std::size_t stage = 1; stage < input_.stages.size(); ++stage) check_stage(static_cast<std::int64_t>(stage));
  sampler_.reset();
  check_stage(0);
  const auto target = input.pretrain.text("target");
  require(target != "hartree-fock" || system.statistics == Statistics::fermion,
          "pretrain.target = \"hartree-fock\": bosons have no determinant; leave it out");
  require(target == "samples" || input.pretrain.text("from").empty(),
          "pretrain.from: is read with target = \"samples\" alone; leave it out, or set the target");
  if (fits_orbitals(input) && target == "hartree-fock") exact::check_hartree_fock(system_);
  observables(system_);
  check_reference(input);
}

Session::Session(const Input& input) : Session(input, Bare{}) {
  auto theta = psi_->graph().initial_parameters(input.seed);
  if (const auto& from = input.initial.text("from"); !from.empty()) {
    std::string warning;
    transfer_ = transfer_parameters(transfer_source(from, warning), from, psi_->graph(), theta);
    transfer_->warning = warning;
  }
  psi_->set_parameters(std::move(theta));
  if (fits_samples(input)) samples_from(input.pretrain.text("from"), walkers_);  // whether it is there
}

Session::Session(const Input& input, const Checkpoint& checkpoint) : Session(input, Bare{}) {
  psi_->set_parameters(parameters_from(checkpoint, psi_->graph()));
  require(
      checkpoint.walkers.x.size() == walkers_.x.size() && checkpoint.walkers.labels.size() == walkers_.labels.size(),
      fmt::format("checkpoint: holds {} walkers, but the input asks for {}; leave sampler.walkers and the system as "
                  "they were",
                  checkpoint.walkers.count(), walkers_.count()));
  require(checkpoint.stage < static_cast<std::int64_t>(input_.stages.size()),
          "checkpoint: its stage is not in the input any more; leave train.stage as it was");
  enter_stage(checkpoint.stage);
  require(checkpoint.optimizer == stage().optimizer.kind,
          fmt::format("checkpoint: its optimiser is {}, the input's is {}; leave optimizer.kind as it was",
                      checkpoint.optimizer, stage().optimizer.kind));
  require(checkpoint.sampler == stage().sampler.kind,
          fmt::format("checkpoint: its sampler is {}, the input's is {}; leave sampler.kind as it was",
                      checkpoint.sampler, stage().sampler.kind));
  walkers_.x = checkpoint.walkers.x;
  walkers_.labels = checkpoint.walkers.labels;
  sampler_->restore(checkpoint.sampler_state);
  optimizer_->restore(checkpoint.optimizer_state, psi_->trainable_count());
  step_ = checkpoint.step;
  auto seconds = checkpoint.seconds;
  seconds_before_ = seconds[total_seconds];
  seconds.erase(total_seconds);
  timers_.restore(seconds);
  trainer_->restore(checkpoint.training_state);
  const auto stopping = part_of(checkpoint.training_state, rule_name(stage()));
  if (!stopping.empty()) stopping_->restore(stopping);  // another rule begins anew
  const auto counted = [&](const char* what) {
    const auto at = checkpoint.counters.find(what);
    return at == checkpoint.counters.end() ? 0 : at->second;
  };
  replaced_ = counted("replaced");
  rejected_ = counted("rejected");
  stage_began_ = counted("stage_began");
}

Checkpoint Session::checkpoint() const {
  auto training = trainer_->state();
  add_part(training, rule_name(stage()), stopping_->state());
  auto seconds = timers_.seconds();
  seconds[total_seconds] = this->seconds();
  return {.version = {},
          .seed = input_.seed,
          .stage = stage_,
          .step = step_,
          .parameters = named_parameters(psi_->graph(), psi_->parameters()),
          .optimizer = stage().optimizer.kind,
          .optimizer_state = optimizer_->state(),
          .walkers = walkers_,
          .sampler = stage().sampler.kind,
          .sampler_state = sampler_->state(),
          .training_state = training,
          .seconds = seconds,
          .counters = {{"replaced", replaced_}, {"rejected", rejected_}, {"stage_began", stage_began_}},
          .input = to_toml(input_)};
}

double Session::seconds() const {
  return seconds_before_ + std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
}

bool Session::stage_over(std::int64_t step) const {
  return step - stage_began_ >= stage().train.integer("steps") || stopping_->verdict().has_value();
}

std::string Session::end_of_stage() const {
  if (const auto verdict = stopping_->verdict()) {
    const Estimate energy{.mean = verdict->energy, .variance = verdict->variance};
    return fmt::format("{} (V-score {:.2g})", verdict->reason, v_score(energy, system_.particles, 0));
  }
  return stage_over() ? fmt::format("all {} steps were done", stage().train.integer("steps")) : std::string();
}

std::int64_t Session::steps_of_all_stages() const {
  std::int64_t steps = stage_over() ? step_ : stage_began_ + stage().train.integer("steps");
  for (auto later = static_cast<std::size_t>(stage_) + 1; later < input_.stages.size(); ++later)
    steps += input_.stages[later].train.integer("steps");
  return steps;
}

// The wave function of the input of one stage: an interaction's cusp is part of it, so that it changes with the
// interaction's strength while the parameters stay.
std::unique_ptr<WaveFunction> Session::wave_function_for(const Input& stage) const {
  auto psi = std::make_unique<WaveFunction>(graph_from_input(stage), precision_from(input_.run.text("precision")),
                                            psi_->threads());
  require(psi->graph().parameter_count() == psi_->graph().parameter_count(),
          "train.stage: a stage cannot change the parameters of the wave function; leave the kind and the treatment of "
          "the interactions as they are");
  if (const auto theta = psi_->parameters(); !theta.empty()) psi->set_parameters({theta.begin(), theta.end()});
  return psi;
}

// Does the stage fit the others? It is then the one under way.
void Session::check_stage(std::int64_t stage) {
  enter_stage(stage);
  require_finite_potential(system_, walkers_);
}

// A stage has its own system, optimiser and sampler; parameters, walkers and the sampler's tuning stay.
void Session::enter_stage(std::int64_t stage) {
  stage_ = stage;
  stage_began_ = step_;
  const Input& now = this->stage();
  system_ = system_from_input(now);
  if (input_.stages.size() > 1) psi_ = wave_function_for(now);
  const auto tuned = sampler_ ? sampler_->state() : Sampler::State{};
  const bool same_sampler =
      sampler_ &&
      now.sampler.kind == input_.stages[static_cast<std::size_t>(std::max<std::int64_t>(0, stage - 1))].sampler.kind;
  sampler_ = registry().factory<Sampler>(now.sampler.kind)(now.sampler.settings);
  sampler_->check(psi_->sampling());
  if (same_sampler) sampler_->restore(tuned);
  optimizer_ = registry().factory<Optimizer>(now.optimizer.kind)(now.optimizer.settings);
  psi_->freeze(frozen_by(now.train.texts("freeze"), psi_->graph()));
  optimizer_->check(psi_->trainable_count());
  require(now.sampler.settings.integer("walkers") == input_.sampler.settings.integer("walkers"),
          "train.stage: a stage cannot change sampler.walkers; set it for the whole run");
  stopping_ = registry().factory<Stopping>(now.stopping.kind)(now.stopping.settings);
  trainer_ = std::make_unique<Trainer>(
      system_, *psi_, walkers_, *sampler_, *optimizer_,
      Trainer::Settings{
          .seed = input_.seed,
          .sweeps = static_cast<int>(now.sampler.settings.integer("sweeps")),
          .clip = now.train.real("clip"),
          .rollback = {.multiple = now.train.real("rollback"), .most = now.train.integer("most_rollbacks")},
          .reweighting = Reweighting(now.reweight)},
      timers_);
}

// With what was copied frozen as well; no steps where nothing is left to fit.
PretrainingReport Session::fit_orbitals(const Watch& watch) {
  const auto frozen = frozen_by(stage().train.texts("freeze"), psi_->graph());
  psi_->freeze([&](const Parameter& p) { return frozen(p) || (transfer_ && transfer_->copies(p.name)); });
  const auto& graph = psi_->graph();
  const auto needed = graph.parameters_of(graph.output("orbitals"));
  bool something = false;
  for (std::size_t p = 0; p < needed.size(); ++p) {
    const auto& parameter = graph.parameters()[p];
    something = something || (needed[p] && parameter.trainable && parameter.initial.spread != 0);
  }
  PretrainingReport report;
  if (something) {
    auto target = TargetDeterminant::named(input_.pretrain.text("target"), system_, psi_->threads());
    report = pretrain_orbitals(target, *psi_, walkers_, input_.seed, static_cast<int>(input_.pretrain.integer("steps")),
                               input_.pretrain.real("learning_rate"), timers_, watch);
  }
  psi_->freeze(frozen);
  return report;
}

// By the parameters that were not copied from elsewhere, with the sampler of the first stage.
PretrainingReport Session::fit_samples(const Watch& watch) {
  const auto frozen = frozen_by(stage().train.texts("freeze"), psi_->graph());
  psi_->freeze([&](const Parameter& p) { return frozen(p) || (transfer_ && transfer_->copies(p.name)); });
  const auto samples = samples_from(input_.pretrain.text("from"), walkers_);
  require(psi_->trainable_count() > 0,
          "pretrain.target = \"samples\": there is nothing to fit, all parameters are frozen or were copied");
  const auto report =
      fit_density(samples, *psi_, walkers_, *sampler_, input_.seed, static_cast<int>(input_.pretrain.integer("steps")),
                  static_cast<int>(input_.sampler.settings.integer("sweeps")), input_.pretrain.real("learning_rate"),
                  timers_, watch);
  psi_->freeze(frozen);
  return report;
}

std::optional<std::string> Session::pretrain(const Watch& watch) {
  std::string text;
  if (fits_samples(input_)) {
    const auto report = fit_samples(watch);
    if (!report.complete) return {};
    text = fmt::format(
        "fitted the density to the walkers of {} in {} steps: ln p of a sample below that of a walker by {:.2g} -> "
        "{:.2g}",
        input_.pretrain.text("from"), report.steps, report.first_loss, report.last_loss);
  }
  if (fits_orbitals(input_)) {
    const auto report = fit_orbitals(watch);
    if (!report.complete) return {};
    text = report.steps == 0
               ? "no pretraining: all that it would fit is known, was copied or is frozen"
               : fmt::format("pretrained to {} orbitals in {} steps: mean square difference {:.2g} -> {:.2g}",
                             input_.pretrain.text("target") == "oscillator" ? "the oscillator's" : "Hartree and Fock's",
                             report.steps, report.first_loss, report.last_loss);
  }
  const bool complete = trainer_->thermalise(0, static_cast<int>(input_.sampler.settings.integer("thermalise")), watch);
  return complete ? std::optional(text) : std::nullopt;
}

TrainingRecord Session::train_step() {
  while (stage_over()) enter_stage(stage_ + 1);
  auto record = trainer_->step(static_cast<std::uint32_t>(stage_), static_cast<std::uint32_t>(step_));
  replaced_ += static_cast<std::int64_t>(record.replaced);
  if (record.rejected.empty()) {
    stopping_->add(record.energy, record.variance);
  } else {
    ++rejected_;
  }
  if (record.rejected.empty() && stage_over(step_ + 1)) review(record);
  ++step_;
  return record;
}

// A stage does not end with an update that the next step would have taken back.
void Session::review(TrainingRecord& record) {
  record.rejected = trainer_->review(static_cast<std::uint32_t>(stage_), static_cast<std::uint32_t>(step_ + 1));
  if (record.rejected.empty()) return;
  ++rejected_;
  record.learning_rate = 0;
}

void Session::book_ops(bool book) {
  if (book) {
    kato::book_ops(*psi_, timers_);
  } else {
    psi_->take_costs();
  }
}

Observables Session::observables(const System& system) const {
  Observables made;
  for (const auto& wanted : input_.observables)
    made[wanted.kind] = registry().factory<Observable>(wanted.kind)(system, walkers_.count(), wanted.settings);
  return made;
}

Measurement Session::measure(const Watch& watch) {
  auto walkers = walkers_;
  const System system = system_from_input(input_);
  const auto sampler = evaluation_sampler();
  const MeasurementSettings settings{.seed = input_.seed,
                                     .samples = input_.evaluate.integer("samples"),
                                     .sweeps = static_cast<int>(input_.evaluate.integer("sweeps")),
                                     .thermalise = static_cast<int>(input_.evaluate.integer("burn_in")),
                                     .target_error = input_.evaluate.real("target_error")};
  const auto last = input_.stages.size() > 1 ? final_wave_function() : nullptr;
  return kato::measure(
      system, last ? *last : *psi_, walkers, *sampler, settings, [&] { return observables(system); }, timers_, watch);
}

std::unique_ptr<Sampler> Session::evaluation_sampler() const {
  auto sampler = registry().factory<Sampler>(input_.sampler.kind)(input_.sampler.settings);
  if (stage().sampler.kind == input_.sampler.kind) sampler->restore(sampler_->state());
  return sampler;
}

}  // namespace kato
