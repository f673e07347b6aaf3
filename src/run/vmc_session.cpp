// SPDX-License-Identifier: Apache-2.0
#include "run/vmc_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "base/error.hpp"
#include "base/ranks.hpp"
#include "graph/print.hpp"
#include "graph/text.hpp"
#include "input/walker_inputs.hpp"
#include "psi/book_ops.hpp"
#include "run/cost.hpp"
#include "run/doubts.hpp"
#include "run/exact_solution.hpp"
#include "run/prediction.hpp"
#include "run/pretrain.hpp"
#include "run/reference_of.hpp"
#include "run/result_text.hpp"
#include "run/starting_walkers.hpp"
#include "train/freezing.hpp"
#include "train/named_parameters.hpp"

namespace kato {
namespace {

// What the state of the stage's rule for stopping is called in a checkpoint, in front of its own names.
std::string rule_name(const Stage& stage) { return "stop." + stage.input.stopping.kind + "."; }

// What a checkpoint calls the parts of a beginning that is under way.
constexpr const char *fitted = "fit.", *copied = "copied.", *thermalised = "thermalised";

void check_ranks(const Input& input) {
  const auto walkers = input.sampler.settings.integer("walkers");
  require(walkers >= ranks(), fmt::format("sampler.walkers = {} is too few for {} ranks (each needs one at least); "
                                          "raise it, or start fewer ranks",
                                          walkers, ranks()));
}

}  // namespace

VmcSession::VmcSession(const Input& input, Bare) : Session(input) {
  check_ranks(input);
  stages_.reserve(input.stages.size());
  for (const auto& each : input.stages) stages_.emplace_back(each);
  if (input.evaluate.is_text("samples")) set_samples(samples_for(stages_));
  for (const auto& each : stages_) check_memory(each);
  const System& system = last_stage().system;
  walkers_ = starting_walkers(input, system);
  scale_with_box(walkers_, system.space, stages_.front().system.space);
  for (const auto& each : stages_) check_stage(each);
  enter_stage(0);
  check_pretrain(input, stage());
  observables();
  check_reference(input, system);
}

VmcSession::VmcSession(const Input& input) : VmcSession(input, Bare{}) {
  auto theta = psi_->graph().initial_parameters(input.seed);
  if (const auto& from = input.initial.text("from"); !from.empty()) {
    std::string warning;
    transfer_ = transfer_parameters(transfer_source(from, warning), from, psi_->graph(), theta);
    transfer_->warning = warning;
  }
  psi_->set_parameters(std::move(theta));
  check_samples(input, walkers_);
}

VmcSession::VmcSession(const Input& input, const Checkpoint& checkpoint) : VmcSession(input, Bare{}) {
  psi_->set_parameters(parameters_from(checkpoint, psi_->graph()));
  require(
      checkpoint.walkers.x.size() == walkers_.x.size() && checkpoint.walkers.labels.size() == walkers_.labels.size(),
      fmt::format("checkpoint: holds {} walkers, but the input asks for {}; leave sampler.walkers and the system as "
                  "they were",
                  checkpoint.walkers.count(), walkers_.count()));
  require(checkpoint.stage < static_cast<std::int64_t>(stages_.size()),
          "checkpoint: its stage is not in the input any more; leave train.stage as it was");
  enter_stage(checkpoint.stage);
  require(checkpoint.optimizer == stage().input.optimizer.kind,
          fmt::format("checkpoint: its optimiser is {}, the input's is {}; leave optimizer.kind as it was",
                      checkpoint.optimizer, stage().input.optimizer.kind));
  require(checkpoint.sampler == stage().input.sampler.kind,
          fmt::format("checkpoint: its sampler is {}, the input's is {}; leave sampler.kind as it was",
                      checkpoint.sampler, stage().input.sampler.kind));
  walkers_.x = checkpoint.walkers.x;
  walkers_.labels = checkpoint.walkers.labels;
  if (space_.periodic()) scale_with_box(walkers_, space_of(checkpoint), space_);
  sampler_->restore(checkpoint.sampler_state);
  optimizer_->restore(checkpoint.optimizer_state, psi_->trainable_count());
  step_ = checkpoint.step;
  restore_times(checkpoint);
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

Checkpoint VmcSession::save() {
  if (stepping_) book_ops(*psi_, timers());
  auto checkpoint = outline();
  checkpoint.stage = stage_;
  checkpoint.parameters = named_parameters(psi_->graph(), psi_->parameters());
  checkpoint.graph = to_text(psi_->graph());
  checkpoint.optimizer = stage().input.optimizer.kind;
  checkpoint.optimizer_state = optimizer_->state();
  checkpoint.walkers = walkers_;
  checkpoint.sampler = stage().input.sampler.kind;
  checkpoint.sampler_state = sampler_->state();
  checkpoint.training_state = trainer_->state();
  add_part(checkpoint.training_state, rule_name(stage()), stopping_->state());
  checkpoint.counters = {{"replaced", replaced_}, {"rejected", rejected_}, {"stage_began", stage_began_}};
  return checkpoint;
}

bool VmcSession::stage_over(std::int64_t step) const {
  return step - stage_began_ >= stage().input.train.integer("steps") || stopping_->verdict().has_value();
}

std::string VmcSession::end_of_stage() const {
  if (const auto verdict = stopping_->verdict()) {
    const Estimate energy{.mean = verdict->energy, .variance = verdict->variance};
    return fmt::format("{} (V-score {:.2g})", verdict->reason, v_score(energy, stage().system.particles, 0));
  }
  const auto [done, wanted, setting] = stage_steps();
  if (done > wanted) return fmt::format("{} steps were done, more than the {} of {}", done, wanted, setting);
  return done == wanted ? fmt::format("all {} steps were done", wanted) : std::string();
}

Session::StageSteps VmcSession::stage_steps() const {
  const bool last = stage_ + 1 == static_cast<std::int64_t>(stages_.size());
  return {.done = step_ - stage_began_,
          .wanted = stage().input.train.integer("steps"),
          .setting = last ? "train.steps" : fmt::format("train.stage.{}.steps", stage_)};
}

std::int64_t VmcSession::steps_of_all_stages() const {
  std::int64_t steps = stage_over() ? step_ : stage_began_ + stage().input.train.integer("steps");
  for (const auto& later : std::span(stages_).subspan(static_cast<std::size_t>(stage_) + 1))
    steps += later.input.train.integer("steps");
  return steps;
}

// The wave function of one stage: an interaction's cusp is part of it, so that it changes with the interaction's
// strength while the parameters stay.
std::unique_ptr<WaveFunction> VmcSession::wave_function_of(const Stage& stage) const {
  auto psi =
      std::make_unique<WaveFunction>(stage.graph, precision_from(input().run.text("precision")), input().threads());
  if (psi_ && !psi_->parameters().empty()) psi->set_parameters({psi_->parameters().begin(), psi_->parameters().end()});
  return psi;
}

VmcSession::Parts VmcSession::parts_of(const Stage& stage, WaveFunction& psi) const {
  const Input& now = stage.input;
  Parts parts{.sampler = registry().factory<Sampler>(now.sampler.kind)(now.sampler.settings),
              .optimizer = registry().factory<Optimizer>(now.optimizer.kind)(now.optimizer.settings),
              .stopping = registry().factory<Stopping>(now.stopping.kind)(now.stopping.settings),
              .reweighting = Reweighting(now.reweight)};
  parts.sampler->check(psi.sampling());
  psi.freeze(frozen_by(now.train.texts("freeze"), psi.graph()));
  parts.optimizer->check(psi.trainable_count());
  return parts;
}

// Does the stage fit the others?
void VmcSession::check_stage(const Stage& stage) const {
  check_same_parameters(stage, last_stage());
  require(stage.input.sampler.settings.integer("walkers") == input().sampler.settings.integer("walkers"),
          "train.stage: a stage cannot change sampler.walkers; set it for the whole run");
  if (&stage != &stages_.front()) parts_of(stage, *wave_function_of(stage));  // the first one is entered anyway
  auto walkers = walkers_;
  scale_with_box(walkers, stages_.front().system.space, stage.system.space);
  check_potential(stage, walkers);
}

// A stage has its own system, optimiser and sampler; parameters, walkers and the sampler's tuning stay.
void VmcSession::enter_stage(std::int64_t stage) {
  stage_ = stage;
  stage_began_ = step_;
  const Input& now = this->stage().input;
  if (!psi_ || stages_.size() > 1) psi_ = wave_function_of(this->stage());
  auto parts = parts_of(this->stage(), *psi_);
  const auto& before = stages_[static_cast<std::size_t>(std::max<std::int64_t>(0, stage - 1))].input;
  if (sampler_ && now.sampler.kind == before.sampler.kind) parts.sampler->restore(sampler_->state());
  scale_with_box(walkers_, space_, this->stage().system.space);
  space_ = this->stage().system.space;
  sampler_ = std::move(parts.sampler);
  optimizer_ = std::move(parts.optimizer);
  stopping_ = std::move(parts.stopping);
  trainer_ = std::make_unique<Trainer>(
      this->stage().system, *psi_, walkers_, *sampler_, *optimizer_,
      Trainer::Settings{
          .seed = input().seed,
          .sweeps = static_cast<int>(now.sampler.settings.integer("sweeps")),
          .clip = now.train.real("clip"),
          .rollback = {.multiple = now.train.real("rollback"), .most = now.train.integer("most_rollbacks")},
          .reweighting = std::move(parts.reweighting)},
      timers());
}

Opening VmcSession::opening() const {
  Opening opening{.text = opening_text(*this), .details = psi_->plans_text() + cost_text()};
  opening.details.pop_back();  // the last line's end
  if (transfer_) {
    opening.start = transfer_text(*transfer_);
    if (!transfer_->warning.empty()) opening.warnings.push_back(transfer_->warning);
  }
  for (auto& each : doubts(input(), last_stage().system)) opening.warnings.push_back(std::move(each));
  return opening;
}

std::optional<std::string> VmcSession::begin(const Watch& watch) {
  if (!beginning_) {
    beginning_.emplace();
    (*beginning_)[thermalised] = {0};
    if (transfer_)
      for (const auto& part : transfer_->copied) (*beginning_)[copied + part.name] = {1};
  }
  auto fit = part_of(*beginning_, fitted);
  const auto kept = [&](const Progress& progress) {
    add_part(*beginning_, fitted, fit);
    return watch(progress);
  };
  std::vector<std::string> names;
  for (const auto& [name, ignored] : part_of(*beginning_, copied)) names.push_back(name);
  auto text = pretrain({.input = input(),
                        .stage = stage(),
                        .copied = names,
                        .psi = *psi_,
                        .walkers = walkers_,
                        .sampler = *sampler_,
                        .timers = timers(),
                        .state = fit},
                       kept);
  if (!text) return {};
  auto& done = (*beginning_)[thermalised].at(0);
  const auto counted = [&](const Progress& progress) {
    done = static_cast<double>(progress.step);
    return watch(progress);
  };
  const auto sweeps = static_cast<int>(input().sampler.settings.integer("thermalise"));
  if (!trainer_->thermalise(0, sweeps, counted, static_cast<int>(done))) return {};
  trainer_->check_start();
  beginning_.reset();
  return text;
}

Step VmcSession::advance() {
  evaluating_.reset();
  while (stage_over()) enter_stage(stage_ + 1);
  if (!std::exchange(stepping_, true)) psi_->take_costs();
  auto record = trainer_->step(static_cast<std::uint32_t>(stage_), static_cast<std::uint32_t>(step_));
  replaced_ += static_cast<std::int64_t>(record.replaced);
  if (record.rejected.empty()) {
    stopping_->add(record.energy, record.variance);
  } else {
    ++rejected_;
  }
  if (record.rejected.empty() && stage_over(step_ + 1)) review(record);
  ++step_;
  return {.row = row_of(*this, record), .rejected = record.rejected, .note = note_text(*this), .end = end_text(*this)};
}

// A stage does not end with an update that the next step would have taken back.
void VmcSession::review(TrainingRecord& record) {
  record.rejected = trainer_->review(static_cast<std::uint32_t>(stage_), static_cast<std::uint32_t>(step_ + 1));
  if (record.rejected.empty()) return;
  ++rejected_;
  record.learning_rate = 0;
}

bool VmcSession::computes_reference() const { return has_reference(input(), last_stage().system); }

std::optional<Reference> VmcSession::reference() const { return reference_of(input(), last_stage().system); }

std::string VmcSession::cost_text() const { return kato::cost_text(last_stage(), *psi_); }

std::string VmcSession::prediction_text() const {
  PlannedRun plan{.input = input(), .stages = stages_, .theta = psi_->parameters(), .walkers = walkers_, .copied = {}};
  if (transfer_)
    for (const auto& part : transfer_->copied) plan.copied.push_back(part.name);
  return kato::prediction_text(plan);
}

std::string VmcSession::result_text(const Summary& summary) const { return kato::result_text(summary); }

void VmcSession::describe(Summary& summary) const {
  summary.parameters = static_cast<std::int64_t>(psi_->graph().parameter_count());
  summary.trainable_parameters = static_cast<std::int64_t>(psi_->trainable_count());
  summary.nonfinite_walkers = replaced_;
  summary.rejected_steps = rejected_;
  summary.threads = psi_->threads();
  summary.ranks = ranks();
  summary.precision = input().run.text("precision");
  summary.profile = profile_of(timers().seconds(), step_);
}

void register_vmc_session(Registry& registry) {
  Method method = walker_inputs();
  method.begin = [](const Input& input) { return std::make_unique<VmcSession>(input); };
  method.resume = [](const Input& input, const Checkpoint& checkpoint) {
    return std::make_unique<VmcSession>(input, checkpoint);
  };
  method.graph_text = [](const Input& input) { return graph_table(Stage(input).graph); };
  method.exact = exact_solution;
  registry.add<Method>({.name = "vmc",
                        .summary = "variational Monte Carlo: a wave function trained by walkers that follow its square",
                        .source = "McMillan, Phys. Rev. 138, A442 (1965)"},
                       std::move(method));
}

}  // namespace kato
