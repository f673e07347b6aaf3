// SPDX-License-Identifier: Apache-2.0
#include "run/batch_step.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "ansatz/ansatz.hpp"
#include "base/random.hpp"
#include "settings.hpp"

namespace kato {
namespace {

TEST(Clipped, pulls_outliers_to_the_reach_and_leaves_the_others) {
  const std::vector<double> energies{0, 1, 2, 3, 104};  // median 2, mean absolute deviation (2 + 1 + 0 + 1 + 102)/5
  EXPECT_EQ(clipped(energies, 2), (std::vector<double>{0, 1, 2, 3, 2 + 2 * 21.2}));
  EXPECT_EQ(clipped(energies, 5), energies);
  EXPECT_EQ(clipped(energies, 0), energies);
  EXPECT_EQ(clipped(std::vector<double>{-96, 1, 2, 3, 4}, 2)[0], 2 - 2 * 20.4);
}

TEST(Clipped, leaves_equal_energies_as_they_are) {
  EXPECT_EQ(clipped(std::vector<double>(7, 4.5), 5), std::vector<double>(7, 4.5));
}

class Batch : public testing::Test {
 protected:
  static constexpr std::size_t walkers = 150;
  Batch() {
    psi.set_parameters(graph.initial_parameters(3));
    x.resize(walkers * 3);
    energies.resize(walkers);
    fill_normal({.seed = 4, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, x);
    fill_normal({.seed = 4, .stage = 0, .step = 1, .purpose = Purpose::test}, 0, 0, energies);
    for (double& energy : energies) energy += 12;
    batch.begin(x, energies);
  }

  const Graph graph = registry().factory<Ansatz>("equivariant-slater")(
      {.count = 3, .dimensions = 1},
      default_settings("ansatz", "equivariant-slater", Settings({{"hidden", std::int64_t{10}}})));
  const std::size_t parameters = graph.parameter_count();
  WaveFunction psi{graph, Precision::double_, 2};
  std::vector<ParameterBlock> blocks;
  Timers timers;
  BatchStep batch{psi, blocks, timers};
  std::vector<double> x, energies;
};

TEST_F(Batch, residuals_are_centred_energies) {
  const auto residuals = batch.residuals();
  ASSERT_EQ(residuals.size(), walkers);
  EXPECT_NEAR(std::accumulate(residuals.begin(), residuals.end(), 0.0), 0, 1e-12);
  const double root = std::sqrt(static_cast<double>(walkers));
  EXPECT_NEAR((residuals[7] - residuals[20]) * root, energies[7] - energies[20], 1e-12);
}

TEST_F(Batch, every_column_of_the_jacobian_is_centred) {
  const auto jacobian = batch.jacobian();
  ASSERT_EQ(jacobian.size(), walkers * parameters);
  double largest = 0;
  for (std::size_t p = 0; p < parameters; ++p) {
    double sum = 0, magnitude = 1e-300;
    for (std::size_t w = 0; w < walkers; ++w) {
      sum += jacobian[w * parameters + p];
      magnitude += std::abs(jacobian[w * parameters + p]);
    }
    EXPECT_LT(std::abs(sum), 1e-11 * magnitude) << p;
    largest = std::max(largest, magnitude);
  }
  EXPECT_GT(largest, 0.1);
  std::vector<double> rows(walkers * parameters);  // differences of rows are those of d ln|psi| / d theta
  psi.jacobian(x, rows);
  for (std::size_t p = 0; p < parameters; ++p)
    EXPECT_NEAR((jacobian[p] - jacobian[9 * parameters + p]) * std::sqrt(static_cast<double>(walkers)),
                rows[p] - rows[9 * parameters + p], 1e-10 * (1 + std::abs(rows[p])));
}

TEST_F(Batch, the_gradient_is_the_product_of_jacobian_and_residuals) {
  const auto gradient = batch.gradient(), jacobian = batch.jacobian(), residuals = batch.residuals();
  for (std::size_t p = 0; p < parameters; ++p) {
    double sum = 0, magnitude = 0;
    for (std::size_t w = 0; w < walkers; ++w) {
      sum += 2 * jacobian[w * parameters + p] * residuals[w];
      magnitude += std::abs(2 * jacobian[w * parameters + p] * residuals[w]);
    }
    EXPECT_NEAR(gradient[p], sum, 1e-10 * (magnitude + 1e-10)) << p;
  }
  EXPECT_GT(std::abs(gradient[0]), 1e-6);
}

TEST_F(Batch, a_new_step_forgets_the_last_one) {
  const std::vector<double> before(batch.gradient().begin(), batch.gradient().end());
  auto other = energies;
  for (double& energy : other) energy *= -2;
  batch.begin(x, other);
  const auto after = batch.gradient();
  for (std::size_t p = 0; p < parameters; ++p) EXPECT_NEAR(after[p], -2 * before[p], 1e-9 * (1 + std::abs(before[p])));
}

}  // namespace
}  // namespace kato
