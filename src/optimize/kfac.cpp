// SPDX-License-Identifier: Apache-2.0
#include "optimize/kronecker.hpp"
#include "optimize/memory.hpp"
#include "optimize/natural.hpp"
#include "optimize/schedule.hpp"

namespace kato {
namespace {

// delta = -(S + lambda)^{-1} g/2 with S in Kronecker factors: see KroneckerMetric.
class Kfac final : public Optimizer {
 public:
  explicit Kfac(const Settings& settings)
      : schedule_(settings),
        metric_(settings, "kfac"),
        damping_(settings.real("damping")),
        norm_constraint_(settings.real("norm_constraint")) {}

  StepNeeds needs(std::size_t) const override { return {.layers = true}; }

  StepReport step(TrainingStep& step, std::span<double> update) override {
    const auto gradient = step.gradient();
    const double length = finite_norm(gradient, "kfac");
    metric_.update(step, damping_);
    std::vector<double> direction(update.size());
    metric_.solve(gradient, direction);
    for (double& v : direction) v *= -0.5;
    require_finite(direction, "kfac");
    const double rate = scale_direction(direction, schedule_(steps_), norm_constraint_, update);
    ++steps_;
    return {.learning_rate = rate, .gradient_norm = length};
  }

  State state() const override {
    State state{{"steps", {steps_}}};
    metric_.save(state);
    return state;
  }

  void restore(const State& state, std::size_t parameters) override {
    steps_ = saved_steps(state, "kfac", {"diagonal"}, parameters, {"factors", "inverses", "inverse_damping"});
    metric_.restore(state, steps_);
  }

 private:
  Schedule schedule_;
  KroneckerMetric metric_;
  double damping_, norm_constraint_;
  double steps_ = 0;
};

}  // namespace

void register_kfac(Registry& registry) {
  Metadata metadata{.name = "kfac",
                    .summary =
                        "the natural gradient with Kronecker factors of each linear layer in place of the "
                        "matrix of parameters",
                    .source = "Martens and Grosse, arXiv:1503.05671; Pfau et al., Phys. Rev. Res. 2, 033429 (2020)",
                    .options = Schedule::options(0.3, "inverse-time", 50)};
  for (auto& option : natural_options(1e-2, 0.1)) metadata.options.push_back(std::move(option));
  for (auto& option : KroneckerMetric::options()) metadata.options.push_back(std::move(option));
  registry.add<Optimizer>(std::move(metadata),
                          [](const Settings& settings) { return std::make_unique<Kfac>(settings); });
}

}  // namespace kato
