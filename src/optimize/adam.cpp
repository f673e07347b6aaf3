// SPDX-License-Identifier: Apache-2.0
#include "optimize/adam_moments.hpp"
#include "optimize/memory.hpp"
#include "optimize/optimizer.hpp"
#include "optimize/schedule.hpp"

namespace kato {
namespace {

class Adam final : public Optimizer {
 public:
  explicit Adam(const Settings& settings)
      : schedule_(settings), constants_{settings.real("beta1"), settings.real("beta2"), settings.real("epsilon")} {}

  StepReport step(TrainingStep& step, std::span<double> update) override {
    prepare_memory(moments_.first, step.parameters(), "adam");
    prepare_memory(moments_.second, step.parameters(), "adam");
    const auto gradient = step.gradient();
    const double length = finite_norm(gradient, "adam"), rate = schedule_(moments_.steps);
    moments_.step(gradient, rate, constants_, update);
    return {.learning_rate = rate, .gradient_norm = length};
  }

  State state() const override {
    return {{"steps", {moments_.steps}}, {"first_moment", moments_.first}, {"second_moment", moments_.second}};
  }

  void restore(const State& state, std::size_t parameters) override {
    moments_.steps = saved_steps(state, "adam", {"first_moment", "second_moment"}, parameters);
    moments_.first = state.at("first_moment");
    moments_.second = state.at("second_moment");
  }

 private:
  Schedule schedule_;
  AdamConstants constants_;
  AdamMoments moments_;
};

}  // namespace

void register_adam(Registry& registry) {
  Metadata metadata{.name = "adam",
                    .summary = "gradient descent scaled by running moments of each parameter's gradient",
                    .source = "Kingma and Ba, arXiv:1412.6980, Algorithm 1",
                    .options = Schedule::options(1e-3, "constant", 1000)};
  metadata.options.push_back(kept_option("beta1", 0.9, "what is kept of the mean gradient in a step"));
  metadata.options.push_back(kept_option("beta2", 0.999, "what is kept of the mean squared gradient in a step"));
  metadata.options.push_back(epsilon_option());
  registry.add<Optimizer>(std::move(metadata),
                          [](const Settings& settings) { return std::make_unique<Adam>(settings); });
}

}  // namespace kato
