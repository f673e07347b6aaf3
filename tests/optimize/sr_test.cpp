// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error.hpp"
#include "optimize/memory.hpp"
#include "optimize/steps.hpp"

namespace kato {
namespace {

TEST(Sr, too_many_parameters_for_cholesky_are_refused_with_two_ways_out) {
  try {
    make_optimizer("sr", {{"solver", std::string("cholesky")}})->check(6001);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("minsr"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("\"cg\""), std::string::npos);
  }
}

TEST(Sr, any_number_of_parameters_goes_without_their_matrix) {
  auto step = random_step(2, 6001, 134);
  std::vector<double> update(6001), minsr(6001);
  const auto optimizer = make_optimizer("sr");
  EXPECT_NO_THROW(optimizer->check(100000));
  optimizer->step(step, update);  // two walkers: one direction, one iteration
  make_optimizer("minsr")->step(step, minsr);
  for (std::size_t p = 0; p < 6001; ++p) EXPECT_NEAR(update[p], minsr[p], 1e-12);
}

TEST(Sr, products_from_the_last_direction_come_closer_in_as_many_iterations) {
  // A second step at the same walkers: three iterations more from where the first step ended.
  auto step = random_step(40, 30, 135);
  std::vector<double> exact(30), first(30), second(30);
  const std::pair<std::string, Value> constant{"schedule", std::string("constant")}, unbounded{"norm_constraint", 0.0},
      damping{"damping", 0.1};
  make_optimizer("sr", {constant, unbounded, damping})->step(step, exact);
  const auto optimizer = make_optimizer("sr", {constant,
                                               unbounded,
                                               damping,
                                               {"solver", std::string("cg")},
                                               {"tolerance", 1e-12},
                                               {"iterations", std::int64_t{3}}});
  optimizer->step(step, first);
  optimizer->step(step, second);
  const auto error = [&](const std::vector<double>& update) {
    double sum = 0;
    for (std::size_t p = 0; p < 30; ++p) sum += (update[p] - exact[p]) * (update[p] - exact[p]);
    return std::sqrt(sum) / norm(exact);
  };
  EXPECT_GT(error(first), 1e-3);
  EXPECT_LT(error(second), 0.7 * error(first));
}

}  // namespace
}  // namespace kato
