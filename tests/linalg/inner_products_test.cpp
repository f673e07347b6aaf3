// SPDX-License-Identifier: Apache-2.0
#include "linalg/inner_products.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "linalg/random_matrix.hpp"

namespace kato {
namespace {

// Blocks of 6 x 4 and 3 x 3 and chunks of 512 with ragged ends, rows apart, and guards around the result.
TEST(InnerProducts, every_instruction_set_computes_them_and_nothing_else) {
  constexpr std::size_t a_count = 13, b_count = 11, stride = 1300, c_stride = 14;
  const auto a = random_matrix(a_count, stride, 65), b = random_matrix(b_count, stride, 66);
  for (const Isa isa : {Isa::portable, Isa::avx2, Isa::avx512}) {
    if (isa > widest_isa()) continue;
    for (const std::size_t depth : {1u, 8u, 511u, 1283u}) {
      std::vector<double> c(a_count * c_stride, 7.0);
      inner_products(isa)({a.data(), a_count, stride}, {b.data(), b_count, stride}, depth, false, c.data(), c_stride);
      for (std::size_t i = 0; i < a_count; ++i) {
        for (std::size_t j = 0; j < b_count; ++j) {
          double sum = 0;
          for (std::size_t k = 0; k < depth; ++k) sum += a[i * stride + k] * b[j * stride + k];
          EXPECT_NEAR(c[i * c_stride + j], sum, 1e-11) << name(isa) << ' ' << depth << ' ' << i << ' ' << j;
        }
        for (std::size_t j = b_count; j < c_stride; ++j) EXPECT_EQ(c[i * c_stride + j], 7.0);
      }
    }
  }
}

TEST(InnerProducts, the_lower_triangle_is_that_of_all_products) {
  constexpr std::size_t count = 17, depth = 100;
  const auto a = random_matrix(count, depth, 67);
  const Rows rows{a.data(), count, depth};
  for (const Isa isa : {Isa::portable, Isa::avx2, Isa::avx512}) {
    if (isa > widest_isa()) continue;
    std::vector<double> all(count * count), lower(count * count);
    inner_products(isa)(rows, rows, depth, false, all.data(), count);
    inner_products(isa)(rows, rows, depth, true, lower.data(), count);
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t j = 0; j <= i; ++j) EXPECT_NEAR(lower[i * count + j], all[i * count + j], 1e-12);
  }
}

}  // namespace
}  // namespace kato
