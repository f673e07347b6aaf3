// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "linalg/simd.hpp"

// Products of small matrices [n, n], one in each lane of the registers.
namespace kato::KATO_ISA {

/// Rows i .. i + R - 1, columns j .. j + C - 1 of C = A B; enough sums at once to keep the multipliers busy. Here and
/// below A may be one matrix of numbers, the same for all.
template <class T, int R, int C, class Left>
KATO_INLINE void batched_block(int n, int i, int j, const Left* a, const Vector<T>* b, Vector<T>* c) noexcept {
  Vector<T> sum[R][C];
  for (int r = 0; r < R; ++r)
    for (int s = 0; s < C; ++s) sum[r][s] = Vector<T>{};
  for (int k = 0; k < n; ++k)
    for (int r = 0; r < R; ++r)
      for (int s = 0; s < C; ++s) sum[r][s] += a[(i + r) * n + k] * b[k * n + j + s];
  for (int r = 0; r < R; ++r)
    for (int s = 0; s < C; ++s) c[(i + r) * n + j + s] = sum[r][s];
}

/// C = A B.
template <class T, class Left>
void batched_product(int n, const Left* a, const Vector<T>* b, Vector<T>* c) noexcept {
  int i = 0;
  for (; i + 1 < n; i += 2) {
    int j = 0;
    for (; j + 3 < n; j += 4) batched_block<T, 2, 4>(n, i, j, a, b, c);
    for (; j < n; ++j) batched_block<T, 2, 1>(n, i, j, a, b, c);
  }
  if (i == n) return;
  int j = 0;
  for (; j + 3 < n; j += 4) batched_block<T, 1, 4>(n, i, j, a, b, c);
  for (; j < n; ++j) batched_block<T, 1, 1>(n, i, j, a, b, c);
}

/// tr(A B), where only rows begin .. end - 1 of B differ from zero.
template <class T, class Left>
KATO_INLINE Vector<T> batched_trace(int n, const Left* a, const Vector<T>* b, int begin, int end) noexcept {
  Vector<T> sum{};
  for (int i = begin; i < end; ++i)
    for (int j = 0; j < n; ++j) sum += b[i * n + j] * a[j * n + i];
  return sum;
}

/// tr(X X).
template <class T>
KATO_INLINE Vector<T> batched_trace_of_square(int n, const Vector<T>* x) noexcept {
  Vector<T> diagonal{}, off{};
  for (int i = 0; i < n; ++i) {
    diagonal += x[i * n + i] * x[i * n + i];
    for (int j = 0; j < i; ++j) off += x[i * n + j] * x[j * n + i];
  }
  return diagonal + off + off;
}

/// Traces tr X_k, `trace_stride` apart, of X_k = A M_k for one A [n, n] and `count` matrices M_k [n, n] that are
/// `stride` apart, their rows `row_stride`; returns sum_k tr(X_k X_k). Scratch: 2 n^2 vectors.
template <class T>
KATO_INLINE T traces_of_products(int n, const T* a, const T* m, std::ptrdiff_t row_stride, std::ptrdiff_t stride,
                                 int count, Vector<T>* scratch, T* traces, std::ptrdiff_t trace_stride) noexcept {
  constexpr int width = lanes_of<T>;
  Vector<T> squares{}, *some = scratch, *x = scratch + n * n;
  for (int k = 0; k < count; k += width) {
    const int here = count - k < width ? count - k : width;
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) {
        Vector<T> e{};
        for (int v = 0; v < width; ++v) e[v] = m[(k + (v < here ? v : 0)) * stride + i * row_stride + j];
        some[i * n + j] = e;
      }
    const Vector<T> trace = batched_trace<T>(n, a, some, 0, n);
    batched_product<T>(n, a, some, x);
    const Vector<T> square = batched_trace_of_square<T>(n, x);
    for (int v = 0; v < here; ++v) traces[(k + v) * trace_stride] = trace[v], squares[v] += square[v];
  }
  T sum = 0;
  for (int v = 0; v < width; ++v) sum += squares[v];
  return sum;
}

}  // namespace kato::KATO_ISA
