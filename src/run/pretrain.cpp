// SPDX-License-Identifier: Apache-2.0
#include "run/pretrain.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "exact/hartree_fock.hpp"
#include "train/density_fit.hpp"
#include "train/freezing.hpp"
#include "train/pretraining.hpp"

namespace kato {
namespace {

// Bosons are all in the trap's lowest level, where their wave functions start, as those of boxes do from plane waves.
bool fits_orbitals(const Input& input, const System& system) {
  const auto& target = input.pretrain.text("target");
  return !system.space.periodic() && system.statistics == Statistics::fermion &&
         (target == "oscillator" || target == "hartree-fock") && input.pretrain.integer("steps") > 0;
}

bool fits_samples(const Input& input) {
  return input.pretrain.text("target") == "samples" && input.pretrain.integer("steps") > 0;
}

// Leaves out what was copied, too, while it lives.
class Freeze {
 public:
  explicit Freeze(const Beginning& run)
      : psi_(run.psi), frozen_(frozen_by(run.stage.input.train.texts("freeze"), psi_.graph())) {
    psi_.freeze([&](const Parameter& p) { return frozen_(p) || std::ranges::count(run.copied, p.name) > 0; });
  }
  ~Freeze() { psi_.freeze(frozen_); }
  Freeze(const Freeze&) = delete;
  Freeze& operator=(const Freeze&) = delete;

 private:
  WaveFunction& psi_;
  std::function<bool(const Parameter&)> frozen_;
};

// Whether a trainable parameter of the orbitals starts at random.
bool has_orbitals_to_fit(const Graph& graph) {
  const auto needed = graph.parameters_of(graph.output("orbitals"));
  for (std::size_t p = 0; p < needed.size(); ++p) {
    const auto& parameter = graph.parameters()[p];
    if (needed[p] && parameter.trainable && parameter.initial.spread != 0) return true;
  }
  return false;
}

PretrainingReport fit_orbitals(const Beginning& run, const Watch& watch) {
  const Freeze freeze(run);
  if (!has_orbitals_to_fit(run.psi.graph())) return {};
  const auto& settings = run.input.pretrain;
  auto target = TargetDeterminant::named(settings.text("target"), run.stage.system, run.psi.threads());
  return pretrain_orbitals(target, run.psi, run.walkers, run.input.seed, static_cast<int>(settings.integer("steps")),
                           settings.real("learning_rate"), run.timers, watch, &run.state);
}

// With the sampler of the first stage.
PretrainingReport fit_samples(const Beginning& run, const Watch& watch) {
  const Freeze freeze(run);
  const auto& settings = run.input.pretrain;
  const auto samples = samples_from(settings.text("from"), run.walkers);
  require(run.psi.trainable_count() > 0,
          "pretrain.target = \"samples\": there is nothing to fit, all parameters are frozen or were copied");
  return fit_density(samples, run.psi, run.walkers, run.sampler, run.input.seed,
                     static_cast<int>(settings.integer("steps")),
                     static_cast<int>(run.input.sampler.settings.integer("sweeps")), settings.real("learning_rate"),
                     run.timers, watch, &run.state);
}

}  // namespace

void check_pretrain(const Input& input, const Stage& stage) {
  const auto& target = input.pretrain.text("target");
  const bool fits = fits_orbitals(input, stage.system);
  if (fits) check_pretraining(stage.graph);
  require(target != "hartree-fock" || stage.system.statistics == Statistics::fermion,
          "pretrain.target = \"hartree-fock\": bosons have no determinant; leave it out");
  require(target != "hartree-fock" || !stage.system.space.periodic(),
          "pretrain.target = \"hartree-fock\": wave functions in a box start from plane waves, which are Hartree and "
          "Fock's "
          "orbitals; leave it out");
  require(target == "samples" || input.pretrain.text("from").empty(),
          "pretrain.from: is read with target = \"samples\" alone; leave it out, or set the target");
  if (fits && target == "hartree-fock") exact::check_hartree_fock(stage.system);
}

void check_samples(const Input& input, const Walkers& walkers) {
  if (fits_samples(input)) samples_from(input.pretrain.text("from"), walkers);
}

std::optional<std::string> pretrain(const Beginning& run, const Watch& watch) {
  const auto& settings = run.input.pretrain;
  if (fits_samples(run.input)) {
    const auto report = fit_samples(run, watch);
    if (!report.complete) return {};
    return fmt::format(
        "fitted the density to the walkers of {} in {} steps: ln p of a sample below that of a walker by {:.2g} -> "
        "{:.2g}",
        settings.text("from"), report.steps, report.first_loss, report.last_loss);
  }
  if (!fits_orbitals(run.input, run.stage.system)) return std::string();
  const auto report = fit_orbitals(run, watch);
  if (!report.complete) return {};
  if (report.steps == 0) return "no pretraining: all that it would fit is known, was copied or is frozen";
  return fmt::format("pretrained to {} orbitals in {} steps: mean square difference {:.2g} -> {:.2g}",
                     settings.text("target") == "oscillator" ? "the oscillator's" : "Hartree and Fock's", report.steps,
                     report.first_loss, report.last_loss);
}

}  // namespace kato
