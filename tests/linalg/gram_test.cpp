// SPDX-License-Identifier: Apache-2.0
#include "linalg/gram.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "linalg/random_matrix.hpp"

namespace kato {
namespace {

struct Shape {
  std::size_t rows, columns;
};
// Fewer and more than one tile of 256, with ragged ends, on either side.
const std::vector<Shape> shapes{{1, 1}, {7, 300}, {300, 7}, {256, 40}, {600, 33}, {33, 513}};

TEST(Gram, rows_and_columns_have_their_inner_products) {
  for (const auto [rows, columns] : shapes) {
    const auto o = random_matrix(rows, columns, 61);
    std::vector<double> by_rows(rows * rows), by_columns(columns * columns);
    row_gram(o, rows, columns, by_rows, 2);
    column_gram(o, rows, columns, by_columns, 2);
    for (std::size_t a = 0; a < rows; ++a)
      for (std::size_t b = 0; b <= a; ++b) {
        double sum = 0;
        for (std::size_t p = 0; p < columns; ++p) sum += o[a * columns + p] * o[b * columns + p];
        ASSERT_NEAR(by_rows[a * rows + b], sum, 1e-12 * static_cast<double>(columns + 10)) << a << ' ' << b;
      }
    for (std::size_t p = 0; p < columns; ++p)
      for (std::size_t q = 0; q <= p; ++q) {
        double sum = 0;
        for (std::size_t b = 0; b < rows; ++b) sum += o[b * columns + p] * o[b * columns + q];
        ASSERT_NEAR(by_columns[p * columns + q], sum, 1e-12 * static_cast<double>(rows + 10)) << p << ' ' << q;
      }
  }
}

TEST(Gram, the_number_of_threads_changes_no_bit) {
  const std::size_t rows = 700, columns = 531;
  const auto o = random_matrix(rows, columns, 62);
  std::vector<double> one(rows * rows), three(rows * rows), column_one(columns * columns),
      column_three(columns * columns);
  row_gram(o, rows, columns, one, 1);
  row_gram(o, rows, columns, three, 3);
  column_gram(o, rows, columns, column_one, 1);
  column_gram(o, rows, columns, column_three, 3);
  EXPECT_EQ(one, three);
  EXPECT_EQ(column_one, column_three);
}

}  // namespace
}  // namespace kato
