// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/error.hpp"
#include "linalg/cholesky.hpp"
#include "optimize/memory.hpp"
#include "optimize/natural.hpp"
#include "optimize/schedule.hpp"

namespace kato {
namespace {

constexpr std::size_t most_parameters = 6000;  // S then takes 288 MB

// solver = "auto" forms S of so many parameters at most: beyond, that costs more than 100 products.
constexpr std::size_t most_for_automatic_cholesky = 3000;

// (S + lambda) delta = -Obar^T e = -g/2 with S = Obar^T Obar: by Cholesky on the P x P matrix, or by conjugate
// gradients on products with Obar, from the last step's delta.
class Sr final : public Optimizer {
 public:
  explicit Sr(const Settings& settings)
      : schedule_(settings),
        damping_(settings.real("damping")),
        norm_constraint_(settings.real("norm_constraint")),
        solver_(settings.text("solver")),
        tolerance_(settings.real("tolerance")),
        iterations_(static_cast<int>(settings.integer("iterations"))) {}

  void check(std::size_t parameters) const override {
    require(solver_ != "cholesky" || parameters <= most_parameters,
            fmt::format("sr: {} parameters make too large a matrix for Cholesky (at most {}); use solver = \"cg\", or "
                        "kind = \"minsr\", which takes the same step from a matrix of walkers",
                        parameters, most_parameters));
  }

  StepNeeds needs(std::size_t parameters) const override {
    return {.products = true, .parameter_matrix = uses_matrix(parameters)};
  }

  StepReport step(TrainingStep& step, std::span<double> update) override {
    const std::size_t parameters = step.parameters();
    check(parameters);
    prepare_memory(direction_, parameters, "sr");
    const double gradient = gradient_norm(step, solution_);
    for (double& v : solution_) v = -v;
    if (uses_matrix(parameters))
      solve_with_matrix(step);
    else
      solve_by_products(step);
    std::swap(direction_, solution_);
    const double rate = scale_direction(direction_, schedule_(steps_), norm_constraint_, update);
    ++steps_;
    return {.learning_rate = rate, .gradient_norm = gradient};
  }

  State state() const override { return {{"steps", {steps_}}, {"direction", direction_}}; }
  void restore(const State& state, std::size_t parameters) override {
    steps_ = saved_steps(state, "sr", {"direction"}, parameters);
    direction_ = state.at("direction");
  }

 private:
  bool uses_matrix(std::size_t parameters) const {
    return solver_ == "cholesky" || (solver_ == "auto" && parameters <= most_for_automatic_cholesky);
  }

  void solve_with_matrix(TrainingStep& step) {
    const std::size_t parameters = solution_.size();
    metric_.resize(parameters * parameters);
    step.metric(metric_);
    for (std::size_t p = 0; p < parameters; ++p) metric_[p * parameters + p] += damping_;
    if (!cholesky_over_ranks(metric_, parameters, step.threads())) refuse_metric("sr");
    cholesky_solve(metric_, parameters, solution_);
  }

  void solve_by_products(TrainingStep& step) {
    start_ = direction_;
    solve_with_products(step, damping_, solution_, start_, tolerance_, iterations_);
    require_finite(start_, "sr");
    std::swap(start_, solution_);
  }

  Schedule schedule_;
  double damping_, norm_constraint_;
  std::string solver_;
  double tolerance_;
  int iterations_;
  double steps_ = 0;
  std::vector<double> direction_, solution_, start_, metric_;
};

}  // namespace

void register_sr(Registry& registry) {
  Metadata metadata{.name = "sr",
                    .summary =
                        "stochastic reconfiguration: the natural gradient, by Cholesky on the matrix of "
                        "parameters or by conjugate gradients without it",
                    .source = "Sorella, Phys. Rev. Lett. 80, 4558 (1998); Amari, Neural Comput. 10, 251 (1998)",
                    .options = Schedule::options(0.1, "inverse-time", 200)};
  for (auto& option : natural_options(1e-3, 0.1)) metadata.options.push_back(std::move(option));
  metadata.options.push_back({.name = "solver",
                              .fallback = std::string("auto"),
                              .summary = fmt::format("cholesky takes at most {} parameters; cg any number; auto is "
                                                     "cholesky up to {}, then cg",
                                                     most_parameters, most_for_automatic_cholesky),
                              .choices = {"auto", "cholesky", "cg"}});
  for (auto& option : iteration_options(1e-4, 100)) metadata.options.push_back(std::move(option));
  registry.add<Optimizer>(std::move(metadata), [](const Settings& settings) { return std::make_unique<Sr>(settings); });
}

}  // namespace kato
