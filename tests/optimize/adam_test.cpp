// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "optimize/steps.hpp"

namespace kato {
namespace {

TEST(Adam, a_first_step_and_repeated_gradients_move_by_the_learning_rate) {
  const auto optimizer = make_optimizer("adam", {{"learning_rate", 0.1}});
  auto step = random_step(10, 3, 121);
  std::vector<double> update(3);
  for (int t = 0; t < 4; ++t) {
    optimizer->step(step, update);
    for (std::size_t p = 0; p < 3; ++p) {
      const double g = step.gradient()[p];
      EXPECT_NEAR(update[p], -0.1 * g / (std::abs(g) + 1e-8), 1e-14);
    }
  }
  EXPECT_EQ(step.jacobians, 0);
}

TEST(Adam, two_different_gradients_give_the_step_of_the_formula) {
  const auto optimizer = make_optimizer("adam", {{"learning_rate", 0.1}, {"beta1", 0.5}, {"beta2", 0.75}});
  auto one = random_step(10, 2, 122), two = random_step(10, 2, 124);
  std::vector<double> update(2);
  optimizer->step(one, update);
  optimizer->step(two, update);
  for (std::size_t p = 0; p < 2; ++p) {
    const double g = one.gradient()[p], h = two.gradient()[p];
    const double first = (0.25 * g + 0.5 * h) / 0.75, second = (0.1875 * g * g + 0.25 * h * h) / 0.4375;
    EXPECT_NEAR(update[p], -0.1 * first / std::sqrt(second), 1e-8);
  }
}

}  // namespace
}  // namespace kato
