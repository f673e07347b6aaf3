// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "optimize/memory.hpp"
#include "optimize/steps.hpp"

namespace kato {
namespace {

const std::pair<std::string, Value> unit_rate{"learning_rate", 1.0}, constant{"schedule", std::string("constant")},
    unbounded{"norm_constraint", 0.0}, kept{"relative_damping", 0.0};

TEST(Spring, without_momentum_it_is_minsr) {
  // The matrix differs by 1 1^T / N, whose direction no step sees: Obar^T 1 = 0, since Obar is centred.
  auto step = random_step(30, 80, 141);
  std::vector<double> spring(80), minsr(80);
  make_optimizer("spring", {unbounded, kept, {"damping", 1e-3}, {"momentum", 0.0}})->step(step, spring);
  make_optimizer("minsr", {unbounded})->step(step, minsr);
  ASSERT_GT(norm(spring), 1e-3);
  for (std::size_t p = 0; p < 80; ++p) EXPECT_NEAR(spring[p], minsr[p], 1e-9 * norm(minsr));
}

TEST(Spring, a_step_minimises_its_regularised_least_squares) {
  // phi_k minimises |Obar phi + e|^2 + lambda |phi - mu phi_{k-1}|^2: (S + lambda) phi = -Obar^T e + lambda mu
  // phi_{k-1}.
  const double damping = 0.05, momentum = 0.8;
  const auto optimizer =
      make_optimizer("spring", {unit_rate, constant, unbounded, kept, {"damping", damping}, {"momentum", momentum}});
  auto first = random_step(12, 30, 142), second = random_step(12, 30, 144);
  std::vector<double> before(30), phi(30);
  optimizer->step(first, before);
  optimizer->step(second, phi);
  const auto o = second.jacobian();
  for (std::size_t p = 0; p < 30; ++p) {
    double left = damping * phi[p];
    for (std::size_t b = 0; b < 12; ++b)
      for (std::size_t q = 0; q < 30; ++q) left += o[b * 30 + p] * o[b * 30 + q] * phi[q];
    EXPECT_NEAR(left, -0.5 * second.gradient()[p] + damping * momentum * before[p], 1e-12);
  }
}

TEST(Spring, the_damping_falls_with_the_variance_and_stays_below_its_bound) {
  auto step = random_step(12, 30, 146);
  double variance = 0;
  for (const double e : step.residuals()) variance += e * e;
  const double relative = variance / (step.energy() * step.energy()), factor = 0.02 / relative;
  const auto update_with = [&](double damping, double relative_damping) {
    std::vector<double> update(30);
    make_optimizer("spring",
                   {unit_rate, constant, unbounded, {"damping", damping}, {"relative_damping", relative_damping}})
        ->step(step, update);
    return update;
  };
  const auto fallen = update_with(0.5, factor), direct = update_with(0.02, 0), bounded = update_with(0.01, factor),
             bound = update_with(0.01, 0);
  for (std::size_t p = 0; p < 30; ++p) {
    EXPECT_NEAR(fallen[p], direct[p], 1e-10);
    EXPECT_EQ(bounded[p], bound[p]);
  }
  EXPECT_GT(std::abs(norm(direct) - norm(update_with(0.5, 0))), 1e-3);
}

TEST(Spring, the_kept_direction_is_not_shortened_by_the_norm_constraint) {
  const auto free = make_optimizer("spring", {unit_rate, constant, unbounded});
  const auto bounded = make_optimizer("spring", {unit_rate, constant, {"norm_constraint", 1e-6}});
  std::vector<double> update(30);
  for (const std::uint64_t seed : {145, 147}) {
    auto step = random_step(12, 30, seed);
    free->step(step, update);
    bounded->step(step, update);
    EXPECT_NEAR(norm(update), 1e-3, 1e-12);
  }
  EXPECT_EQ(free->state(), bounded->state());
}

}  // namespace
}  // namespace kato
