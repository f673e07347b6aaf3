// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "optimize/steps.hpp"

namespace kato {
namespace {

TEST(Sgd, velocity_adds_up_what_is_kept_of_past_gradients) {
  const auto optimizer =
      make_optimizer("sgd", {{"learning_rate", 0.1}, {"schedule", std::string("constant")}, {"momentum", 0.5}});
  auto step = random_step(10, 3, 111);
  std::vector<double> update(3);
  for (const double sum : {1.0, 1.5, 1.75}) {
    optimizer->step(step, update);
    for (std::size_t p = 0; p < 3; ++p) EXPECT_NEAR(update[p], -0.1 * sum * step.gradient()[p], 1e-14);
  }
  EXPECT_EQ(step.jacobians, 0);
}

}  // namespace
}  // namespace kato
