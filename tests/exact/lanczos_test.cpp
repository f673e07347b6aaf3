// SPDX-License-Identifier: Apache-2.0
#include "exact/lanczos.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace kato::exact {
namespace {

// The second difference on a line: eigenvalues 4 sin^2(pi n / (2 (size + 1))), n = 1 .. size.
Matrix second_difference(int size) {
  Matrix h(size, size);
  for (int i = 0; i < size; ++i) {
    h(i, i) = 2;
    if (i > 0) h(i, i - 1) = h(i - 1, i) = -1;
  }
  return h;
}

double lowest_of_second_difference(int size) { return 4 * std::pow(std::sin(0.5 * std::numbers::pi / (size + 1)), 2); }

TEST(Lanczos, finds_the_lowest_level_of_a_chain_through_restarts) {
  const auto found = lowest_eigenpair(second_difference(400), 400, {1.0}, 1e-9, 1);
  EXPECT_NEAR(found.value, lowest_of_second_difference(400), 1e-13);
  EXPECT_LT(found.residual, 1e-9);
}

TEST(Lanczos, solves_the_leading_block_alone) {
  const auto found = lowest_eigenpair(second_difference(60), 25, {1.0}, 1e-9, 1);
  EXPECT_NEAR(found.value, lowest_of_second_difference(25), 1e-13);
  EXPECT_EQ(found.vector.size(), 25u);
}

TEST(Lanczos, needs_no_more_than_the_product_with_a_vector) {
  const Matrix h = second_difference(60);
  const Operator product = [&](std::span<const double> x, std::span<double> y) {
    for (int i = 0; i < 60; ++i) {
      y[i] = 0;
      for (int j = 0; j < 60; ++j) y[i] += h(i, j) * x[j];
    }
  };
  const auto found = lowest_eigenpair(product, 60, {1.0}, 1e-9);
  EXPECT_NEAR(found.value, lowest_of_second_difference(60), 1e-13);
}

TEST(Lanczos, stops_at_once_on_an_eigenvector) {
  Matrix h(3, 3);
  h(0, 0) = -1, h(1, 1) = 2, h(2, 2) = 5;
  const auto found = lowest_eigenpair(h, 3, {1.0}, 1e-9, 1);
  EXPECT_EQ(found.value, -1);
  EXPECT_EQ(found.vector, (std::vector<double>{1, 0, 0}));
}

TEST(Lanczos, gives_the_same_bits_for_any_number_of_threads) {
  Matrix h = second_difference(1600);
  for (int i = 0; i < 1600; ++i) h(i, i) += 0.1 * i;  // a gap, to be done soon
  const auto one = lowest_eigenpair(h, 1600, {1.0}, 1e-9, 1), three = lowest_eigenpair(h, 1600, {1.0}, 1e-9, 3);
  EXPECT_EQ(one.value, three.value);
  EXPECT_EQ(one.vector, three.vector);
}

}  // namespace
}  // namespace kato::exact
