// SPDX-License-Identifier: Apache-2.0
#include "momentum/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/error.hpp"
#include "momentum/channel_fit.hpp"
#include "train/named_parameters.hpp"

namespace kato {
namespace {

// Checkpoints name what the time was spent on; the whole run's wall time stands beside it.
constexpr const char* total_seconds = "total";
constexpr const char* step_factor = "step_factor";

std::vector<double> metric_of(const Settings& train, const MeshHamiltonian& hamiltonian) {
  std::vector<double> metric(hamiltonian.size(), 1.0);
  const double q0 = train.real("metric_momentum");
  if (train.text("metric") == "kinetic")
    for (std::size_t k = 0; k < metric.size(); ++k)
      metric[k] = hamiltonian.kinetic[k] + hamiltonian.kinetic_unit * q0 * q0;
  return metric;
}

}  // namespace

Graph momentum_graph(const Input& input, int channels) {
  return registry().factory<MomentumAnsatz>(input.ansatz.kind)(channels, input.ansatz.settings);
}

MomentumSession::MomentumSession(const Input& input)
    : input_(input),
      system_(input),
      network_(momentum_graph(input, system_.hamiltonian().channels), system_.hamiltonian().mesh),
      quadrature_(network_, system_.hamiltonian(), metric_of(input.train, system_.hamiltonian()), timers_),
      optimizer_(registry().factory<Optimizer>(input.optimizer.kind)(input.optimizer.settings)),
      update_(graph().parameter_count()) {
  network_.set_parameters(published_parameters(graph(), input.seed));
  optimizer_->check(update_.size());
}

MomentumSession::MomentumSession(const Input& input, const Checkpoint& checkpoint) : MomentumSession(input) {
  network_.set_parameters(parameters_from(checkpoint, graph()));
  require(checkpoint.optimizer == input.optimizer.kind,
          fmt::format("checkpoint: its optimiser is {}, the input's is {}; leave optimizer.kind as it was",
                      checkpoint.optimizer, input.optimizer.kind));
  optimizer_->restore(checkpoint.optimizer_state, update_.size());
  step_ = checkpoint.step;
  if (const auto found = checkpoint.sampler_state.find(step_factor); found != checkpoint.sampler_state.end())
    factor_ = found->second.at(0);
  auto seconds = checkpoint.seconds;
  seconds_before_ = seconds[total_seconds];
  seconds.erase(total_seconds);
  timers_.restore(seconds);
}

Checkpoint MomentumSession::checkpoint() const {
  auto seconds = timers_.seconds();
  seconds[total_seconds] = this->seconds();
  Checkpoint checkpoint;
  checkpoint.seed = input_.seed;
  checkpoint.step = step_;
  checkpoint.parameters = named_parameters(graph(), network_.parameters());
  checkpoint.optimizer = input_.optimizer.kind;
  checkpoint.optimizer_state = optimizer_->state();
  checkpoint.sampler_state = {{step_factor, {factor_}}};  // there is no sampler; the next step starts from this
  checkpoint.seconds = seconds;
  checkpoint.input = to_toml(input_);
  return checkpoint;
}

double MomentumSession::seconds() const {
  return seconds_before_ + std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
}

std::optional<std::string> MomentumSession::pretrain(const Watch& watch) {
  const auto& settings = input_.pretrain;
  const std::int64_t steps = settings.integer("steps");
  if (settings.text("target") == "none" || steps == 0) return std::string();
  const auto time = timers_.measure("pretraining");
  const auto target = oscillator_waves(network_.mesh(), network_.channels(), settings.real("b"));
  const auto report = fit_channels(network_, target, static_cast<int>(steps), [&](int step, double loss) {
    return watch(
        {.phase = "pretrain", .step = step, .steps = steps, .note = fmt::format("square difference {:.2g}", loss)});
  });
  if (!report.complete) return {};
  return fmt::format("pretrained to q^L exp(-b^2 q^2/2) in {} steps: square difference {:.2g} -> {:.2g}", report.steps,
                     report.first_loss, report.last_loss);
}

TrainingRecord MomentumSession::train_step() {
  TrainingRecord record;
  {
    const auto time = timers_.measure("local_energy");
    quadrature_.begin();
  }
  record.energy = quadrature_.energy();
  record.variance = quadrature_.variance();
  record.acceptance = record.tau = Progress::unknown;
  const auto time = timers_.measure("optimizer");
  const auto report = optimizer_->step(quadrature_, update_);
  const double taken = shorten_update();
  auto theta = network_.parameters();
  for (std::size_t p = 0; p < theta.size(); ++p) theta[p] += update_[p];
  if (!std::isfinite(record.energy) || !std::isfinite(report.gradient_norm) ||
      !std::ranges::all_of(theta, [](double value) { return std::isfinite(value); }))
    throw std::runtime_error("the optimiser's step is not finite; lower optimizer.learning_rate or raise the damping");
  network_.set_parameters(std::move(theta));
  record.learning_rate = taken * report.learning_rate;
  record.gradient_norm = report.gradient_norm;
  ++step_;
  return record;
}

double MomentumSession::shorten_update() {
  const auto halvings = input_.train.integer("halvings");
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

}  // namespace kato
