// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "optimize/memory.hpp"
#include "optimize/steps.hpp"

namespace kato {
namespace {

std::vector<double> update_of(const std::string& kind, GivenStep step,
                              const std::vector<std::pair<std::string, Value>>& changes) {
  std::vector<double> update(step.parameters());
  make_optimizer(kind, changes)->step(step, update);
  return update;
}

TEST(MinSr, it_takes_the_step_of_sr_at_the_same_damping_whatever_its_solver) {
  for (const auto& [walkers, parameters] : {std::pair{20, 300}, std::pair{300, 20}, std::pair{50, 50}}) {
    const auto step = random_step(walkers, parameters, 131);
    const auto other = update_of("minsr", step, {{"damping", 1e-3}, {"norm_constraint", 0.0}});
    for (const std::string solver : {"cholesky", "cg"}) {
      const auto one = update_of("sr", step,
                                 {{"damping", 1e-3},
                                  {"norm_constraint", 0.0},
                                  {"solver", solver},
                                  {"tolerance", 1e-12},
                                  {"iterations", std::int64_t{2000}}});
      const double length = norm(one);
      ASSERT_GT(length, 1e-3);
      for (std::size_t p = 0; p < one.size(); ++p) EXPECT_NEAR(one[p], other[p], 1e-8 * length) << solver;
    }
  }
}

TEST(MinSr, the_step_satisfies_the_equations_of_sr) {
  // (S + lambda) delta = -g/2, written out.
  const double damping = 0.02;
  auto step = random_step(15, 40, 132);
  const auto update =
      update_of("minsr", step, {{"damping", damping}, {"norm_constraint", 0.0}, {"learning_rate", 1.0}});
  const auto o = step.jacobian();
  for (std::size_t p = 0; p < 40; ++p) {
    double left = damping * update[p];
    for (std::size_t b = 0; b < 15; ++b)
      for (std::size_t q = 0; q < 40; ++q) left += o[b * 40 + p] * o[b * 40 + q] * update[q];
    EXPECT_NEAR(left, -0.5 * step.gradient()[p], 1e-12);
  }
}

TEST(MinSr, no_step_is_longer_than_the_norm_constraint_allows) {
  for (const std::string kind : {"sr", "minsr", "spring", "kfac"}) {
    const auto step = random_step(20, 50, 133);
    const auto free = update_of(kind, step, {{"norm_constraint", 0.0}});
    const double bound = 0.5 * norm(free);
    const auto bounded = update_of(kind, step, {{"norm_constraint", bound * bound}});
    EXPECT_NEAR(norm(bounded), bound, 1e-12) << kind;
    for (std::size_t p = 0; p < free.size(); ++p) EXPECT_NEAR(bounded[p], 0.5 * free[p], 1e-12) << kind;
    const auto loose = update_of(kind, step, {{"norm_constraint", 16 * bound * bound}});
    EXPECT_EQ(loose, free) << kind;
  }
}

}  // namespace
}  // namespace kato
