// SPDX-License-Identifier: Apache-2.0
#include "optimize/adam_moments.hpp"

#include <gtest/gtest.h>

namespace kato {
namespace {

TEST(AdamMoments, without_memory_a_step_goes_one_rate_against_the_sign) {
  AdamMoments moments{.first = {0, 0}, .second = {0, 0}};
  std::vector<double> update(2);
  moments.step(std::vector<double>{3, -0.5}, 0.25, {.beta1 = 0, .beta2 = 0, .epsilon = 1e-300}, update);
  EXPECT_EQ(update, (std::vector<double>{-0.25, 0.25}));
  EXPECT_EQ(moments.steps, 1);
}

}  // namespace
}  // namespace kato
