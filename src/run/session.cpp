// SPDX-License-Identifier: Apache-2.0
#include "run/session.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "run/named_parameters.hpp"
#include "run/pretraining.hpp"
#include "run/system_from_input.hpp"

namespace kato {
namespace {

// Checkpoints name what the time was spent on; the whole run's wall time stands beside it.
constexpr const char* total_seconds = "total";

bool pretrains(const Input& input) {
  return input.pretrain.text("target") == "oscillator" && input.pretrain.integer("steps") > 0;
}

}  // namespace

Graph graph_from_input(const Input& input) {
  const Particles particles{.count = static_cast<int>(input.system.integer("particles")),
                            .dimensions = static_cast<int>(input.system.integer("dimensions"))};
  return registry().factory<Ansatz>(input.ansatz.kind)(particles, input.ansatz.settings);
}

Session::Session(const Input& input) : input_(input) {
  const int threads = input.threads();
  psi_ = std::make_unique<WaveFunction>(graph_from_input(input), precision_from(input.run.text("precision")), threads);
  if (pretrains(input)) check_pretraining(psi_->graph());
  psi_->set_parameters(psi_->graph().initial_parameters(input.seed));
  walkers_ = scattered_walkers(static_cast<std::size_t>(input.sampler.settings.integer("walkers")),
                               psi_->graph().coordinates_count(), 1, input.seed);
  for (std::size_t stage = 1; stage < input_.stages.size(); ++stage)
    enter_stage(static_cast<std::int64_t>(stage));  // do all fit?
  sampler_.reset();
  enter_stage(0);
  observables(system_);
}

Session::Session(const Input& input, const Checkpoint& checkpoint) : Session(input) {
  psi_->set_parameters(parameters_from(checkpoint, psi_->graph()));
  require(
      checkpoint.walkers.size() == walkers_.x.size(),
      fmt::format("checkpoint: holds {} walkers, but the input asks for {}; leave sampler.walkers and the system as "
                  "they were",
                  checkpoint.walker_count, walkers_.count()));
  require(checkpoint.stage < static_cast<std::int64_t>(input_.stages.size()),
          "checkpoint: its stage is not in the input any more; leave train.stage as it was");
  enter_stage(checkpoint.stage);
  require(checkpoint.optimizer == stage().optimizer.kind,
          fmt::format("checkpoint: its optimiser is {}, the input's is {}; leave optimizer.kind as it was",
                      checkpoint.optimizer, stage().optimizer.kind));
  walkers_.x = checkpoint.walkers;
  sampler_->restore(checkpoint.sampler_state);
  optimizer_->restore(checkpoint.optimizer_state, psi_->parameters().size());
  step_ = checkpoint.step;
  auto seconds = checkpoint.seconds;
  seconds_before_ = seconds[total_seconds];
  seconds.erase(total_seconds);
  timers_.restore(seconds);
  const auto counted = checkpoint.counters.find("replaced");
  replaced_ = counted == checkpoint.counters.end() ? 0 : counted->second;
}

Checkpoint Session::checkpoint() const {
  auto seconds = timers_.seconds();
  seconds[total_seconds] = this->seconds();
  return {.version = {},
          .seed = input_.seed,
          .stage = stage_,
          .step = step_,
          .parameters = named_parameters(psi_->graph(), psi_->parameters()),
          .optimizer = stage().optimizer.kind,
          .optimizer_state = optimizer_->state(),
          .walker_count = static_cast<std::int64_t>(walkers_.count()),
          .walkers = walkers_.x,
          .sampler_state = sampler_->state(),
          .seconds = seconds,
          .counters = {{"replaced", replaced_}},
          .input = to_toml(input_)};
}

double Session::seconds() const {
  return seconds_before_ + std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
}

std::int64_t Session::end_of_stage(std::int64_t stage) const {
  std::int64_t end = 0;
  for (std::int64_t s = 0; s <= stage; ++s) end += input_.stages[static_cast<std::size_t>(s)].train.integer("steps");
  return end;
}

std::int64_t Session::steps_of_all_stages() const {
  return end_of_stage(static_cast<std::int64_t>(input_.stages.size()) - 1);
}

// A stage has its own system, optimiser and sampler; parameters, walkers and the sampler's tuning stay.
void Session::enter_stage(std::int64_t stage) {
  stage_ = stage;
  const Input& now = this->stage();
  system_ = system_from_input(now);
  const auto tuned = sampler_ ? sampler_->state() : Sampler::State{};
  const bool same_sampler =
      sampler_ &&
      now.sampler.kind == input_.stages[static_cast<std::size_t>(std::max<std::int64_t>(0, stage - 1))].sampler.kind;
  sampler_ = registry().factory<Sampler>(now.sampler.kind)(now.sampler.settings);
  if (same_sampler) sampler_->restore(tuned);
  optimizer_ = registry().factory<Optimizer>(now.optimizer.kind)(now.optimizer.settings);
  optimizer_->check(psi_->graph().parameter_count());
  require(now.sampler.settings.integer("walkers") == input_.sampler.settings.integer("walkers"),
          "train.stage: a stage cannot change sampler.walkers; set it for the whole run");
  trainer_ =
      std::make_unique<Trainer>(system_, *psi_, walkers_, *sampler_, *optimizer_,
                                Trainer::Settings{.seed = input_.seed,
                                                  .sweeps = static_cast<int>(now.sampler.settings.integer("sweeps")),
                                                  .clip = now.train.real("clip")},
                                timers_);
}

std::optional<std::string> Session::pretrain(const Watch& watch) {
  std::string text;
  if (pretrains(input_)) {
    const int steps = static_cast<int>(input_.pretrain.integer("steps"));
    const auto report = pretrain_oscillator(system_, *psi_, walkers_, input_.seed, steps,
                                            input_.pretrain.real("learning_rate"), timers_, watch);
    if (!report.complete) return {};
    text = fmt::format("pretrained to the oscillator's orbitals in {} steps: mean square difference {:.2g} -> {:.2g}",
                       report.steps, report.first_loss, report.last_loss);
  }
  const bool complete = trainer_->thermalise(0, static_cast<int>(input_.sampler.settings.integer("thermalise")), watch);
  return complete ? std::optional(text) : std::nullopt;
}

TrainingRecord Session::train_step() {
  while (step_ >= end_of_stage(stage_)) enter_stage(stage_ + 1);
  const auto record = trainer_->step(static_cast<std::uint32_t>(stage_), static_cast<std::uint32_t>(step_));
  replaced_ += static_cast<std::int64_t>(record.replaced);
  ++step_;
  return record;
}

std::map<std::string, std::unique_ptr<Observable>> Session::observables(const System& system) const {
  std::map<std::string, std::unique_ptr<Observable>> made;
  for (const auto& wanted : input_.observables)
    made[wanted.kind] = registry().factory<Observable>(wanted.kind)(system, walkers_.count(), wanted.settings);
  return made;
}

Measurement Session::measure(const Watch& watch) {
  auto walkers = walkers_;
  const System system = system_from_input(input_);
  const auto sampler = registry().factory<Sampler>(input_.sampler.kind)(input_.sampler.settings);
  if (stage().sampler.kind == input_.sampler.kind) sampler->restore(sampler_->state());
  auto wanted = observables(system);
  const MeasurementSettings settings{.seed = input_.seed,
                                     .samples = input_.evaluate.integer("samples"),
                                     .sweeps = static_cast<int>(input_.evaluate.integer("sweeps")),
                                     .thermalise = static_cast<int>(input_.evaluate.integer("burn_in"))};
  return kato::measure(system, *psi_, walkers, *sampler, settings, wanted, timers_, watch);
}

}  // namespace kato
