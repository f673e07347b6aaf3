// SPDX-License-Identifier: Apache-2.0
#include "linalg/factored.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "linalg/random_matrix.hpp"

namespace kato {
namespace {

struct Size {
  int depth, width, terms;
};

// Blocks side by side, two columns that are kept as they are between them; depths and widths that fill vectors and not.
FactoredMatrix random_factored(std::size_t rows, std::initializer_list<Size> sizes, unsigned seed) {
  FactoredMatrix o{.rows = rows, .columns = 0, .blocks = {}, .dense_columns = {}, .dense = {}};
  for (const auto [depth, width, terms] : sizes) {
    const auto count = static_cast<std::size_t>(terms);
    o.blocks.push_back({.offset = o.columns,
                        .depth = depth,
                        .width = width,
                        .terms = terms,
                        .left = random_matrix(rows * count, static_cast<std::size_t>(depth), seed++),
                        .right = random_matrix(rows * count, static_cast<std::size_t>(width), seed++)});
    o.columns += static_cast<std::size_t>(depth * width);
    for (int n = 0; n < 2; ++n) o.dense_columns.push_back(o.columns++);
  }
  o.dense = random_matrix(rows, o.dense_columns.size(), seed);
  return o;
}

// O by its definition.
std::vector<double> plainly(const FactoredMatrix& o) {
  std::vector<double> all(o.rows * o.columns);
  for (std::size_t b = 0; b < o.rows; ++b) {
    for (std::size_t c = 0; c < o.dense_columns.size(); ++c)
      all[b * o.columns + o.dense_columns[c]] = o.dense[b * o.dense_columns.size() + c];
    for (const auto& block : o.blocks) {
      const auto depth = static_cast<std::size_t>(block.depth), width = static_cast<std::size_t>(block.width);
      const auto terms = static_cast<std::size_t>(block.terms);
      for (std::size_t t = b * terms; t < (b + 1) * terms; ++t)
        for (std::size_t i = 0; i < depth; ++i)
          for (std::size_t j = 0; j < width; ++j)
            all[b * o.columns + block.offset + i * width + j] += block.left[t * depth + i] * block.right[t * width + j];
    }
  }
  return all;
}

// Fewer rows than a chunk, ragged chunks, more than one piece of the sums.
class Factored : public testing::TestWithParam<std::size_t> {
 protected:
  const FactoredMatrix o = random_factored(GetParam(), {{16, 24, 2}, {1, 64, 4}, {33, 7, 1}, {5, 3, 3}}, 5);
  const std::vector<double> all = plainly(o);
};

TEST_P(Factored, expanding_writes_out_the_definition) {
  const auto expanded = o.expanded(2);
  for (std::size_t n = 0; n < all.size(); ++n) ASSERT_NEAR(expanded[n], all[n], 1e-12);
}

TEST_P(Factored, products_are_those_of_the_matrix_written_out) {
  const auto v = random_matrix(o.columns, 1, 81), y = random_matrix(o.rows, 1, 82);
  std::vector<double> ov(o.rows), oty(o.columns);
  o.multiply(v, ov, 2);
  o.multiply_transposed(y, oty, 2);
  for (std::size_t b = 0; b < o.rows; ++b) {
    double sum = 0;
    for (std::size_t p = 0; p < o.columns; ++p) sum += all[b * o.columns + p] * v[p];
    ASSERT_NEAR(ov[b], sum, 1e-11);
  }
  for (std::size_t p = 0; p < o.columns; ++p) {
    double sum = 0;
    for (std::size_t b = 0; b < o.rows; ++b) sum += all[b * o.columns + p] * y[b];
    ASSERT_NEAR(oty[p], sum, 1e-11);
  }
}

TEST_P(Factored, the_normal_product_is_both_products_in_one) {
  const auto v = random_matrix(o.columns, 1, 85), w = random_matrix(o.rows, 1, 86);
  std::vector<double> y(o.rows), in_two(o.columns), in_one(o.columns);
  o.multiply(v, y, 2);
  for (std::size_t b = 0; b < o.rows; ++b) y[b] *= w[b];
  o.multiply_transposed(y, in_two, 2);
  o.multiply_normal(w, v, in_one, 2);
  for (std::size_t p = 0; p < o.columns; ++p) EXPECT_NEAR(in_one[p], in_two[p], 1e-10 * (1 + std::abs(in_two[p]))) << p;
}

TEST_P(Factored, the_gram_matrix_has_all_inner_products_of_rows) {
  std::vector<double> g(o.rows * o.rows);
  o.gram(g, 2);
  for (std::size_t a = 0; a < o.rows; ++a)
    for (std::size_t b = 0; b <= a; ++b) {
      double sum = 0;
      for (std::size_t p = 0; p < o.columns; ++p) sum += all[a * o.columns + p] * all[b * o.columns + p];
      ASSERT_NEAR(g[a * o.rows + b], sum, 1e-10) << a << ' ' << b;
    }
}

TEST_P(Factored, the_number_of_threads_changes_no_bit) {
  const auto v = random_matrix(o.columns, 1, 83), y = random_matrix(o.rows, 1, 84);
  const auto all_of = [&](int threads) {
    std::vector<double> ov(o.rows), oty(o.columns), g(o.rows * o.rows);
    o.multiply(v, ov, threads);
    o.multiply_transposed(y, oty, threads);
    o.gram(g, threads);
    std::vector<double> normal(o.columns);
    o.multiply_normal(y, v, normal, threads);
    for (std::size_t a = 0; a < o.rows; ++a)
      for (std::size_t b = a + 1; b < o.rows; ++b) g[a * o.rows + b] = 0;
    return std::vector{ov, oty, g, normal};
  };
  EXPECT_EQ(all_of(1), all_of(3));
}

INSTANTIATE_TEST_SUITE_P(rows, Factored, testing::Values(std::size_t{5}, std::size_t{64}, std::size_t{301}),
                         [](const auto& size) { return std::to_string(size.param); });

TEST(FactoredMatrix, factors_are_used_where_they_save_operations) {
  EXPECT_TRUE(gram_from_factors({.offset = 0, .depth = 64, .width = 64, .terms = 5, .left = {}, .right = {}}));
  EXPECT_FALSE(gram_from_factors({.offset = 0, .depth = 64, .width = 64, .terms = 6, .left = {}, .right = {}}));
  EXPECT_FALSE(gram_from_factors({.offset = 0, .depth = 1, .width = 64, .terms = 4, .left = {}, .right = {}}));
}

}  // namespace
}  // namespace kato
