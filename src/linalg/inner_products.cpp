// SPDX-License-Identifier: Apache-2.0
#include "linalg/inner_products.hpp"

#include <algorithm>

// A block of 6 x 4 (or 3 x 3) inner products is summed in registers, each in the lanes of one vector: 10 loads for 24
// products. The depth is cut in chunks, so that the 6 rows stay in the first-level cache while all rows of b pass.
namespace kato {
namespace {

#define KATO_ALWAYS_INLINE __attribute__((always_inline)) inline

constexpr std::size_t chunk = 512;

template <int bytes>
struct Register {
  typedef double Type __attribute__((vector_size(bytes), aligned(8), may_alias));
};

template <int bytes, int rows, int columns>
KATO_ALWAYS_INLINE void block(const double* a, std::size_t a_stride, const double* b, std::size_t b_stride,
                              std::size_t depth, double* c, std::size_t c_stride) noexcept {
  typedef double Vector __attribute__((vector_size(bytes)));
  using Unaligned = typename Register<bytes>::Type;
  constexpr int lanes = bytes / static_cast<int>(sizeof(double));
  Vector sum[rows][columns];
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < columns; ++j) sum[i][j] = Vector{};
  std::size_t k = 0;
  for (; k + lanes <= depth; k += lanes) {
    Vector right[columns];
    for (int j = 0; j < columns; ++j) right[j] = *reinterpret_cast<const Unaligned*>(b + j * b_stride + k);
    for (int i = 0; i < rows; ++i) {
      const Vector left = *reinterpret_cast<const Unaligned*>(a + i * a_stride + k);
      for (int j = 0; j < columns; ++j) sum[i][j] += left * right[j];
    }
  }
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) {
      double total = 0;
      for (int lane = 0; lane < lanes; ++lane) total += sum[i][j][lane];
      for (std::size_t n = k; n < depth; ++n) total += a[i * a_stride + n] * b[j * b_stride + n];
      c[i * c_stride + j] += total;
    }
  }
}

// `rows` rows of a with all rows of b, or with those up to the diagonal.
template <int bytes, int rows, int columns>
KATO_ALWAYS_INLINE void strip(const double* a, std::size_t a_stride, const double* b, std::size_t b_stride,
                              std::size_t width, std::size_t depth, double* c, std::size_t c_stride) noexcept {
  std::size_t j = 0;
  for (; j + columns <= width; j += columns)
    block<bytes, rows, columns>(a, a_stride, b + j * b_stride, b_stride, depth, c + j, c_stride);
  for (; j < width; ++j) block<bytes, rows, 1>(a, a_stride, b + j * b_stride, b_stride, depth, c + j, c_stride);
}

template <int bytes, int rows, int columns>
KATO_ALWAYS_INLINE void all(Rows a, Rows b, std::size_t depth, bool lower_only, double* c,
                            std::size_t c_stride) noexcept {
  for (std::size_t i = 0; i < a.count; ++i) std::fill_n(c + i * c_stride, b.count, 0.0);
  for (std::size_t start = 0; start < depth; start += chunk) {
    const std::size_t length = std::min(chunk, depth - start);
    for (std::size_t i = 0; i < a.count;) {
      const bool whole = i + rows <= a.count;
      const std::size_t width = lower_only ? std::min(b.count, i + (whole ? rows : 1)) : b.count;
      const double* from = a.data + i * a.stride + start;
      if (whole) {
        strip<bytes, rows, columns>(from, a.stride, b.data + start, b.stride, width, length, c + i * c_stride,
                                    c_stride);
      } else {
        strip<bytes, 1, columns>(from, a.stride, b.data + start, b.stride, width, length, c + i * c_stride, c_stride);
      }
      i += whole ? rows : 1;
    }
  }
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512dq,fma"))) void avx512(Rows a, Rows b, std::size_t depth, bool lower_only,
                                                            double* c, std::size_t c_stride) noexcept {
  all<64, 6, 4>(a, b, depth, lower_only, c, c_stride);
}
__attribute__((target("avx2,fma"))) void avx2(Rows a, Rows b, std::size_t depth, bool lower_only, double* c,
                                              std::size_t c_stride) noexcept {
  all<32, 3, 3>(a, b, depth, lower_only, c, c_stride);
}
#endif

void portable(Rows a, Rows b, std::size_t depth, bool lower_only, double* c, std::size_t c_stride) noexcept {
  all<16, 3, 3>(a, b, depth, lower_only, c, c_stride);
}

}  // namespace

InnerProducts inner_products(Isa isa) noexcept {
#if defined(__x86_64__)
  if (isa == Isa::avx512) return avx512;
  if (isa == Isa::avx2) return avx2;
#else
  static_cast<void>(isa);
#endif
  return portable;
}

}  // namespace kato
