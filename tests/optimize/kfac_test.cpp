// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "optimize/memory.hpp"
#include "optimize/steps.hpp"

namespace kato {
namespace {

using Table = std::vector<std::vector<double>>;

// `count` points of so many standard normal coordinates, their mean taken off.
Table centred_points(std::size_t count, std::size_t coordinates, std::uint64_t seed) {
  const auto numbers = normal_numbers(count * coordinates, seed);
  Table points(count, std::vector<double>(coordinates));
  for (std::size_t c = 0; c < coordinates; ++c) {
    double mean = 0;
    for (std::size_t n = 0; n < count; ++n) mean += numbers[n * coordinates + c] / static_cast<double>(count);
    for (std::size_t n = 0; n < count; ++n) points[n][c] = numbers[n * coordinates + c] - mean;
  }
  return points;
}

void append(std::vector<double>& to, const std::vector<double>& row, double shift = 0) {
  for (const double v : row) to.push_back(v + shift);
}

// The steps of kfac and sr, hardly damped.
void expect_natural_gradient(GivenStep step, const std::string& centre, bool equal = true) {
  const std::vector<std::pair<std::string, Value>> plain{
      {"learning_rate", 1.0}, {"norm_constraint", 0.0}, {"damping", 1e-14}};
  auto with_centre = plain;
  with_centre.emplace_back("centre", centre);
  std::vector<double> kfac(step.parameters()), sr(step.parameters());
  make_optimizer("kfac", with_centre)->step(step, kfac);
  make_optimizer("sr", plain)->step(step, sr);
  ASSERT_GT(norm(sr), 1e-3);
  double difference = 0;
  for (std::size_t p = 0; p < sr.size(); ++p) difference += (kfac[p] - sr[p]) * (kfac[p] - sr[p]);
  if (equal)
    EXPECT_LT(std::sqrt(difference), 1e-5 * norm(sr)) << centre;
  else
    EXPECT_GT(std::sqrt(difference), 1e-2 * norm(sr)) << centre;
}

TEST(Kfac, it_is_the_natural_gradient_where_activations_and_sensitivities_are_independent) {
  // All pairs of 12 activations and 10 sensitivities of mean zero, with a bias; activations of another mean need to be
  // left uncentred.
  const auto a = centred_points(12, 3, 181), s = centred_points(10, 2, 182);
  for (const double shift : {0.0, 1.0}) {
    Layer layer{.inputs = 3, .outputs = 2};
    for (const auto& one : a)
      for (const auto& other : s) {
        append(layer.activations, one, shift);
        append(layer.sensitivities, other);
      }
    const auto step = layer_step(layer, true, normal_numbers(120, 183));
    expect_natural_gradient(step, "sensitivities");
    expect_natural_gradient(step, "both", shift == 0);
  }
}

TEST(Kfac, it_is_the_natural_gradient_where_sensitivities_are_constant) {
  Layer layer{.inputs = 4, .outputs = 1, .activations = normal_numbers(200, 184)};
  for (double& v : layer.activations) v += 0.5;
  layer.sensitivities.assign(50, 2.0);
  const auto step = layer_step(layer, false, normal_numbers(50, 185));
  expect_natural_gradient(step, "both");
  expect_natural_gradient(step, "none", false);
}

TEST(Kfac, independent_rows_of_a_shared_layer_add_up_to_the_natural_gradient) {
  const auto a = centred_points(5, 2, 186), s = centred_points(4, 2, 187);
  Layer layer{.rows = 2, .inputs = 2, .outputs = 2};
  for (const auto& first_a : a)
    for (const auto& first_s : s)
      for (const auto& second_a : a)
        for (const auto& second_s : s) {
          append(layer.activations, first_a);
          append(layer.activations, second_a);
          append(layer.sensitivities, first_s);
          append(layer.sensitivities, second_s);
        }
  expect_natural_gradient(layer_step(layer, false, normal_numbers(400, 188)), "both");
}

TEST(Kfac, parameters_in_no_layer_have_a_diagonal_metric) {
  auto step = random_step(20, 6, 189);
  std::vector<double> update(6);
  make_optimizer("kfac", {{"learning_rate", 1.0}, {"norm_constraint", 0.0}, {"damping", 0.1}})->step(step, update);
  for (std::size_t p = 0; p < 6; ++p) {
    double square = 0;
    for (std::size_t b = 0; b < 20; ++b) square += step.jacobian()[b * 6 + p] * step.jacobian()[b * 6 + p];
    EXPECT_NEAR(update[p], -0.5 * step.gradient()[p] / (square + 0.1), 1e-14);
  }
}

GivenStep random_layer(std::uint64_t seed) {
  Layer layer{.rows = 3, .inputs = 2, .outputs = 2};
  layer.activations = normal_numbers(60, seed);
  layer.sensitivities = normal_numbers(60, seed + 1);
  return layer_step(layer, true, normal_numbers(10, seed + 2));
}

TEST(Kfac, damping_is_split_between_the_factors_by_their_traces) {
  const double damping = 0.2;
  const auto optimizer =
      make_optimizer("kfac", {{"learning_rate", 1.0}, {"norm_constraint", 0.0}, {"damping", damping}});
  auto step = random_layer(191);
  std::vector<double> update(6);
  optimizer->step(step, update);
  const auto f = optimizer->state().at("factors");  // A [3, 3] and G [2, 2], lower triangles
  ASSERT_EQ(f.size(), 13U);
  const double pi = std::sqrt((f[0] + f[4] + f[8]) / 3 / ((f[9] + f[12]) / 2));
  const auto a = [&](std::size_t i, std::size_t j) {
    return f[std::max(i, j) * 3 + std::min(i, j)] + (i == j ? pi * std::sqrt(damping) : 0);
  };
  const auto g = [&](std::size_t i, std::size_t j) {
    return f[9 + std::max(i, j) * 2 + std::min(i, j)] + (i == j ? std::sqrt(damping) / pi : 0);
  };
  EXPECT_NEAR(f[8], 1, 1e-12);  // the homogeneous activation
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 2; ++j) {
      double left = 0;
      for (std::size_t k = 0; k < 3; ++k)
        for (std::size_t l = 0; l < 2; ++l) left += a(i, k) * update[k * 2 + l] * g(l, j);
      EXPECT_NEAR(left, -0.5 * step.gradient()[i * 2 + j], 1e-13);
    }
}

TEST(Kfac, factors_are_averaged_from_all_first_steps_and_then_exponentially) {
  const auto factors = [](const std::vector<std::uint64_t>& seeds, double smoothing) {
    const auto optimizer = make_optimizer("kfac", {{"smoothing", smoothing}});
    std::vector<double> update(6);
    for (const auto seed : seeds) {
      auto step = random_layer(seed);
      optimizer->step(step, update);
    }
    return optimizer->state().at("factors");
  };
  const auto one = factors({201}, 0.6), two = factors({204}, 0.6), three = factors({207}, 0.6);
  const auto plain = factors({201, 204, 207}, 0.95), all = factors({201, 204, 207}, 0.6);
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_NEAR(plain[i], (one[i] + two[i] + three[i]) / 3, 1e-13);
    EXPECT_NEAR(all[i], 0.3 * one[i] + 0.3 * two[i] + 0.4 * three[i], 1e-13);
  }
}

TEST(Kfac, inverses_are_kept_for_the_given_number_of_steps) {
  const auto optimizer = make_optimizer("kfac", {{"inverse_interval", std::int64_t{2}}});
  std::vector<double> update(6);
  std::vector<std::vector<double>> inverses;
  for (const std::uint64_t seed : {201, 204, 207}) {
    auto step = random_layer(seed);
    optimizer->step(step, update);
    inverses.push_back(optimizer->state().at("inverses"));
  }
  EXPECT_EQ(inverses[0], inverses[1]);
  EXPECT_NE(inverses[1], inverses[2]);
}

TEST(Kfac, saved_factors_of_other_layers_are_refused) {
  const auto optimizer = make_optimizer("kfac");
  auto step = random_layer(211);
  std::vector<double> update(6);
  optimizer->step(step, update);
  const auto other = make_optimizer("kfac");
  other->restore(optimizer->state(), 6);
  auto without = random_step(10, 6, 212);
  EXPECT_THROW(other->step(without, update), Error);
}

}  // namespace
}  // namespace kato
