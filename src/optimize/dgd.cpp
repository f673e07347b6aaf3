// SPDX-License-Identifier: Apache-2.0
#include "linalg/conjugate_gradients.hpp"
#include "optimize/memory.hpp"
#include "optimize/natural.hpp"
#include "optimize/rescaling.hpp"

namespace kato {
namespace {

// (G + lambda) Delta = -g, with G = D^T D the metric of the VMC scoring rule, by conjugate gradients from the last
// Delta; then the step alpha Delta + mu delta_last that minimises the quadratic model of G + lambda.
class Dgd final : public Optimizer {
 public:
  explicit Dgd(const Settings& settings)
      : rescaling_(settings, "dgd"),
        tolerance_(settings.real("tolerance")),
        iterations_(static_cast<int>(settings.integer("iterations"))) {}

  StepNeeds needs(std::size_t) const override { return {.mixed = true}; }

  StepReport step(TrainingStep& step, std::span<double> update) override {
    prepare_memory(direction_, step.parameters(), "dgd");
    const auto gradient = step.gradient();
    const double length = finite_norm(gradient, "dgd"), damping = rescaling_.damping();
    std::vector<double> downhill(gradient.begin(), gradient.end()), solution = direction_;
    for (double& v : downhill) v = -v;
    const auto multiply = [&](std::span<const double> v, std::span<double> y) {
      step.multiply_mixed(v, y);
      for (std::size_t p = 0; p < y.size(); ++p) y[p] += damping * v[p];
    };
    solve_by_conjugate_gradients(multiply, downhill, solution, tolerance_, iterations_);
    require_finite(solution, "dgd");
    const double rate = rescaling_(step, Curvature::vmc, damping, solution, update);
    direction_ = std::move(solution);
    return {.learning_rate = rate, .gradient_norm = length};
  }

  State state() const override {
    State state{{"direction", direction_}};
    rescaling_.save(state);
    return state;
  }

  void restore(const State& state, std::size_t parameters) override {
    rescaling_.restore(state, saved_steps(state, "dgd", {"direction", "last_update"}, parameters, {"damping"}));
    direction_ = state.at("direction");
  }

 private:
  Rescaling rescaling_;
  double tolerance_;
  int iterations_;
  std::vector<double> direction_;
};

}  // namespace

void register_dgd(Registry& registry) {
  Metadata metadata{.name = "dgd",
                    .summary =
                        "decision gradient descent: the metric is that of the VMC scoring rule, the mixed "
                        "derivatives of ln|psi| in parameters and coordinates",
                    .source = "Drissi et al., arXiv:2401.17550",
                    .options = Rescaling::options(0.1)};
  for (auto& option : iteration_options(1e-6, 50)) metadata.options.push_back(std::move(option));
  registry.add<Optimizer>(std::move(metadata),
                          [](const Settings& settings) { return std::make_unique<Dgd>(settings); });
}

}  // namespace kato
