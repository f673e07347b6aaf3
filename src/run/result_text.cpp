// SPDX-License-Identifier: Apache-2.0
#include "run/result_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/isa.hpp"
#include "base/ranks.hpp"
#include "base/text.hpp"
#include "record/log.hpp"
#include "record/warnings.hpp"
#include "run/reference_of.hpp"
#include "system/box_numbers.hpp"

namespace kato {
namespace {

std::string evaluation_text(const Summary::Evaluation& evaluation) {
  std::string text;
  if (evaluation.target_error > 0 && evaluation.reached_target)
    text += fmt::format("the error is within its target of {:.2g}\n", evaluation.target_error);
  return text + fmt::format("another digit takes {:.2g} samples, {} at this rate\n",
                            evaluation.samples_for_another_digit, duration_text(evaluation.seconds_for_another_digit));
}

// With the digits that its uncertainty leaves it; all that a number has if that is 0.
std::string number_text(const Reference& reference) {
  return std::isfinite(reference.uncertainty) && reference.uncertainty > 0
             ? with_error(reference.energy, reference.uncertainty)
             : fmt::format("{:.15g}", reference.energy);
}

std::string distance_text(const Summary& summary) {
  const auto& reference = *summary.reference;
  const auto difference = difference_of(summary);
  std::string text = fmt::format("reference  {}   ({})\n", number_text(reference), reference.method);
  if (!difference) return text;
  if (is_hartree_fock(reference))
    return text + fmt::format("correlation {}\n", with_error(difference->value, difference->error));
  if (difference->rounding)
    return text + fmt::format("difference {:+.2g}, within rounding, 0 standard errors\n", difference->value);
  return text + fmt::format("difference {:+.2g}, {:.1f} standard errors\n", difference->value, difference->errors());
}

// The box, and the energy of a particle.
void add_box(const System& system, Summary& summary) {
  if (!system.space.periodic()) return;
  summary.box = box_numbers(system);
  const double unit = system.particles * summary.box->particle_unit;
  summary.per_particle = {summary.energy.mean / unit, summary.energy.std_err / unit, summary.box->particle_unit_name};
}

}  // namespace

Summary measured_summary(const VmcSession& session, const Measurement& measurement) {
  auto summary = session.summary();
  const auto& energy = measurement.energy;
  summary.energy = {.mean = energy.mean,
                    .std_err = energy.std_err,
                    .variance = energy.variance,
                    .samples = static_cast<std::int64_t>(energy.samples),
                    .tau = energy.tau,
                    .r_hat = energy.r_hat,
                    .v_score = v_score(energy, session.last_stage().system.particles, 0),
                    .unit = session.last_stage().system.energy_unit()};
  for (const auto& [name, estimate] : measurement.components)
    summary.components.push_back({name, estimate.mean, estimate.std_err});
  summary.energy.std_err = std::max(energy.std_err, rounding_of(summary));
  add_box(session.last_stage().system, summary);
  summary.evaluation = Summary::Evaluation{.target_error = session.input().evaluate.real("target_error"),
                                           .reached_target = measurement.reached_target,
                                           .discarded = static_cast<std::int64_t>(measurement.discarded),
                                           .settled = measurement.settled,
                                           .effective_samples = effective_samples(energy),
                                           .samples_for_another_digit = 100 * static_cast<double>(energy.samples),
                                           .seconds_for_another_digit = 100 * measurement.seconds,
                                           .lost_walkers = static_cast<std::int64_t>(measurement.lost),
                                           .tail_index = measurement.tails.index,
                                           .tail_index_error = measurement.tails.error,
                                           .largest_share = measurement.tails.share,
                                           .above_apart = measurement.above_apart,
                                           .origin = measurement.origin};
  summary.acceptance = measurement.acceptance;
  summary.nonfinite_walkers += static_cast<std::int64_t>(measurement.replaced);
  return summary;
}

HistoryRow row_of(const VmcSession& session, const TrainingRecord& record) {
  return {.step = session.steps_done(),
          .stage = session.stage_index(),
          .energy = record.energy,
          .std_err = record.std_err,
          .variance = record.variance,
          .acceptance = record.acceptance,
          .tau = record.tau,
          .learning_rate = record.learning_rate,
          .gradient_norm = record.gradient_norm,
          .resampled = record.resampled,
          .seconds = session.seconds()};
}

std::string end_text(const VmcSession& session) {
  const auto reason = session.end_of_stage();
  if (reason.empty()) return {};
  const auto stages = session.input().stages.size();
  const auto which = stages > 1 ? fmt::format("stage {} of {}", session.stage_index() + 1, stages) : "the training";
  return fmt::format("{} ended after step {}: {}", which, session.steps_done(), reason);
}

std::string note_text(const VmcSession& session) {
  std::string note;
  if (session.replaced() > 0) note += fmt::format("{} walkers replaced  ", session.replaced());
  if (session.rejected() > 0) note += fmt::format("{} steps rejected  ", session.rejected());
  return note.substr(0, note.find_last_not_of(' ') + 1);
}

std::string opening_text(const VmcSession& session) {
  const Input& input = session.input();
  const std::string title = input.title.empty() ? "" : input.title + "\n";
  const WaveFunction& psi = session.wave_function();
  const std::size_t all = psi.graph().parameter_count();
  const auto trained = psi.trainable_count() == all ? "" : fmt::format(" ({} of them trained)", psi.trainable_count());
  return fmt::format("{}{} particles, {} with {} parameters{}, {} with {} walkers, {}, {} on {}{} thread{} ({})", title,
                     session.stage().system.particles, input.ansatz.kind, all, trained, input.sampler.kind,
                     input.sampler.settings.integer("walkers"), input.optimizer.kind, input.run.text("precision"),
                     ranks() == 1 ? "" : fmt::format("{} ranks with ", ranks()), session.wave_function().threads(),
                     session.wave_function().threads() == 1 ? "" : "s", name(chosen_isa()));
}

std::string result_text(const Summary& summary) {
  const auto& energy = summary.energy;
  std::string text = fmt::format("energy     {} {}   (variance {:.2g}, tau {:.1f} sweeps, R-hat {:.3f}, {} samples)\n",
                                 with_error(energy.mean, energy.std_err), energy.unit, energy.variance, energy.tau,
                                 energy.r_hat, energy.samples);
  if (const auto& box = summary.box)
    text += fmt::format("box        side {:.6g} {}, r_s {:.6g}, k_F {:.6g}, E_FG {:.6g} {}\n", box->side,
                        box->length_unit, box->r_s, box->k_F, box->free_gas_energy, box->energy_unit);
  if (const auto& one = summary.per_particle)
    text += fmt::format("a particle {} {}\n", with_error(one->mean, one->std_err), one->unit);
  if (summary.reference) text += distance_text(summary);
  text += fmt::format("acceptance {:.2f}\nV-score    {:.2g}\n", summary.acceptance, energy.v_score);
  for (const auto& component : summary.components)
    text += fmt::format("{:<10} {}\n", component.name, with_error(component.mean, component.std_err));
  if (summary.evaluation) text += evaluation_text(*summary.evaluation);
  return text + fmt::format("done in {}", duration_text(summary.seconds.total));
}

}  // namespace kato
