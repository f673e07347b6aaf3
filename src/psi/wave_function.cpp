// SPDX-License-Identifier: Apache-2.0
#include "psi/wave_function.hpp"

#include <fmt/format.h>

#include "base/error.hpp"

namespace kato {
namespace {

// A wave function that reads no labels is one of walkers that have some, too: it is the same for all of them.
Batch batch_of(const Graph& graph, const WalkerView& walkers) {
  if (graph.sampled_labels() == 0) return walkers.x;
  return {walkers.x, walkers.labels};
}

}  // namespace

Precision precision_from(std::string_view name) {
  if (name == "float") return Precision::float_;
  if (name == "double") return Precision::double_;
  require(name == "mixed", "unknown precision '" + std::string(name) + "'; use float, double or mixed");
  return Precision::mixed;
}

struct WaveFunction::State {
  Graph graph;
  Precision precision;
  int threads;
  std::vector<double> parameters = {};
  std::unique_ptr<Executor<float>> narrow = {};
  std::unique_ptr<Executor<double>> wide = {};

  void make_executors() {
    const ExecutorOptions options{.threads = threads};
    if (precision != Precision::double_) narrow = std::make_unique<Executor<float>>(graph, options);
    if (precision != Precision::float_) wide = std::make_unique<Executor<double>>(graph, options);
  }
};

// The executor in single precision, where energies have another one.
class WaveFunction::Narrow final : public Amplitude {
 public:
  explicit Narrow(State& state) : state_(state) {}

  int threads() const override { return state_.threads; }
  const Graph* graph_or_null() const override { return &state_.graph; }
  std::span<const double> parameters() const override { return state_.parameters; }
  std::size_t tile_walkers() const override { return state_.narrow->tile_walkers(); }
  std::size_t gradient_tile_walkers() const override { return state_.narrow->gradient_tile_walkers(); }
  OrbitalRows* orbital_rows() override { return state_.narrow->orbital_rows(); }
  void value_tile(int thread, const WalkerView& walkers, std::span<LogPsi> psi) override {
    state_.narrow->value_tile(thread, batch_of(state_.graph, walkers), psi);
  }
  void gradient_tile(int thread, const WalkerView& walkers, std::span<LogPsi> psi,
                     std::span<double> gradient) override {
    state_.narrow->gradient_tile(thread, batch_of(state_.graph, walkers), psi, gradient);
  }

