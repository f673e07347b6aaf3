// SPDX-License-Identifier: Apache-2.0
#include "psi/wave_function.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/ranks.hpp"

namespace kato {
namespace {

// The places of all walkers from those of each rank's own, in the order of the walkers, as a table with as many columns
// as the walker with the most places needs.
DisplacedEnergy gathered(const DisplacedEnergy& part, std::size_t walkers, std::size_t coordinates) {
  const auto own = own_share(walkers);
  std::vector<double> counts(walkers);
  for (const auto walker : part.walker) ++counts[own.first + walker];
  gather_over_ranks(counts, walkers);
  const std::size_t columns = static_cast<std::size_t>(std::ranges::max(counts)), place = 1 + coordinates;
  std::vector<double> table(walkers * columns * place);
  std::vector<std::size_t> filled(walkers);
  for (std::size_t n = 0; n < part.energy.size(); ++n) {
    const std::size_t walker = own.first + part.walker[n];
    double* entry = &table[(walker * columns + filled[walker]++) * place];
    *entry = part.energy[n];
    std::copy_n(part.x.begin() + static_cast<std::ptrdiff_t>(n * coordinates), coordinates, entry + 1);
  }
  gather_over_ranks(table, walkers);
  DisplacedEnergy all;
  for (std::size_t walker = 0; walker < walkers; ++walker)
    for (std::size_t n = 0; n < static_cast<std::size_t>(counts[walker]); ++n) {
      const auto entry = std::span(table).subspan((walker * columns + n) * place, place);
      all.add(walker, entry.subspan(1), entry[0]);
    }
  return all;
}

}  // namespace

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

std::size_t WaveFunction::walkers(std::span<const double> x) const {
  return x.size() / static_cast<std::size_t>(graph_.coordinates_count());
}

// What belongs to this rank's walkers, of `numbers` that are as many for each of the walkers x.
template <class T>
std::span<T> WaveFunction::own(std::span<const double> x, std::span<T> numbers) const {
  const std::size_t count = walkers(x);
  return own_share(count).of(numbers, numbers.size() / count);
}

void WaveFunction::value(std::span<const double> x, std::span<double> log_abs, std::span<double> sign) {
  if (log_abs.empty()) return;
  with_executor([&](auto& psi) { psi.value(own(x, x), own(x, log_abs), own(x, sign)); });
  for (const auto numbers : {log_abs, sign}) gather_over_ranks(numbers, walkers(x));
}

void WaveFunction::local_energies(const System& system, std::span<const double> x, LocalEnergies& energies) {
  if (ranks() == 1) return with_executor([&](auto& psi) { local_energy(psi, system, x, energies); });
  LocalEnergies part;
  with_executor([&](auto& psi) { local_energy(psi, system, own(x, x), part); });
  energies.terms.resize(part.terms.size());
  const auto collect = [&](const std::vector<double>& from, std::vector<double>& to, std::size_t size) {
    to.resize(size);
    std::ranges::copy(from, own(x, std::span(to)).begin());
    gather_over_ranks(to, walkers(x));
  };
  for (const auto numbers : {&LocalEnergies::total, &LocalEnergies::kinetic, &LocalEnergies::trap,
                             &LocalEnergies::log_abs, &LocalEnergies::sign})
    collect(part.*numbers, energies.*numbers, walkers(x));
  for (std::size_t t = 0; t < part.terms.size(); ++t) collect(part.terms[t], energies.terms[t], walkers(x));
  collect(part.gradient, energies.gradient, x.size());
  energies.displaced = gathered(part.displaced, walkers(x), x.size() / walkers(x));
}

void WaveFunction::pullback(std::span<const double> x, std::span<const double> seed, std::span<double> theta_bar) {
  with_executor([&](auto& psi) { psi.pullback(own(x, x), own(x, seed), theta_bar); });
  add_over_ranks(theta_bar);
}

void WaveFunction::jacobian(std::span<const double> x, std::span<double> rows) {
  with_executor([&](auto& psi) { psi.jacobian(own(x, x), rows); });
}

JacobianFactors WaveFunction::jacobian_factors(std::span<const double> x) {
  return with_executor([&](auto& psi) { return psi.jacobian_factors(own(x, x)); });
}

JacobianFactors WaveFunction::mixed_factors(std::span<const double> x) {
  return with_executor([&](auto& psi) { return psi.mixed_factors(own(x, x)); });
}

void WaveFunction::output(const std::string& name, std::span<const double> x, std::span<double> numbers) {
  with_executor([&](auto& psi) { psi.output(name, own(x, x), own(x, numbers)); });
  gather_over_ranks(numbers, walkers(x));
}

void WaveFunction::output_pullback(const std::string& name, std::span<const double> x, std::span<const double> seed,
                                   std::span<double> theta_bar) {
  with_executor([&](auto& psi) { psi.output_pullback(name, own(x, x), own(x, seed), theta_bar); });
  add_over_ranks(theta_bar);
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
