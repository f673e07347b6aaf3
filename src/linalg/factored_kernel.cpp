// SPDX-License-Identifier: Apache-2.0
// Built once for each instruction set, as the kernels of src/op are.
#include "linalg/factored_kernel.hpp"

#include "linalg/product.hpp"

namespace kato::KATO_ISA {
namespace {

int smaller(int a, int b) { return a < b ? a : b; }

double* aligned_end(double* from, std::ptrdiff_t numbers) { return from + (numbers + 7) / 8 * 8; }

KATO_INLINE double dot(const double* a, const double* b, std::ptrdiff_t count) noexcept {
  double sum = 0;
#pragma omp simd reduction(+ : sum)
  for (std::ptrdiff_t n = 0; n < count; ++n) sum += a[n] * b[n];
  return sum;
}

void pack_weights(const OuterView& o, const double* w, double* packed) noexcept {
  pack<double>(o.depth, o.width, {w, o.width, 1}, packed);
}

void multiply(const OuterView& o, int begin, int end, const double* packed, double* y, double* work) noexcept {
  const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(o.terms) * o.width;
  for (int b = begin; b < end; b += product_chunk) {
    const int count = smaller(product_chunk, end - b);
    const double* left = o.left + static_cast<std::ptrdiff_t>(b) * o.terms * o.depth;
    product<double>(count * o.terms, o.width, o.depth, {left, o.depth, 1}, packed, 0, work, o.width, false);
    for (int r = 0; r < count; ++r) y[b + r] += dot(work + r * row, o.right + (b + r) * row, row);
  }
}

void multiply_transposed(const OuterView& o, int begin, int end, const double* y, double* w, double* work) noexcept {
  const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(o.terms) * o.width;
  double* weighted = work;
  double* scratch = aligned_end(work, product_chunk * row + 8);
  for (int b = begin; b < end; b += product_chunk) {
    const int count = smaller(product_chunk, end - b);
    for (int r = 0; r < count; ++r) {
      const double* right = o.right + (b + r) * row;
      const double factor = y[b + r];
#pragma omp simd
      for (std::ptrdiff_t n = 0; n < row; ++n) weighted[r * row + n] = factor * right[n];
    }
    const double* left = o.left + static_cast<std::ptrdiff_t>(b) * o.terms * o.depth;
    product_transposed<double>(o.depth, o.width, count * o.terms, left, o.depth, weighted, o.width, w, o.width,
                               scratch);
  }
}

// The products v_at . v_bu of all terms t of rows a with all terms u of rows b: to[(a, t)][u][b], b running fastest, so
// that the sums over terms below run over contiguous rows.
KATO_INLINE void all_products(const double* v, int length, int terms, int begin_a, int count_a, int begin_b,
                              int count_b, double* to, double* packed) noexcept {
  const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(terms) * length;
  for (int u = 0; u < terms; ++u) {
    pack<double>(length, count_b, {v + begin_b * row + static_cast<std::ptrdiff_t>(u) * length, 1, row}, packed);
    product<double>(count_a * terms, count_b, length, {v + begin_a * row, length, 1}, packed, 0, to + u * count_b,
                    static_cast<std::ptrdiff_t>(terms) * count_b, false);
  }
}

void gram(const OuterView& o, int begin_a, int end_a, int begin_b, int end_b, double* g, std::ptrdiff_t stride,
          double* work) noexcept {
  const int count_a = end_a - begin_a, count_b = end_b - begin_b;
  const std::ptrdiff_t size = static_cast<std::ptrdiff_t>(outer_chunk) * o.terms * outer_chunk * o.terms;
  double *lefts = work, *rights = work + size, *packed = work + 2 * size;
  all_products(o.left, o.depth, o.terms, begin_a, count_a, begin_b, count_b, lefts, packed);
  all_products(o.right, o.width, o.terms, begin_a, count_a, begin_b, count_b, rights, packed);
  const double *left = lefts, *right = rights;
  for (int a = 0; a < count_a; ++a) {
    double* sum = g + (begin_a + a) * stride + begin_b;
    for (int n = 0; n < o.terms * o.terms; ++n, left += count_b, right += count_b) {
#pragma omp simd
      for (int b = 0; b < count_b; ++b) sum[b] += left[b] * right[b];
    }
  }
}

}  // namespace

extern const OuterKernels outer_block_kernels;
const OuterKernels outer_block_kernels{pack_weights, multiply, multiply_transposed, gram};

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <algorithm>

#include "base/isa_table.hpp"

KATO_IN_EACH_ISA(extern const OuterKernels outer_block_kernels;)

namespace kato {

const OuterKernels& outer_kernels(Isa isa) {
  static constexpr const OuterKernels* kernels[] = KATO_OF_EACH_ISA(outer_block_kernels);
  return *at_isa(kernels, isa);
}

std::size_t outer_packed(const OuterView& block) {
  return static_cast<std::size_t>(portable::packed_size<double>(block.depth, block.width));
}

std::size_t outer_product_workspace(const OuterView& block) {
  return static_cast<std::size_t>(outer_chunk) * static_cast<std::size_t>(block.terms) *
             static_cast<std::size_t>(block.width) +
         outer_packed(block) + 32;
}

std::size_t outer_gram_workspace(const OuterView& block) {
  const int longest = std::max(block.depth, block.width);
  const auto rows = static_cast<std::size_t>(outer_chunk) * static_cast<std::size_t>(block.terms);
  return 2 * rows * rows + static_cast<std::size_t>(portable::packed_size<double>(longest, outer_chunk)) + 32;
}

}  // namespace kato
#endif
