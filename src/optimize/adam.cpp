// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "optimize/memory.hpp"
#include "optimize/optimizer.hpp"
#include "optimize/schedule.hpp"

namespace kato {
namespace {

// m <- b1 m + (1 - b1) g, v <- b2 v + (1 - b2) g^2, theta -= rate M/(sqrt(V) + eps) with the moments' biases taken off:
// M = m/(1 - b1^t), V = v/(1 - b2^t).
class Adam final : public Optimizer {
 public:
  explicit Adam(const Settings& settings)
      : schedule_(settings),
        beta1_(settings.real("beta1")),
        beta2_(settings.real("beta2")),
        epsilon_(settings.real("epsilon")) {}

  StepReport step(TrainingStep& step, std::span<double> update) override {
    prepare_memory(first_, step.parameters(), "adam");
    prepare_memory(second_, step.parameters(), "adam");
    const auto gradient = step.gradient();
    const double rate = schedule_(steps_);
    ++steps_;
    const double first_bias = 1 - std::pow(beta1_, steps_), second_bias = 1 - std::pow(beta2_, steps_);
    for (std::size_t p = 0; p < update.size(); ++p) {
      first_[p] = beta1_ * first_[p] + (1 - beta1_) * gradient[p];
      second_[p] = beta2_ * second_[p] + (1 - beta2_) * gradient[p] * gradient[p];
      update[p] = -rate * (first_[p] / first_bias) / (std::sqrt(second_[p] / second_bias) + epsilon_);
    }
    return {.learning_rate = rate, .gradient_norm = norm(gradient)};
  }

  State state() const override { return {{"steps", {steps_}}, {"first_moment", first_}, {"second_moment", second_}}; }

  void restore(const State& state, std::size_t parameters) override {
    steps_ = saved_steps(state, "adam", {"first_moment", "second_moment"}, parameters);
    first_ = state.at("first_moment");
    second_ = state.at("second_moment");
  }

 private:
  Schedule schedule_;
  double beta1_, beta2_, epsilon_;
  double steps_ = 0;
  std::vector<double> first_, second_;
};

}  // namespace

void register_adam(Registry& registry) {
  Metadata metadata{.name = "adam",
                    .summary = "gradient descent scaled by running moments of each parameter's gradient",
                    .source = "Kingma and Ba, arXiv:1412.6980, Algorithm 1",
                    .options = Schedule::options(1e-3, "constant", 1000)};
  metadata.options.push_back({.name = "beta1",
                              .fallback = 0.9,
                              .summary = "what is kept of the mean gradient in a step",
                              .lower = 0,
                              .upper = 1,
                              .upper_open = true});
  metadata.options.push_back({.name = "beta2",
                              .fallback = 0.999,
                              .summary = "what is kept of the mean squared gradient in a step",
                              .lower = 0,
                              .upper = 1,
                              .upper_open = true});
  metadata.options.push_back({.name = "epsilon",
                              .fallback = 1e-8,
                              .summary = "added to the root of the mean squared gradient",
                              .lower = 0,
                              .lower_open = true});
  registry.add<Optimizer>(std::move(metadata),
                          [](const Settings& settings) { return std::make_unique<Adam>(settings); });
}

}  // namespace kato
