// SPDX-License-Identifier: Apache-2.0
#include "linalg/matrix_vector.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "linalg/random_matrix.hpp"

namespace kato {
namespace {

TEST(MatrixVector, both_products_are_sums_over_the_entries) {
  const std::size_t rows = 77, columns = 1030;
  const auto o = random_matrix(rows, columns, 81), v = random_matrix(columns, 1, 82), u = random_matrix(rows, 1, 83);
  std::vector<double> across(rows), down(columns), expected_across(rows, 0.0), expected_down(columns, 0.0);
  multiply(o, rows, columns, v, across, 2);
  multiply_transposed(o, rows, columns, u, down, 2);
  for (std::size_t b = 0; b < rows; ++b)
    for (std::size_t p = 0; p < columns; ++p) {
      expected_across[b] += o[b * columns + p] * v[p];
      expected_down[p] += o[b * columns + p] * u[b];
    }
  for (std::size_t b = 0; b < rows; ++b) EXPECT_NEAR(across[b], expected_across[b], 1e-11);
  for (std::size_t p = 0; p < columns; ++p) EXPECT_NEAR(down[p], expected_down[p], 1e-12);
}

TEST(MatrixVector, the_number_of_threads_changes_no_bit) {
  const std::size_t rows = 100, columns = 2000;
  const auto o = random_matrix(rows, columns, 84), v = random_matrix(columns, 1, 85), u = random_matrix(rows, 1, 86);
  std::vector<double> across_one(rows), across_three(rows), down_one(columns), down_three(columns);
  multiply(o, rows, columns, v, across_one, 1);
  multiply(o, rows, columns, v, across_three, 3);
  multiply_transposed(o, rows, columns, u, down_one, 1);
  multiply_transposed(o, rows, columns, u, down_three, 3);
  EXPECT_EQ(across_one, across_three);
  EXPECT_EQ(down_one, down_three);
}

}  // namespace
}  // namespace kato
