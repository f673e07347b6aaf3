// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "optimize/memory.hpp"
#include "optimize/optimizer.hpp"
#include "optimize/schedule.hpp"

namespace kato {
namespace {

// s <- a s + (1 - a) g^2, v <- momentum v - g/(sqrt(s) + epsilon), theta += rate v. s starts at zero and its bias is
// kept, as usual: the first steps are up to 1/sqrt(1 - a) times longer.
class RmsProp final : public Optimizer {
 public:
  explicit RmsProp(const Settings& settings)
      : schedule_(settings),
        smoothing_(settings.real("smoothing")),
        epsilon_(settings.real("epsilon")),
        momentum_(settings.real("momentum")) {}

  StepReport step(TrainingStep& step, std::span<double> update) override {
    prepare_memory(square_, step.parameters(), "rmsprop");
    prepare_memory(velocity_, step.parameters(), "rmsprop");
    const auto gradient = step.gradient();
    const double length = finite_norm(gradient, "rmsprop"), rate = schedule_(steps_);
    for (std::size_t p = 0; p < update.size(); ++p) {
      square_[p] = smoothing_ * square_[p] + (1 - smoothing_) * gradient[p] * gradient[p];
      velocity_[p] = momentum_ * velocity_[p] - gradient[p] / (std::sqrt(square_[p]) + epsilon_);
      update[p] = rate * velocity_[p];
    }
    ++steps_;
    return {.learning_rate = rate, .gradient_norm = length};
  }

  State state() const override { return {{"steps", {steps_}}, {"mean_square", square_}, {"velocity", velocity_}}; }

  void restore(const State& state, std::size_t parameters) override {
    steps_ = saved_steps(state, "rmsprop", {"mean_square", "velocity"}, parameters);
    square_ = state.at("mean_square");
    velocity_ = state.at("velocity");
  }

 private:
  Schedule schedule_;
  double smoothing_, epsilon_, momentum_;
  double steps_ = 0;
  std::vector<double> square_, velocity_;
};

}  // namespace

void register_rmsprop(Registry& registry) {
  Metadata metadata{.name = "rmsprop",
                    .summary = "gradient descent scaled by the running mean square of each parameter's gradient",
                    .source = "Tieleman and Hinton, Neural Networks for Machine Learning, lecture 6.5 (2012)",
                    .options = Schedule::options(1e-3, "constant", 1000)};
  metadata.options.push_back(kept_option("smoothing", 0.9, "what is kept of the mean squared gradient in a step"));
  metadata.options.push_back(epsilon_option());
  metadata.options.push_back(kept_option("momentum", 0.0, "what is kept of the last step's velocity"));
  registry.add<Optimizer>(std::move(metadata),
                          [](const Settings& settings) { return std::make_unique<RmsProp>(settings); });
}

}  // namespace kato
