// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "optimize/memory.hpp"
#include "optimize/natural.hpp"
#include "optimize/schedule.hpp"

namespace kato {
namespace {

// phi_k = Obar^T (Obar Obar^T + lambda + 1 1^T / N)^{-1} (-e - mu Obar phi_{k-1}) + mu phi_{k-1}. Obar^T 1 = 0, so the
// last term of the matrix changes no step; it keeps the constant direction well away from the small eigenvalues.
class Spring final : public Optimizer {
 public:
  explicit Spring(const Settings& settings)
      : schedule_(settings),
        momentum_(settings.real("momentum")),
        damping_(settings.real("damping")),
        relative_damping_(settings.real("relative_damping")),
        norm_constraint_(settings.real("norm_constraint")) {}

  StepNeeds needs(std::size_t) const override { return {.products = true, .walker_matrix = true}; }

  StepReport step(TrainingStep& step, std::span<double> update) override {
    const std::size_t walkers = step.walkers(), parameters = step.parameters();
    prepare_memory(direction_, parameters, "spring");
    const double gradient = gradient_norm(step, product_);
    weights_.resize(walkers);
    step.multiply(direction_, weights_);
    const auto residuals = step.residuals();
    for (std::size_t b = 0; b < walkers; ++b) weights_[b] = -residuals[b] - momentum_ * weights_[b];
    solve_for_walkers(step, damping(step), 1, "spring", matrix_, weights_);
    step.multiply_transposed(weights_, product_);
    for (std::size_t p = 0; p < parameters; ++p) direction_[p] = product_[p] + momentum_ * direction_[p];
    const double rate = scale_direction(direction_, schedule_(steps_), norm_constraint_, update);
    ++steps_;
    return {.learning_rate = rate, .gradient_norm = gradient};
  }

  State state() const override { return {{"steps", {steps_}}, {"direction", direction_}}; }

  void restore(const State& state, std::size_t parameters) override {
    steps_ = saved_steps(state, "spring", {"direction"}, parameters);
    direction_ = state.at("direction");
  }

 private:
  // What is a matter of noise in the equations Obar delta = -e, and so of the damping, falls with e: near an eigenstate
  // directions of small eigenvalues can be told from noise that were hidden in it before.
  double damping(TrainingStep& step) const {
    double variance = 0;
    for (const double e : step.residuals()) variance += e * e;
    const double relative = variance / (step.energy() * step.energy());
    if (relative_damping_ == 0 || !(relative_damping_ * relative < damping_)) return damping_;
    return std::max(relative_damping_ * relative, least_damping);
  }

  static constexpr double least_damping = 1e-8;  // well above the rounding of the matrix

  Schedule schedule_;
  double momentum_, damping_, relative_damping_, norm_constraint_;
  double steps_ = 0;
  std::vector<double> direction_, matrix_, weights_, product_;
};

}  // namespace

void register_spring(Registry& registry) {
  Metadata metadata{.name = "spring",
                    .summary =
                        "the natural gradient from the matrix of walkers, with the last direction kept where the "
                        "walkers of this step say nothing against it",
                    .source = "Goldshlager, Abrahamsen and Lin, J. Comput. Phys. 516, 113351 (2024)",
                    .options = Schedule::options(0.1, "inverse-time", 200)};
  metadata.options.push_back(kept_option("momentum", 0.95, "mu, what is kept of the last direction"));
  for (auto& option : natural_options(1e-3, 0.1)) metadata.options.push_back(std::move(option));
  metadata.options.push_back({.name = "relative_damping",
                              .fallback = 5.0,
                              .summary =
                                  "lambda falls below the damping to so many times variance/energy^2 as the wave "
                                  "function comes near an eigenstate; 0 keeps it",
                              .lower = 0});
  registry.add<Optimizer>(std::move(metadata),
                          [](const Settings& settings) { return std::make_unique<Spring>(settings); });
}

}  // namespace kato
