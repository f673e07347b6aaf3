// SPDX-License-Identifier: Apache-2.0
#include "optimize/memory.hpp"
#include "optimize/natural.hpp"
#include "optimize/schedule.hpp"

namespace kato {
namespace {

// delta = -Obar^T (Obar Obar^T + lambda)^{-1} e, by Cholesky on the N x N matrix.
class MinSr final : public Optimizer {
 public:
  explicit MinSr(const Settings& settings)
      : schedule_(settings), damping_(settings.real("damping")), norm_constraint_(settings.real("norm_constraint")) {}

  StepNeeds needs(std::size_t) const override { return {.products = true, .walker_matrix = true}; }

  StepReport step(TrainingStep& step, std::span<double> update) override {
    const double gradient = gradient_norm(step, direction_);
    const auto residuals = step.residuals();
    weights_.resize(step.walkers());
    for (std::size_t b = 0; b < weights_.size(); ++b) weights_[b] = -residuals[b];
    solve_for_walkers(step, damping_, 0, "minsr", matrix_, weights_);
    step.multiply_transposed(weights_, direction_);
    const double rate = scale_direction(direction_, schedule_(steps_), norm_constraint_, update);
    ++steps_;
    return {.learning_rate = rate, .gradient_norm = gradient};
  }

  State state() const override { return {{"steps", {steps_}}}; }
  void restore(const State& state, std::size_t parameters) override {
    steps_ = saved_steps(state, "minsr", {}, parameters);
  }

 private:
  Schedule schedule_;
  double damping_, norm_constraint_;
  double steps_ = 0;
  std::vector<double> matrix_, weights_, direction_;
};

}  // namespace

void register_minsr(Registry& registry) {
  Metadata metadata{.name = "minsr",
                    .summary = "the natural gradient from the matrix of walkers, for more parameters than walkers",
                    .source = "Chen and Heyl, Nat. Phys. 20, 1476 (2024); Rende et al., Commun. Phys. 7, 260 (2024)",
                    .options = Schedule::options(0.1, "inverse-time", 200)};
  for (auto& option : natural_options(1e-3, 0.1)) metadata.options.push_back(std::move(option));
  registry.add<Optimizer>(std::move(metadata),
                          [](const Settings& settings) { return std::make_unique<MinSr>(settings); });
}

}  // namespace kato
