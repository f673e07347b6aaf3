// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "optimize/steps.hpp"

namespace kato {
namespace {

TEST(RmsProp, two_different_gradients_give_the_step_of_the_formula) {
  const auto optimizer =
      make_optimizer("rmsprop", {{"learning_rate", 0.1}, {"smoothing", 0.75}, {"epsilon", 0.5}, {"momentum", 0.5}});
  auto one = random_step(10, 3, 151), two = random_step(10, 3, 155);
  std::vector<double> first(3), second(3);
  optimizer->step(one, first);
  optimizer->step(two, second);
  for (std::size_t p = 0; p < 3; ++p) {
    const double g = one.gradient()[p], h = two.gradient()[p];
    const double u = g / (std::sqrt(0.25 * g * g) + 0.5), v = h / (std::sqrt(0.1875 * g * g + 0.25 * h * h) + 0.5);
    EXPECT_NEAR(first[p], -0.1 * u, 1e-14);
    EXPECT_NEAR(second[p], -0.1 * (0.5 * u + v), 1e-14);
  }
  EXPECT_EQ(one.jacobians, 0);
}

}  // namespace
}  // namespace kato
