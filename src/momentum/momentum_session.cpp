// SPDX-License-Identifier: Apache-2.0
#include "momentum/momentum_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/error.hpp"
#include "base/ranks.hpp"
#include "graph/print.hpp"
#include "input/method.hpp"
#include "momentum/channel_fit.hpp"
#include "momentum/report.hpp"
#include "momentum/tables.hpp"
#include "train/named_parameters.hpp"

namespace kato {
namespace {

// What the next step's factor starts from, in a checkpoint. Earlier ones have it as the state of a sampler, which there
// is none of.
constexpr const char* step_factor = "step_factor";

std::vector<double> metric_of(const Settings& train, const MeshHamiltonian& hamiltonian) {
  std::vector<double> metric(hamiltonian.size(), 1.0);
  const double q0 = train.real("metric_momentum");
  if (train.text("metric") == "kinetic")
    for (std::size_t k = 0; k < metric.size(); ++k)
      metric[k] = hamiltonian.kinetic[k] + hamiltonian.kinetic_unit * q0 * q0;
  return metric;
}

const Input& checked(const Input& input) {
  require(ranks() == 1,
          fmt::format("a state in momentum space has no walkers to share out among {} ranks; start one", ranks()));
  return input;
}

}  // namespace

Graph momentum_graph(const Input& input, int channels) {
  return registry().factory<MomentumAnsatz>(input.ansatz.kind)(channels, input.ansatz.settings);
}

MomentumSession::MomentumSession(const Input& input)
    : Session(checked(input)),
      system_(input),
      network_(momentum_graph(input, system_.hamiltonian().channels), system_.hamiltonian().mesh),
      quadrature_(network_, system_.hamiltonian(), metric_of(input.train, system_.hamiltonian()), timers()),
      optimizer_(registry().factory<Optimizer>(input.optimizer.kind)(input.optimizer.settings)),
      update_(graph().parameter_count()) {
  network_.set_parameters(published_parameters(graph(), input.seed));
  optimizer_->check(update_.size());
  const auto needs = optimizer_->needs(update_.size());
  require(
      !needs.layers && !needs.mixed,
      fmt::format("optimizer.kind = \"{}\": needs the layers or the coordinates of walkers, which a mesh in momentum "
                  "space does not have; use sr, minsr, spring, adam or another that works with gradients or the "
                  "Jacobian",
                  input.optimizer.kind));
}

MomentumSession::MomentumSession(const Input& input, const Checkpoint& checkpoint) : MomentumSession(input) {
  network_.set_parameters(parameters_from(checkpoint, graph()));
  require(checkpoint.optimizer == input.optimizer.kind,
          fmt::format("checkpoint: its optimiser is {}, the input's is {}; leave optimizer.kind as it was",
                      checkpoint.optimizer, input.optimizer.kind));
  optimizer_->restore(checkpoint.optimizer_state, update_.size());
  step_ = checkpoint.step;
  for (const auto* state : {&checkpoint.training_state, &checkpoint.sampler_state})
    if (const auto found = state->find(step_factor); found != state->end()) factor_ = found->second.at(0);
  restore_times(checkpoint);
}

Checkpoint MomentumSession::save() {
  auto checkpoint = outline();
  checkpoint.parameters = named_parameters(graph(), network_.parameters());
  checkpoint.optimizer = input().optimizer.kind;
  checkpoint.optimizer_state = optimizer_->state();
  checkpoint.training_state = {{step_factor, {factor_}}};
  return checkpoint;
}

Opening MomentumSession::opening() const {
  Opening opening{.text = opening_text(*this), .details = cost_text()};
  opening.details.pop_back();  // the last line's end
  return opening;
}

std::optional<std::string> MomentumSession::begin(const Watch& watch) {
  const auto& settings = input().pretrain;
  const std::int64_t steps = settings.integer("steps");
  if (settings.text("target") == "none" || steps == 0) return std::string();
  const auto time = timers().measure("pretraining");
  const auto target = oscillator_waves(network_.mesh(), network_.channels(), settings.real("b"));
  if (!fit_) fit_.emplace();
  const auto told = [&](int step, double loss) {
    return watch(
        {.phase = "pretrain", .step = step, .steps = steps, .note = fmt::format("square difference {:.2g}", loss)});
  };
  const auto report = fit_channels(network_, target, static_cast<int>(steps), told, *fit_);
  if (!report.complete) return {};
  fit_.reset();
  return fmt::format("pretrained to q^L exp(-b^2 q^2/2) in {} steps: square difference {:.2g} -> {:.2g}", report.steps,
                     report.first_loss, report.last_loss);
}

NamedArrays MomentumSession::beginning() const {
  if (!fit_) return {};
  return {{"fit", {static_cast<double>(fit_->step), fit_->lambda, fit_->first_loss}}};
}

void MomentumSession::restore_beginning(const NamedArrays& state) {
  const auto& fit = state.at("fit");
  fit_ = FitStanding{.step = static_cast<int>(fit.at(0)), .lambda = fit.at(1), .first_loss = fit.at(2)};
}

Step MomentumSession::advance() {
  {
    const auto time = timers().measure("local_energy");
    quadrature_.begin();
  }
  HistoryRow row{.energy = quadrature_.energy(), .std_err = 0, .variance = quadrature_.variance()};
  {
    const auto time = timers().measure("optimizer");
    const auto report = optimizer_->step(quadrature_, update_);
    row.learning_rate = shorten_update() * report.learning_rate;
    row.gradient_norm = report.gradient_norm;
    auto theta = network_.parameters();
    for (std::size_t p = 0; p < theta.size(); ++p) theta[p] += update_[p];
    if (!std::isfinite(row.energy) || !std::isfinite(row.gradient_norm) ||
        !std::ranges::all_of(theta, [](double value) { return std::isfinite(value); }))
      throw std::runtime_error(
          "the optimiser's step is not finite; lower optimizer.learning_rate or raise the damping");
    network_.set_parameters(std::move(theta));
  }
  row.step = ++step_;
  row.seconds = seconds();
  return {.row = row};
}

double MomentumSession::shorten_update() {
  const auto halvings = input().train.integer("halvings");
  if (halvings == 0) return 1;
  factor_ = std::min(1.0, 2 * factor_);
  const auto full = update_;
  for (std::int64_t n = 0; n <= halvings; ++n) {
    for (std::size_t p = 0; p < update_.size(); ++p) update_[p] = factor_ * full[p];
    if (quadrature_.energy_after(update_) <= quadrature_.energy()) return factor_;
    factor_ /= 2;
  }
  std::ranges::fill(update_, 0.0);  // no way down along this direction: the state stays
  return 0;
}

std::vector<double> MomentumSession::state() {
  std::vector<double> psi(network_.size());
  network_.values(psi);
  const auto roots = measure_roots(network_.mesh());
  double norm = 0;
  for (std::size_t k = 0; k < psi.size(); ++k) norm += std::pow(roots[k % roots.size()] * psi[k], 2);
  const double factor = (psi[0] < 0 ? -1 : 1) / std::sqrt(norm);
  for (double& value : psi) value *= factor;
  return psi;
}

std::optional<EvaluationRecords> MomentumSession::evaluate(const Watch&) {
  const auto psi = state();
  return EvaluationRecords{.summary = measured_summary(*this, psi), .file = evaluation_file(system_, psi)};
}

std::optional<Reference> MomentumSession::reference() const {
  const auto& settings = input().reference;
  if (!settings.is_text("energy"))
    return Reference{settings.real("energy"), settings.real("uncertainty"), "given in the input"};
  if (settings.text("energy") == "none") return {};
  return system_.reference();
}

std::string MomentumSession::cost_text() const { return kato::cost_text(*this); }

std::string MomentumSession::result_text(const Summary& summary) const { return momentum_result_text(summary); }

std::string MomentumSession::reason() const {
  const auto [done, wanted, setting] = stage_steps();
  return done > wanted ? fmt::format("{} steps were done, more than the {} of {}", done, wanted, setting)
                       : "all its steps are done";
}

void MomentumSession::describe(Summary& summary) const {
  summary.energy.unit = "MeV";
  summary.parameters = summary.trainable_parameters = static_cast<std::int64_t>(graph().parameter_count());
}

void register_momentum_session(Registry& registry) {
  Method method{.spaces = {"momentum"}, .tables = momentum_tables(), .energy_unit = "MeV"};
  method.begin = [](const Input& input) { return std::make_unique<MomentumSession>(input); };
  method.resume = [](const Input& input, const Checkpoint& checkpoint) {
    return std::make_unique<MomentumSession>(input, checkpoint);
  };
  method.graph_text = [](const Input& input) {
    return graph_table(momentum_graph(input, MomentumSystem(input).hamiltonian().channels));
  };
  method.exact = momentum_solution;
  registry.add<Method>(
      {.name = "momentum",
       .summary = "two nucleons on a mesh in momentum space: networks trained by quadrature, without walkers",
       .source = "Keeble and Rios, Phys. Lett. B 809, 135743 (2020)"},
      std::move(method));
}

}  // namespace kato
