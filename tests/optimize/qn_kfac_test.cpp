// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "optimize/curvature.hpp"
#include "optimize/memory.hpp"
#include "optimize/steps.hpp"

namespace kato {
namespace {

TEST(QnKfac, the_first_step_is_that_of_kfac_scaled_to_the_minimum_of_its_model) {
  const Oscillator oscillator;
  const double damping = 0.01;
  const std::pair<std::string, Value> unbounded{"norm_constraint", 0.0}, damped{"damping", damping};
  std::vector<std::vector<double>> updates;
  for (const std::string model : {"fisher", "quasi-hessian", "vmc"}) {
    auto step = oscillator.step(oscillator.start());
    std::vector<double> kfac(4), update(4), none(4, 0.0);
    make_optimizer("kfac", {unbounded, damped, {"learning_rate", 1.0}})->step(step, kfac);
    make_optimizer("qn-kfac", {unbounded, damped, {"model", model}})->step(step, update);
    const auto m = plane_model(curvature_named(model), step, 4 * damping, kfac, none);
    for (std::size_t p = 0; p < 4; ++p) EXPECT_NEAR(update[p], -m.gu / m.uu * kfac[p], 1e-13) << model;
    updates.push_back(update);
  }
  EXPECT_GT(std::abs(updates[0][0] - updates[1][0]), 1e-3);
  EXPECT_GT(std::abs(updates[0][0] - updates[2][0]), 1e-3);
  EXPECT_GT(std::abs(updates[1][0] - updates[2][0]), 1e-3);
}

TEST(QnKfac, true_energies_are_asked_for_every_fifth_step_only) {
  const Oscillator oscillator;
  const auto optimizer = make_optimizer("qn-kfac");
  auto theta = oscillator.start();
  std::vector<double> update(4);
  for (int t = 1; t <= 10; ++t) {
    auto step = oscillator.step(theta);
    optimizer->step(step, update);
    EXPECT_EQ(step.energies_after, t % 5 == 0 ? 1 : 0) << t;
    for (std::size_t p = 0; p < 4; ++p) theta[p] += update[p];
  }
  EXPECT_NE(optimizer->state().at("damping")[0], 1e-3);
}

}  // namespace
}  // namespace kato
