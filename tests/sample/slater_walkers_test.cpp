// SPDX-License-Identifier: Apache-2.0
#include "sample/slater_walkers.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "base/random.hpp"

namespace kato {
namespace {

constexpr std::size_t particles = 6, determinants = 2, width = particles * determinants;

struct Row {
  std::vector<double> values;
  double factor;
};

// Normal numbers: the matrices that they make have condition numbers of tens to thousands.
Row random_row(std::uint32_t number) {
  std::vector<double> z(width + 1);
  fill_normal({.seed = 2, .purpose = Purpose::test}, number, 0, z);
  const double factor = z.back();
  z.pop_back();
  return {z, factor};
}

SlaterWalkers one_walker(const std::vector<Row>& rows) {
  SlaterWalkers psi(1, particles, determinants);
  for (std::size_t i = 0; i < particles; ++i) psi.set_row(0, i, rows[i].values, rows[i].factor);
  psi.refresh(0);
  return psi;
}

std::vector<Row> random_rows(std::uint32_t first) {
  std::vector<Row> rows;
  for (std::uint32_t i = 0; i < particles; ++i) rows.push_back(random_row(first + i));
  return rows;
}

TEST(SlaterWalkers, is_the_sum_of_the_determinants) {
  SlaterWalkers psi(1, 2, 2);
  psi.set_row(0, 0, std::vector{1.0, 2.0, 0.5, -1.0}, 0.25);
  psi.set_row(0, 1, std::vector{3.0, 4.0, 2.0, 6.0}, -1.0);
  psi.refresh(0);
  EXPECT_NEAR(psi.log_abs(0), std::log(std::abs((1 * 4 - 2 * 3) + (0.5 * 6 + 1 * 2))) + 0.25 - 1, 1e-14);
}

// A sweep of the sampler: what rounding may do before the inverses are computed anew.
TEST(SlaterWalkers, a_sweep_of_updates_agrees_with_elimination) {
  double worst = 0;
  for (std::uint32_t sample = 0; sample < 200; ++sample) {
    auto rows = random_rows(100 * sample);
    auto psi = one_walker(rows);
    for (std::uint32_t i = 0; i < particles; ++i) {
      rows[i] = random_row(100 * sample + 50 + i);
      const double expected = one_walker(rows).log_abs(0);
      const double asked = psi.log_abs_with(0, i, rows[i].values, rows[i].factor);
      psi.replace(0, i, rows[i].values, rows[i].factor);
      EXPECT_EQ(psi.log_abs(0), asked);
      worst = std::max(worst, std::abs(asked - expected));
    }
  }
  EXPECT_LT(worst, 1e-9);
  EXPECT_GT(worst, 0);
}

TEST(SlaterWalkers, asking_changes_nothing) {
  auto psi = one_walker(random_rows(0));
  const double before = psi.log_abs(0);
  const Row other = random_row(77), same = random_row(2);
  EXPECT_GT(std::abs(psi.log_abs_with(0, 2, other.values, other.factor) - before), 1e-3);
  EXPECT_NEAR(psi.log_abs_with(0, 2, same.values, same.factor), before, 1e-12);
  EXPECT_EQ(psi.log_abs(0), before);
}

TEST(SlaterWalkers, a_matrix_without_an_inverse_is_left_and_entered_by_elimination) {
  auto rows = random_rows(0);
  for (std::size_t j = 0; j < particles; ++j) rows[1].values[j] = rows[0].values[j];  // the first determinant vanishes
  auto psi = one_walker(rows);
  ASSERT_TRUE(std::isfinite(psi.log_abs(0)));  // the second does not
  for (const std::uint32_t i : {3u, 1u}) {     // one move that leaves the first at zero, one that does not
    rows[i] = random_row(60 + i);
    EXPECT_NEAR(psi.log_abs_with(0, i, rows[i].values, rows[i].factor), one_walker(rows).log_abs(0), 1e-12);
    psi.replace(0, i, rows[i].values, rows[i].factor);
    EXPECT_NEAR(psi.log_abs(0), one_walker(rows).log_abs(0), 1e-12);
  }
  rows[5] = random_row(90);
  EXPECT_NEAR(psi.log_abs_with(0, 5, rows[5].values, rows[5].factor), one_walker(rows).log_abs(0), 1e-11);
}

TEST(SlaterWalkers, a_wave_function_that_vanishes_has_an_infinite_logarithm) {
  auto rows = random_rows(0);
  rows[1].values = rows[0].values;
  EXPECT_EQ(one_walker(rows).log_abs(0), -std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace kato
