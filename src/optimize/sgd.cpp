// SPDX-License-Identifier: Apache-2.0
#include "optimize/memory.hpp"
#include "optimize/optimizer.hpp"
#include "optimize/schedule.hpp"

namespace kato {
namespace {

// v <- momentum v - g, theta += rate v.
class Sgd final : public Optimizer {
 public:
  explicit Sgd(const Settings& settings) : schedule_(settings), momentum_(settings.real("momentum")) {}

  StepReport step(TrainingStep& step, std::span<double> update) override {
    prepare_memory(velocity_, step.parameters(), "sgd");
    const auto gradient = step.gradient();
    const double length = finite_norm(gradient, "sgd"), rate = schedule_(steps_);
    for (std::size_t p = 0; p < update.size(); ++p) {
      velocity_[p] = momentum_ * velocity_[p] - gradient[p];
      update[p] = rate * velocity_[p];
    }
    ++steps_;
    return {.learning_rate = rate, .gradient_norm = length};
  }

  State state() const override { return {{"steps", {steps_}}, {"velocity", velocity_}}; }

  void restore(const State& state, std::size_t parameters) override {
    steps_ = saved_steps(state, "sgd", {"velocity"}, parameters);
    velocity_ = state.at("velocity");
  }

 private:
  Schedule schedule_;
  double momentum_;
  double steps_ = 0;
  std::vector<double> velocity_;
};

}  // namespace

void register_sgd(Registry& registry) {
  Metadata metadata{.name = "sgd",
                    .summary = "gradient descent with momentum: v <- m v - g, theta += rate v",
                    .source = "Polyak, USSR Comput. Math. Math. Phys. 4, 1 (1964)",
                    .options = Schedule::options(0.01, "inverse-time", 1000)};
  metadata.options.push_back(kept_option("momentum", 0.9, "what is kept of the last step's velocity"));
  registry.add<Optimizer>(std::move(metadata),
                          [](const Settings& settings) { return std::make_unique<Sgd>(settings); });
}

}  // namespace kato
