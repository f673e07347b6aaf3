// SPDX-License-Identifier: Apache-2.0
#include "boltzmann/machine.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "boltzmann/machines.hpp"
#include "message.hpp"

namespace kato {
namespace {

TEST(BoltzmannMachine, the_free_energy_is_that_of_the_sum_over_hidden_layers) {
  for (const auto kind : both_kinds) {
    const auto machine = random_machine(kind, 3, 4, 1);
    const std::array<double, 3> x{1, 0, 1};
    double sum = 0;
    machine.for_hidden([&](std::span<const double> h, double) { sum += std::exp(-machine.energy(x, h)); });
    EXPECT_NEAR(std::exp(-machine.free_energy(x)), sum, 1e-13 * sum);
  }
}

TEST(BoltzmannMachine, the_partition_function_is_the_sum_over_binary_units) {
  const auto machine = random_machine(BoltzmannMachine::Visible::binary, 5, 3, 2);
  double sum = 0;
  for_binary(5, [&](std::span<const double> x) { sum += std::exp(-machine.free_energy(x)); });
  EXPECT_NEAR(machine.log_partition(), std::log(sum), 1e-13);
}

// Simpson's rule is exact to rounding for such functions.
TEST(BoltzmannMachine, the_partition_function_is_the_integral_over_gaussian_units) {
  const auto machine = random_machine(BoltzmannMachine::Visible::gaussian, 2, 3, 3);
  constexpr double h = 0.05;
  double sum = 0;
  for (double x = -12; x < 12; x += h)
    for (double y = -12; y < 12; y += h) sum += h * h * std::exp(-machine.free_energy(std::array{x, y}));
  EXPECT_NEAR(machine.log_partition(), std::log(sum), 1e-10);
}

// p(x, h) = p(h | x) p(x) = p(x | h) p(h).
TEST(BoltzmannMachine, both_conditionals_belong_to_the_same_joint_distribution) {
  for (const auto kind : both_kinds) {
    const auto machine = random_machine(kind, 2, 3, 4);
    std::vector<double> p(3), mean(2);
    const std::array<double, 2> x{1, 0};
    machine.hidden_given(x, p);
    machine.for_hidden([&](std::span<const double> h, double log_weight) {
      const double joint = -machine.energy(x, h);
      double given_x = -machine.free_energy(x), given_h = log_weight;
      for (std::size_t j = 0; j < 3; ++j) given_x += std::log(h[j] == 1 ? p[j] : 1 - p[j]);
      EXPECT_NEAR(given_x, joint, 1e-12);
      machine.visible_given(h, mean);
      for (std::size_t i = 0; i < 2; ++i) {
        const double z = machine.s.empty() ? 0 : (x[i] - mean[i]) / machine.s[i];
        given_h += machine.s.empty() ? std::log(x[i] == 1 ? mean[i] : 1 - mean[i])
                                     : -0.5 * z * z - std::log(std::sqrt(2 * std::numbers::pi) * machine.s[i]);
      }
      EXPECT_NEAR(given_h, joint, 1e-12);
    });
  }
}

TEST(BoltzmannMachine, draws_follow_the_conditionals) {
  const auto binary = random_machine(BoltzmannMachine::Visible::binary, 2, 2, 5),
             gaussian = random_machine(BoltzmannMachine::Visible::gaussian, 2, 2, 5);
  const std::array<double, 2> given{1, 0};
  std::vector<double> mean(2), drawn(2);
  binary.hidden_given(given, mean);
  binary.draw_hidden(given, std::array{mean[0] - 1e-9, mean[1] + 1e-9}, drawn);
  EXPECT_EQ(drawn, (std::vector<double>{1, 0}));
  binary.visible_given(given, mean);
  binary.draw_visible(given, std::array{mean[0] + 1e-9, mean[1] - 1e-9}, drawn);
  EXPECT_EQ(drawn, (std::vector<double>{0, 1}));
  gaussian.visible_given(given, mean);
  gaussian.draw_visible(given, std::array{0.0, 2.0}, drawn);
  EXPECT_EQ(drawn[0], mean[0]);
  EXPECT_EQ(drawn[1], mean[1] + 2 * gaussian.s[1]);
}

TEST(BoltzmannMachine, refuses_to_sum_over_too_many_layers) {
  const BoltzmannMachine machine(BoltzmannMachine::Visible::binary, 2, 21);
  EXPECT_TRUE(has(message_of([&] { static_cast<void>(machine.log_partition()); }), "21 hidden units", "at most 20"));
}

}  // namespace
}  // namespace kato
