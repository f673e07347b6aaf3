// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "linalg/math.hpp"
#include "linalg/simd.hpp"

// One larger matrix at a time, its rows along the registers: rows `stride` apart, a whole number of vectors, with
// finite numbers beyond the last column.
namespace kato::KATO_ISA {

template <class T>
struct Determinant {
  T log, sign;
};

/// The distance of rows that n columns need.
template <class T>
KATO_INLINE std::ptrdiff_t row_stride(int n) noexcept {
  return (n + lanes_of<T> - 1) / lanes_of<T> * lanes_of<T>;
}

/// to -= factor from, in whole vectors from column `first` on.
template <class T>
KATO_INLINE void subtract_row(T* to, const T* from, T factor, std::ptrdiff_t first, std::ptrdiff_t stride) noexcept {
  const Vector<T> f = broadcast(factor);
  for (std::ptrdiff_t c = first; c < stride; c += lanes_of<T>) store(to + c, load(to + c) - f * load(from + c));
}

template <class T>
KATO_INLINE void exchange_rows(T* a, T* b, std::ptrdiff_t stride) noexcept {
  for (std::ptrdiff_t c = 0; c < stride; c += lanes_of<T>) {
    const Vector<T> x = load(a + c), y = load(b + c);
    store(a + c, y), store(b + c, x);
  }
}

/// Brings the largest of a[k..n-1][k] to row k, accounts for it in the determinant, and returns the row it came from.
template <class T>
KATO_INLINE int pivot_row(int n, int k, std::ptrdiff_t stride, T* a, Determinant<T>& det) noexcept {
  int best = k;
  for (int r = k + 1; r < n; ++r)
    if (std::fabs(a[r * stride + k]) > std::fabs(a[best * stride + k])) best = r;
  if (best != k) {
    exchange_rows(a + k * stride, a + best * stride, stride);
    det.sign = -det.sign;
  }
  const T head = a[k * stride + k];
  det.log += log_of(std::fabs(head));
  det.sign = head < 0 ? -det.sign : head == 0 ? T(0) : det.sign;
  return best;
}

template <class T>
KATO_INLINE Determinant<T> finished(Determinant<T> det) noexcept {
  if (det.sign == 0) det.log = -T(INFINITY);  // what follows a vanishing pivot is not a number
  return det;
}

/// Sign and ln|det| by elimination with partial pivoting; a is destroyed. A singular matrix has sign 0 and logarithm
/// -infinity.
template <class T>
Determinant<T> eliminate_rows(int n, std::ptrdiff_t stride, T* a) noexcept {
  Determinant<T> det{0, 1};
  for (int k = 0; k < n; ++k) {
    pivot_row(n, k, stride, a, det);
    const T scale = 1 / a[k * stride + k];
    const std::ptrdiff_t first = (k + 1) / lanes_of<T> * lanes_of<T>;
    for (int r = k + 1; r < n; ++r)
      subtract_row(a + r * stride, a + k * stride, a[r * stride + k] * scale, first, stride);
  }
  return finished(det);
}

/// The same, and the inverse in place of a, by Gauss and Jordan. `origin` is space for n numbers.
template <class T>
Determinant<T> invert_rows(int n, std::ptrdiff_t stride, T* a, T* origin) noexcept {
  Determinant<T> det{0, 1};
  for (int k = 0; k < n; ++k) {
    origin[k] = static_cast<T>(pivot_row(n, k, stride, a, det));
    T* head = a + k * stride;
    const Vector<T> scale = broadcast(1 / head[k]);
    head[k] = 1;
    for (std::ptrdiff_t c = 0; c < stride; c += lanes_of<T>) store(head + c, load(head + c) * scale);
    for (int r = 0; r < n; ++r) {
      if (r == k) continue;
      T* row = a + r * stride;
      const T factor = row[k];
      row[k] = 0;
      subtract_row(row, head, factor, 0, stride);
    }
  }
  for (int k = n - 1; k >= 0; --k) {  // the rows exchanged are columns of the inverse
    const int from = static_cast<int>(origin[k]);
    for (int r = 0; r < n && from != k; ++r) {
      T* row = a + r * stride;
      const T other = row[k];
      row[k] = row[from], row[from] = other;
    }
  }
  return finished(det);
}

}  // namespace kato::KATO_ISA