 private:
  State& state_;
};

WaveFunction::WaveFunction(const Graph& graph, Precision precision, int threads)
    : state_(std::make_unique<State>(State{graph, precision, threads})) {
  require(graph.output("amplitude") >= 0, "the wave function has no output 'amplitude'; name the node that holds it");
  state_->make_executors();
  if (precision == Precision::mixed) sampled_ = std::make_unique<Narrow>(*state_);
}

WaveFunction::~WaveFunction() = default;
WaveFunction::WaveFunction(WaveFunction&&) noexcept = default;
WaveFunction& WaveFunction::operator=(WaveFunction&&) noexcept = default;

const Graph& WaveFunction::graph() const { return state_->graph; }
int WaveFunction::threads() const { return state_->threads; }
std::span<const double> WaveFunction::parameters() const { return state_->parameters; }
bool WaveFunction::in_double() const { return state_->precision != Precision::float_; }

void WaveFunction::set_parameters(std::vector<double> theta) {
  state_->parameters = std::move(theta);
  if (state_->narrow) state_->narrow->set_parameters(state_->parameters);
  if (state_->wide) state_->wide->set_parameters(state_->parameters);
}

void WaveFunction::freeze(const std::function<bool(const Parameter&)>& frozen) {
  state_->graph.freeze(frozen);
  state_->make_executors();
  if (!state_->parameters.empty()) set_parameters(std::move(state_->parameters));
}

std::vector<double> WaveFunction::parameters_after(std::span<const double> update) const {
  auto theta = state_->parameters;
  for (const auto& parameter : graph().parameters()) {
    if (!parameter.trainable) continue;
    for (std::size_t n = 0; n < parameter.size; ++n)
      theta[parameter.offset + n] += update[parameter.trainable_offset + n];
  }
  return theta;
}

Amplitude& WaveFunction::sampling() {
  if (sampled_) return *sampled_;
  return *this;
}

template <class F>
decltype(auto) WaveFunction::with_executor(F&& f) const {
  return state_->wide ? f(*state_->wide) : f(*state_->narrow);
}

std::size_t WaveFunction::tile_walkers() const {
  return with_executor([](auto& psi) { return psi.tile_walkers(); });
}

void WaveFunction::value_tile(int thread, const WalkerView& walkers, std::span<LogPsi> psi) {
  with_executor([&](auto& executor) { executor.value_tile(thread, batch_of(graph(), walkers), psi); });
}

std::size_t WaveFunction::gradient_tile_walkers() const {
  return with_executor([](auto& psi) { return psi.gradient_tile_walkers(); });
}

void WaveFunction::gradient_tile(int thread, const WalkerView& walkers, std::span<LogPsi> psi,
                                 std::span<double> gradient) {
  with_executor([&](auto& executor) { executor.gradient_tile(thread, batch_of(graph(), walkers), psi, gradient); });
}

OrbitalRows* WaveFunction::orbital_rows() {
  return with_executor([](auto& psi) { return psi.orbital_rows(); });
}

void WaveFunction::laplacian(const WalkerView& walkers, std::span<LogPsi> psi, std::span<double> gradient,
                             std::span<double> laplacian) {
  with_executor([&](auto& executor) { executor.laplacian(batch_of(graph(), walkers), psi, gradient, laplacian); });
}

void WaveFunction::pullback(const WalkerView& walkers, std::span<const double> seed, std::span<double> theta_bar) {
  with_executor([&](auto& psi) { psi.pullback(batch_of(graph(), walkers), seed, theta_bar); });
}

void WaveFunction::gradient_pullback(const WalkerView& walkers, std::span<const double> seed,
                                     std::span<const double> gradient_seed, std::span<double> theta_bar) {
  with_executor([&](auto& psi) { psi.gradient_pullback(batch_of(graph(), walkers), seed, gradient_seed, theta_bar); });
}

JacobianFactors WaveFunction::jacobian_factors(const WalkerView& walkers) {
  return with_executor([&](auto& psi) { return psi.jacobian_factors(batch_of(graph(), walkers)); });
}

JacobianFactors WaveFunction::mixed_factors(const WalkerView& walkers) {
  return with_executor([&](auto& psi) { return psi.mixed_factors(batch_of(graph(), walkers)); });
}

std::optional<NonFinite> WaveFunction::find_nonfinite(const WalkerView& walkers) {
  return with_executor([&](auto& psi) { return psi.find_nonfinite(batch_of(graph(), walkers)); });
}

double WaveFunction::rounding() const { return state_->narrow ? 0x1p-23 : 0x1p-52; }

std::optional<NoisyNode> WaveFunction::find_noise(const WalkerView& walkers, const WalkerView& shifted) {
  const auto here = batch_of(graph(), walkers), there = batch_of(graph(), shifted);
  return state_->narrow ? state_->narrow->find_noise(here, there) : state_->wide->find_noise(here, there);
}

void WaveFunction::output(const std::string& name, const WalkerView& walkers, std::span<double> numbers) {
  with_executor([&](auto& psi) { psi.output(name, batch_of(graph(), walkers), numbers); });
}

void WaveFunction::output_pullback(const std::string& name, const WalkerView& walkers, std::span<const double> seed,
                                   std::span<double> theta_bar) {
  with_executor([&](auto& psi) { psi.output_pullback(name, batch_of(graph(), walkers), seed, theta_bar); });
}

std::string WaveFunction::plans_text() const {
  const auto line = [&](const char* name, const Plan& plan) {
    const auto lanes = plan.block_particles > 0 ? fmt::format(", lanes of {} particles", plan.block_particles) : "";
    return fmt::format("{:<10} {} walkers a tile{}\n", name, plan.walkers, lanes);
  };
  const auto& value = state_->narrow ? state_->narrow->plan(Evaluation::value) : state_->wide->plan(Evaluation::value);
  return line("value", value) + with_executor([&](const auto& energies) {
           return line("laplacian", energies.plan(Evaluation::laplacian)) +
                  line("pullback", energies.plan(Evaluation::value_pullback));
         });
}

std::size_t WaveFunction::memory() const {
  return (state_->narrow ? state_->narrow->memory() : 0) + (state_->wide ? state_->wide->memory() : 0);
}

std::vector<OpCost> WaveFunction::take_costs() {
  std::vector<OpCost> costs;
  if (state_->narrow) costs = state_->narrow->take_costs();
  if (state_->wide)
    for (auto& cost : state_->wide->take_costs()) costs.push_back(std::move(cost));
  return costs;
}

}  // namespace kato
