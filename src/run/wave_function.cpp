// SPDX-License-Identifier: Apache-2.0
#include "run/wave_function.hpp"

#include <fmt/format.h>

#include "base/error.hpp"

namespace kato {

Precision precision_from(std::string_view name) {
  if (name == "float") return Precision::float_;
  if (name == "double") return Precision::double_;
  require(name == "mixed", "unknown precision '" + std::string(name) + "'; use float, double or mixed");
  return Precision::mixed;
}

WaveFunction::WaveFunction(const Graph& graph, Precision precision, int threads)
    : graph_(graph), precision_(precision), threads_(threads) {
  require(graph.output("amplitude") >= 0, "the wave function has no output 'amplitude'; name the node that holds it");
  make_executors();
}

void WaveFunction::make_executors() {
  if (precision_ != Precision::double_) narrow_.emplace(graph_, ExecutorOptions{.threads = threads_});
  if (precision_ != Precision::float_) wide_.emplace(graph_, ExecutorOptions{.threads = threads_});
}

void WaveFunction::set_parameters(std::vector<double> theta) {
  parameters_ = std::move(theta);
  if (narrow_) narrow_->set_parameters(parameters_);
  if (wide_) wide_->set_parameters(parameters_);
}

void WaveFunction::freeze(const std::function<bool(const Parameter&)>& frozen) {
  graph_.freeze(frozen);
  make_executors();
  if (!parameters_.empty()) set_parameters(std::move(parameters_));
}

std::vector<double> WaveFunction::parameters_after(std::span<const double> update) const {
  auto theta = parameters_;
  for (const auto& parameter : graph_.parameters()) {
    if (!parameter.trainable) continue;
    for (std::size_t n = 0; n < parameter.size; ++n)
      theta[parameter.offset + n] += update[parameter.trainable_offset + n];
  }
  return theta;
}

Amplitude& WaveFunction::amplitude() {
  if (narrow_) return *narrow_;
  return *wide_;
}

template <class F>
decltype(auto) WaveFunction::with_executor(F&& f) {
  return wide_ ? f(*wide_) : f(*narrow_);
}

void WaveFunction::value(std::span<const double> x, std::span<double> log_abs, std::span<double> sign) {
  with_executor([&](auto& psi) { psi.value(x, log_abs, sign); });
}

void WaveFunction::local_energies(const System& system, std::span<const double> x, LocalEnergies& energies) {
  with_executor([&](auto& psi) { local_energy(psi, system, x, energies); });
}

void WaveFunction::pullback(std::span<const double> x, std::span<const double> seed, std::span<double> theta_bar) {
  with_executor([&](auto& psi) { psi.pullback(x, seed, theta_bar); });
}

void WaveFunction::jacobian(std::span<const double> x, std::span<double> rows) {
  with_executor([&](auto& psi) { psi.jacobian(x, rows); });
}

JacobianFactors WaveFunction::jacobian_factors(std::span<const double> x) {
  return with_executor([&](auto& psi) { return psi.jacobian_factors(x); });
}

JacobianFactors WaveFunction::mixed_factors(std::span<const double> x) {
  return with_executor([&](auto& psi) { return psi.mixed_factors(x); });
}

void WaveFunction::output(const std::string& name, std::span<const double> x, std::span<double> numbers) {
  with_executor([&](auto& psi) { psi.output(name, x, numbers); });
}

void WaveFunction::output_pullback(const std::string& name, std::span<const double> x, std::span<const double> seed,
                                   std::span<double> theta_bar) {
  with_executor([&](auto& psi) { psi.output_pullback(name, x, seed, theta_bar); });
}

std::optional<NonFinite> WaveFunction::find_nonfinite(std::span<const double> x) {
  return with_executor([&](auto& psi) { return psi.find_nonfinite(x); });
}

std::string WaveFunction::plans_text() const {
  const auto line = [&](const char* name, const Plan& plan) {
    const auto lanes = plan.block_particles > 0 ? fmt::format(", lanes of {} particles", plan.block_particles) : "";
    return fmt::format("{:<10} {} walkers a tile{}\n", name, plan.walkers, lanes);
  };
  const auto of = [&](const auto& energies) {
    return line("laplacian", energies.plan(Evaluation::laplacian)) +
           line("pullback", energies.plan(Evaluation::value_pullback));
  };
  const auto& value = narrow_ ? narrow_->plan(Evaluation::value) : wide_->plan(Evaluation::value);
  return line("value", value) + (wide_ ? of(*wide_) : of(*narrow_));
}

std::size_t WaveFunction::memory() const { return (narrow_ ? narrow_->memory() : 0) + (wide_ ? wide_->memory() : 0); }

std::vector<OpCost> WaveFunction::take_costs() {
  std::vector<OpCost> costs;
  if (narrow_) costs = narrow_->take_costs();
  if (wide_)
    for (auto& cost : wide_->take_costs()) costs.push_back(std::move(cost));
  return costs;
}

}  // namespace kato
