// SPDX-License-Identifier: Apache-2.0
// How a session of variational Monte Carlo measures.
#include <utility>

#include "base/provenance.hpp"
#include "psi/book_ops.hpp"
#include "record/evaluation_file.hpp"
#include "record/same_state.hpp"
#include "run/doubts.hpp"
#include "run/result_text.hpp"
#include "run/starting_walkers.hpp"
#include "run/vmc_session.hpp"
#include "train/unbound.hpp"

namespace kato {
namespace {

MeasurementSettings measurement_settings_of(const Input& input) {
  return {.seed = input.seed,
          .samples = input.evaluate.integer("samples"),
          .sweeps = static_cast<int>(input.evaluate.integer("sweeps")),
          .thermalise = static_cast<int>(input.evaluate.integer("burn_in")),
          .target_error = input.evaluate.real("target_error")};
}

}  // namespace

Observables VmcSession::observables() const {
  Observables made;
  for (const auto& wanted : input().observables)
    made[wanted.kind] =
        registry().factory<Observable>(wanted.kind)(last_stage().system, walkers_.count(), wanted.settings);
  return made;
}

VmcSession::Evaluating::Evaluating(const VmcSession& session)
    : walkers(session.walkers_),
      sampler(session.evaluation_sampler()),
      psi(session.stages_.size() > 1 ? session.final_wave_function() : nullptr),
      measurement(session.last_stage().system, psi ? *psi : *session.psi_, walkers, *sampler,
                  measurement_settings_of(session.input()), [&session] { return session.observables(); }) {
  scale_with_box(walkers, session.space_, session.last_stage().system.space);  // if the last stage was never entered
}

Measurement VmcSession::measure(const Watch& watch) {
  if (std::exchange(stepping_, false)) book_ops(*psi_, timers());
  if (!evaluating_) evaluating_ = std::make_unique<Evaluating>(*this);
  auto found = evaluating_->measurement.go_on(timers(), watch);
  if (!found.complete) return found;
  found.above_apart = require_bound(last_stage().system, evaluating_->walkers, trainer_->expansion(), found.energy.mean,
                                    found.energy.std_err, found.components.front().second.mean);
  evaluating_.reset();
  return found;
}

void VmcSession::restore_measuring(const NamedArrays& state) {
  auto evaluating = std::make_unique<Evaluating>(*this);
  evaluating->measurement.restore(state);
  evaluating_ = std::move(evaluating);
}

std::optional<EvaluationRecords> VmcSession::evaluate(const Watch& watch) {
  auto measurement = measure(watch);
  if (!measurement.complete) return {};
  const auto settings = measurement_settings_of(input());
  measurement.origin = {.samples = static_cast<std::int64_t>(measurement.energy.samples),
                        .sweeps = settings.sweeps,
                        .burn_in = settings.thermalise,
                        .seed = settings.seed,
                        .observables = input().evaluate.texts("observables"),
                        .date = time_text(),
                        .program = program_text(),
                        .state = state_mark(save(), input())};
  return EvaluationRecords{.summary = measured_summary(*this, measurement),
                           .file = evaluation_file(measurement),
                           .doubts = doubts(input(), last_stage().system)};
}

std::unique_ptr<Sampler> VmcSession::evaluation_sampler() const {
  auto sampler = registry().factory<Sampler>(input().sampler.kind)(input().sampler.settings);
  if (stage().input.sampler.kind == input().sampler.kind) sampler->restore(sampler_->state());
  return sampler;
}

}  // namespace kato
