// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <stdexcept>

#include "base/error.hpp"
#include "linalg/cholesky.hpp"
#include "linalg/gram.hpp"
#include "optimize/memory.hpp"
#include "optimize/natural.hpp"
#include "optimize/schedule.hpp"

namespace kato {
namespace {

constexpr std::size_t most_parameters = 6000;  // S then takes 288 MB

// (S + lambda) delta = -Obar^T e = -g/2 with S = Obar^T Obar, by Cholesky on the P x P matrix.
class Sr final : public Optimizer {
 public:
  explicit Sr(const Settings& settings)
      : schedule_(settings), damping_(settings.real("damping")), norm_constraint_(settings.real("norm_constraint")) {}

  void check(std::size_t parameters) const override {
    require(parameters <= most_parameters,
            fmt::format("sr: {} parameters make too large a matrix (at most {}); use kind = \"minsr\", which takes the "
                        "same step from a matrix of walkers",
                        parameters, most_parameters));
  }

  StepReport step(TrainingStep& step, std::span<double> update) override {
    const std::size_t parameters = step.parameters();
    check(parameters);
    const double gradient = gradient_norm(step, direction_);
    metric_.resize(parameters * parameters);
    column_gram(step.jacobian(), step.walkers(), parameters, metric_, step.threads());
    for (std::size_t p = 0; p < parameters; ++p) {
      metric_[p * parameters + p] += damping_;
      direction_[p] = -direction_[p];
    }
    if (!cholesky(metric_, parameters))
      throw std::runtime_error(
          "sr: the metric is not positive definite (rounding or numbers that are not finite); raise damping");
    cholesky_solve(metric_, parameters, direction_);
    const double rate = scale_direction(direction_, schedule_(steps_), norm_constraint_, update);
    ++steps_;
    return {.learning_rate = rate, .gradient_norm = gradient};
  }

  State state() const override { return {{"steps", {steps_}}}; }
  void restore(const State& state, std::size_t parameters) override {
    steps_ = saved_steps(state, "sr", {}, parameters);
  }

 private:
  Schedule schedule_;
  double damping_, norm_constraint_;
  double steps_ = 0;
  std::vector<double> metric_, direction_;
};

}  // namespace

void register_sr(Registry& registry) {
  Metadata metadata{
      .name = "sr",
      .summary = fmt::format("stochastic reconfiguration: the natural gradient from the matrix of parameters, for at "
                             "most {} of them",
                             most_parameters),
      .source = "Sorella, Phys. Rev. Lett. 80, 4558 (1998); Amari, Neural Comput. 10, 251 (1998)",
      .options = Schedule::options(0.1, "inverse-time", 200)};
  for (auto& option : natural_options(1e-3, 0.1)) metadata.options.push_back(std::move(option));
  registry.add<Optimizer>(std::move(metadata), [](const Settings& settings) { return std::make_unique<Sr>(settings); });
}

}  // namespace kato
