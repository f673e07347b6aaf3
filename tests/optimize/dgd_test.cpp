// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "optimize/memory.hpp"
#include "optimize/steps.hpp"

namespace kato {
namespace {

TEST(Dgd, the_first_step_solves_the_equations_of_the_mixed_derivatives) {
  const double damping = 0.05;
  auto step = random_step(40, 12, 221);
  std::vector<double> update(12), product(12);
  make_optimizer("dgd", {{"damping", damping}, {"norm_constraint", 0.0}, {"tolerance", 1e-13}})->step(step, update);
  step.multiply_mixed(update, product);
  for (std::size_t p = 0; p < 12; ++p)
    EXPECT_NEAR(product[p] + damping * update[p], -step.gradient()[p], 1e-11 * norm(step.gradient()));
  EXPECT_EQ(step.jacobians, 0);
}

TEST(Dgd, iterations_that_are_too_few_are_made_up_for_by_later_steps) {
  // At the same walkers again and again: the solution goes on where the last step ended.
  const std::vector<std::pair<std::string, Value>> plain{{"schedule", std::string("constant")},
                                                         {"damping", 0.05},
                                                         {"norm_constraint", 0.0},
                                                         {"damping_interval", std::int64_t{0}}};
  auto few = plain;
  few.emplace_back("iterations", std::int64_t{2});
  auto step = random_step(40, 12, 221);
  std::vector<double> exact(12), update(12);
  make_optimizer("dgd", plain)->step(step, exact);
  const auto optimizer = make_optimizer("dgd", few);
  std::vector<double> errors;
  for (int t = 0; t < 40; ++t) {
    optimizer->step(step, update);
    double sum = 0;
    for (std::size_t p = 0; p < 12; ++p) sum += (update[p] - exact[p]) * (update[p] - exact[p]);
    errors.push_back(std::sqrt(sum) / norm(exact));
  }
  EXPECT_GT(errors.front(), 0.05);
  EXPECT_LT(errors.back(), 0.1 * errors.front());
}

}  // namespace
}  // namespace kato
