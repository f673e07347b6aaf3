// SPDX-License-Identifier: Apache-2.0
#include "optimize/kronecker.hpp"
#include "optimize/memory.hpp"
#include "optimize/natural.hpp"
#include "optimize/rescaling.hpp"

namespace kato {
namespace {

// Delta = -(S + lambda)^{-1} g/2 from the Kronecker factors; then the step alpha Delta + mu delta_last that minimises
// the quadratic model of B + 4 lambda, B the Fisher matrix 4 S (not its factors), the quasi-Hessian or the VMC metric.
class QnKfac final : public Optimizer {
 public:
  explicit QnKfac(const Settings& settings)
      : metric_(settings, "qn-kfac"),
        rescaling_(settings, "qn-kfac"),
        curvature_(curvature_named(settings.text("model"))) {}

  StepNeeds needs(std::size_t) const override {
    const bool mixed = curvature_ == Curvature::vmc;
    return {.products = !mixed, .layers = true, .mixed = mixed};
  }

  StepReport step(TrainingStep& step, std::span<double> update) override {
    const auto gradient = step.gradient();
    const double length = finite_norm(gradient, "qn-kfac"), damping = rescaling_.damping();
    metric_.update(step, damping);
    std::vector<double> direction(update.size());
    metric_.solve(gradient, direction);
    for (double& v : direction) v *= -0.5;
    require_finite(direction, "qn-kfac");
    const double rate = rescaling_(step, curvature_, 4 * damping, direction, update);
    return {.learning_rate = rate, .gradient_norm = length};
  }

  State state() const override {
    State state;
    metric_.save(state);
    rescaling_.save(state);
    return state;
  }

  void restore(const State& state, std::size_t parameters) override {
    const double steps = saved_steps(state, "qn-kfac", {"diagonal", "last_update"}, parameters,
                                     {"factors", "inverses", "inverse_damping", "damping"});
    metric_.restore(state, steps);
    rescaling_.restore(state, steps);
  }

 private:
  KroneckerMetric metric_;
  Rescaling rescaling_;
  Curvature curvature_;
};

}  // namespace

void register_qn_kfac(Registry& registry) {
  Metadata metadata{.name = "qn-kfac",
                    .summary = "kfac, rescaled and with momentum by the minimum of a quadratic model of the energy",
                    .source = "Drissi et al., arXiv:2401.17550; Martens and Grosse, arXiv:1503.05671, section 7",
                    .options = Rescaling::options(0.1)};
  metadata.options.push_back({.name = "model",
                              .fallback = std::string("fisher"),
                              .summary = "the curvature of the quadratic model: the Fisher matrix, the energy's "
                                         "Hessian without second derivatives, or the metric of the VMC scoring rule",
                              .choices = {"fisher", "quasi-hessian", "vmc"}});
  for (auto& option : KroneckerMetric::options()) metadata.options.push_back(std::move(option));
  registry.add<Optimizer>(std::move(metadata),
                          [](const Settings& settings) { return std::make_unique<QnKfac>(settings); });
}

}  // namespace kato
