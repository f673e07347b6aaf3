// SPDX-License-Identifier: Apache-2.0
#include "optimize/rescaling.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/error.hpp"
#include "optimize/memory.hpp"
#include "optimize/steps.hpp"

namespace kato {
namespace {

Rescaling rescaling(const std::vector<std::pair<std::string, Value>>& changes = {}) {
  Settings settings;
  for (const auto& option : Rescaling::options(0.01)) settings.set(option.name, option.fallback);
  settings.set("schedule", std::string("constant"));
  settings.set("least_damping", 1e-6);
  for (const auto& [name, value] : changes) settings.set(name, value);
  return {settings, "qn-kfac"};
}

const std::pair<std::string, Value> unbounded{"norm_constraint", 0.0};

TEST(Rescaling, the_second_step_minimises_the_model_in_both_directions) {
  auto step = random_step(20, 4, 171);
  auto rescale = rescaling({unbounded});
  const auto u = normal_numbers(4, 175), v = normal_numbers(4, 176);
  std::vector<double> first(4), second(4);
  rescale(step, Curvature::fisher, 0.1, u, first);
  const double alpha = first[0] / u[0];
  for (std::size_t p = 0; p < 4; ++p) EXPECT_NEAR(first[p], alpha * u[p], 1e-14);
  rescale(step, Curvature::fisher, 0.1, v, second);
  // At the minimum the slope of the model, g + B delta, is perpendicular to both directions.
  const auto model_slope = [&](const std::vector<double>& delta, const std::vector<double>& along) {
    const auto m = plane_model(Curvature::fisher, step, 0.1, delta, along);
    return m.gv + m.uv;
  };
  EXPECT_NEAR(model_slope(first, u), 0, 1e-12);
  EXPECT_NEAR(model_slope(second, v), 0, 1e-12);
  EXPECT_NEAR(model_slope(second, first), 0, 1e-12);
}

TEST(Rescaling, no_step_is_longer_than_the_norm_constraint_allows) {
  auto step = random_step(20, 4, 172);
  const auto u = normal_numbers(4, 175);
  std::vector<double> free(4), bounded(4);
  rescaling({unbounded})(step, Curvature::fisher, 0, u, free);
  ASSERT_GT(norm(free), 0.01);
  rescaling({{"norm_constraint", 1e-4}})(step, Curvature::fisher, 0, u, bounded);
  for (std::size_t p = 0; p < 4; ++p) EXPECT_NEAR(bounded[p], 0.01 / norm(free) * free[p], 1e-14);
}

// The damping after five steps, the energy changing each time by `ratio` times what the model predicts.
double damping_after_five(double ratio, const std::vector<std::pair<std::string, Value>>& changes = {},
                          double trust = 1) {
  auto rescale = rescaling(changes);
  const double ridge = 0.3;
  auto step = random_step(30, 4, 173);
  step.shortened = trust;
  step.extras.energy_after = [&](std::span<const double> update) {
    const std::vector<double> none(4, 0.0);
    const auto m = plane_model(Curvature::fisher, step, ridge, update, none);
    return step.energy() + ratio * (m.gu + 0.5 * m.uu);
  };
  std::vector<double> update(4), downhill(4);
  for (std::size_t p = 0; p < 4; ++p) downhill[p] = -step.gradient()[p];
  for (int t = 0; t < 5; ++t) rescale(step, Curvature::fisher, ridge, downhill, update);
  return rescale.damping();
}

TEST(Rescaling, the_damping_follows_the_ratio_of_true_to_predicted_decrease) {
  const double factor = std::pow(0.95, 5);
  for (const std::pair<std::string, Value>& bound : {unbounded, {"norm_constraint", 1e-4}}) {
    EXPECT_DOUBLE_EQ(damping_after_five(1, {bound}), 0.01 * factor);
    EXPECT_DOUBLE_EQ(damping_after_five(0.76, {bound}), 0.01 * factor);
    EXPECT_DOUBLE_EQ(damping_after_five(0.74, {bound}), 0.01);
    EXPECT_DOUBLE_EQ(damping_after_five(0.26, {bound}), 0.01);
    EXPECT_DOUBLE_EQ(damping_after_five(0.24, {bound}), 0.01 / factor);
    EXPECT_DOUBLE_EQ(damping_after_five(-1, {bound}), 0.01 / factor);
  }
  EXPECT_DOUBLE_EQ(damping_after_five(std::nan("")), 0.01 / factor);
}

// After a roll back only a part of the update is taken: that part is remembered, and the damping is judged by it.
TEST(Rescaling, a_step_that_is_shortened_is_remembered_and_judged_as_it_was_taken) {
  const double factor = std::pow(0.95, 5);
  for (const double trust : {0.5, 0.125}) {
    EXPECT_DOUBLE_EQ(damping_after_five(0.76, {}, trust), 0.01 * factor);
    EXPECT_DOUBLE_EQ(damping_after_five(0.74, {}, trust), 0.01);
    EXPECT_DOUBLE_EQ(damping_after_five(0.26, {}, trust), 0.01);
    EXPECT_DOUBLE_EQ(damping_after_five(0.24, {}, trust), 0.01 / factor);
    auto step = random_step(20, 4, 172);
    step.shortened = trust;
    auto rescale = rescaling();
    std::vector<double> update(4);
    rescale(step, Curvature::fisher, 0.1, normal_numbers(4, 175), update);
    Optimizer::State state;
    rescale.save(state);
    for (std::size_t p = 0; p < 4; ++p) EXPECT_DOUBLE_EQ(state.at("last_update")[p], trust * update[p]);
  }
}

TEST(Rescaling, the_damping_stays_within_its_bounds_and_can_be_kept) {
  EXPECT_DOUBLE_EQ(damping_after_five(1, {{"least_damping", 0.009}}), 0.009);
  EXPECT_DOUBLE_EQ(damping_after_five(0, {{"most_damping", 0.011}}), 0.011);
  EXPECT_DOUBLE_EQ(damping_after_five(1, {{"damping_interval", std::int64_t{0}}}), 0.01);
  EXPECT_DOUBLE_EQ(damping_after_five(1, {{"damping_interval", std::int64_t{6}}}), 0.01);
  EXPECT_THROW(rescaling({{"damping", 100.0}}), Error);
}

TEST(Rescaling, a_quasi_hessian_that_is_not_convex_gives_way_to_the_fisher_matrix) {
  auto step = random_step(30, 4, 174);
  const std::vector<double> u = normal_numbers(4, 175), none(4, 0.0);
  const auto concave = [&] { return plane_model(Curvature::quasi_hessian, step, 0, u, none).uu < 0; };
  if (!concave())
    for (double& e : step.extras.energy_derivatives) e = -100 * e;
  if (!concave())
    for (double& e : step.extras.energy_derivatives) e = -e;
  ASSERT_TRUE(concave());
  std::vector<double> quasi(4), fisher(4);
  rescaling()(step, Curvature::quasi_hessian, 0.1, u, quasi);
  rescaling()(step, Curvature::fisher, 0.1, u, fisher);
  EXPECT_EQ(quasi, fisher);
}

}  // namespace
}  // namespace kato
