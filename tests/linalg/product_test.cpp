// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include "linalg/on_each_isa.hpp"

namespace kato::test {
namespace {

// Every remainder of the blocks of rows (12 at most) and of panels of columns (4 vectors of 16 at most).
constexpr int row_counts[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 23, 25};
constexpr int column_counts[] = {1,  2,  3,  4,  5,  7,  8,  9,  15, 16, 17, 24,
                                 31, 32, 33, 47, 48, 49, 63, 64, 65, 80, 97, 130};
constexpr int depths[] = {1, 2, 7, 16};
constexpr int spare = 3;  // columns of C that nobody may write

// A sum of `depth` products of numbers below one, each rounded.
template <class T>
double tolerance(int depth) {
  return (depth + 2) * std::numeric_limits<T>::epsilon();
}

template <class T>
struct Problem {
  int rows, columns, depth;
  Numbers<T> a, b, c;
  Problem(int r, int n, int k)
      : rows(r),
        columns(n),
        depth(k),
        a(random_numbers<T>(static_cast<std::size_t>(r) * k, 1)),
        b(random_numbers<T>(static_cast<std::size_t>(k) * n + 64, 2)),  // read to a whole number of vectors
        c(static_cast<std::size_t>(r) * (n + spare), T(7)) {}
  double expected(int r, int n, bool transposed, bool accumulate) const {
    long double sum = accumulate ? 7 : 0;
    for (int k = 0; k < depth; ++k)
      sum += static_cast<long double>(transposed ? a[k * rows + r] : a[r * depth + k]) * b[k * columns + n];
    return static_cast<double>(sum);
  }
  void check(bool transposed, bool accumulate) const {
    for (int r = 0; r < rows; ++r)
      for (int n = 0; n < columns + spare; ++n) {
        const double got = c[r * (columns + spare) + n];
        if (n >= columns)
          ASSERT_EQ(got, 7) << "wrote beyond the columns";
        else
          ASSERT_NEAR(got, expected(r, n, transposed, accumulate), (accumulate ? 8 : 1) * tolerance<T>(depth))
              << rows << " rows, " << columns << " columns, depth " << depth << ", at " << r << ", " << n;
      }
  }
};

template <class F>
void for_shapes(F&& f) {
  for (const int rows : row_counts)
    for (const int columns : column_counts)
      for (const int depth : depths) f(rows, columns, depth);
}

TEST(Product, packed_operand_gives_the_plain_sum) {
  on_each_isa([]<class T>(const MatrixKernels<T>& kernels) {
    for_shapes([&](int rows, int columns, int depth) {
      for (const bool accumulate : {false, true}) {
        Problem<T> p(rows, columns, depth);
        Numbers<T> packed(kernels.packed_size(depth, columns) + 1, T(9));
        kernels.pack(depth, columns, p.b.data(), columns, 1, packed.data());
        ASSERT_EQ(packed.back(), 9) << "packed more than packed_size";
        kernels.product(rows, columns, depth, p.a.data(), depth, 1, packed.data(), 0, p.c.data(), columns + spare,
                        accumulate);
        p.check(false, accumulate);
      }
    });
  });
}

TEST(Product, packing_transposes) {
  on_each_isa([]<class T>(const MatrixKernels<T>& kernels) {
    const int rows = 5, columns = 21, depth = 6;
    Problem<T> p(rows, columns, depth);
    Numbers<T> b_transposed(columns * depth), packed(kernels.packed_size(depth, columns));
    for (int k = 0; k < depth; ++k)
      for (int n = 0; n < columns; ++n) b_transposed[n * depth + k] = p.b[k * columns + n];
    kernels.pack(depth, columns, b_transposed.data(), 1, depth, packed.data());
    kernels.product(rows, columns, depth, p.a.data(), depth, 1, packed.data(), 0, p.c.data(), columns + spare, false);
    p.check(false, false);
  });
}

TEST(Product, operand_in_place_gives_the_plain_sum) {
  on_each_isa([]<class T>(const MatrixKernels<T>& kernels) {
    for_shapes([&](int rows, int columns, int depth) {
      Problem<T> p(rows, columns, depth);
      kernels.product(rows, columns, depth, p.a.data(), depth, 1, p.b.data(), columns, p.c.data(), columns + spare,
                      true);
      p.check(false, true);
    });
  });
}

TEST(Product, transposed_left_operand_gives_the_plain_sum) {
  on_each_isa([]<class T>(const MatrixKernels<T>& kernels) {
    for_shapes([&](int rows, int columns, int depth) {
      Problem<T> p(rows, columns, depth);
      p.a.resize(p.a.size() + 64);  // read to a whole number of vectors
      Numbers<T> scratch(static_cast<std::size_t>(rows) * columns + 64);
      kernels.product_transposed(rows, columns, depth, p.a.data(), rows, p.b.data(), columns, p.c.data(),
                                 columns + spare, scratch.data());
      p.check(true, true);
    });
  });
}

TEST(Product, a_row_does_not_depend_on_how_many_there_are) {
  on_each_isa([]<class T>(const MatrixKernels<T>& kernels) {
    const int columns = 37, depth = 16;
    Problem<T> many(25, columns, depth);
    Numbers<T> packed(kernels.packed_size(depth, columns)), one(columns);
    kernels.pack(depth, columns, many.b.data(), columns, 1, packed.data());
    kernels.product(25, columns, depth, many.a.data(), depth, 1, packed.data(), 0, many.c.data(), columns + spare,
                    false);
    for (int r = 0; r < 25; ++r) {
      kernels.product(1, columns, depth, many.a.data() + r * depth, depth, 1, packed.data(), 0, one.data(), columns,
                      false);
      for (int n = 0; n < columns; ++n) ASSERT_EQ(one[n], many.c[r * (columns + spare) + n]);
    }
  });
}

}  // namespace
}  // namespace kato::test
