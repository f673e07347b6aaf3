// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "linalg/math.hpp"
#include "linalg/simd.hpp"

// Small matrices, one in each lane of the registers: element (i, j) of all of them is one vector, a[i * n + j].
namespace kato::KATO_ISA {

template <class T>
struct SignedLog {
  Vector<T> log, sign;
};

template <class T>
KATO_INLINE Vector<T> log_of_each(Vector<T> x) noexcept {
  Vector<T> y;
  for (int lane = 0; lane < lanes_of<T>; ++lane) y[lane] = log_of(x[lane]);
  return y;
}

template <class T>
KATO_INLINE Vector<T> magnitude(Vector<T> x) noexcept {
  return x < T(0) ? -x : x;
}

/// Brings the largest of a[k..n-1][k] to row k, lane by lane, in every matrix given.
template <class T>
KATO_INLINE void pivot(int n, int k, Vector<T>* a, Vector<T>* also, Vector<T>& sign) noexcept {
  for (int r = k + 1; r < n; ++r) {
    const auto larger = magnitude<T>(a[r * n + k]) > magnitude<T>(a[k * n + k]);
    for (int c = 0; c < n; ++c) {
      const Vector<T> upper = a[k * n + c], lower = a[r * n + c];
      a[k * n + c] = larger ? lower : upper;
      a[r * n + c] = larger ? upper : lower;
      if (also != nullptr) {
        const Vector<T> up = also[k * n + c], low = also[r * n + c];
        also[k * n + c] = larger ? low : up;
        also[r * n + c] = larger ? up : low;
      }
    }
    sign = larger ? -sign : sign;
  }
}

/// Sign and ln|det| by elimination with partial pivoting; a [n, n] is destroyed. With `inverse` [n, n], that too, by
/// Gauss and Jordan. A singular matrix has sign 0 and ln|det| = -infinity.
template <class T>
SignedLog<T> eliminate(int n, Vector<T>* a, Vector<T>* inverse) noexcept {
  Vector<T> log{}, sign = broadcast(T(1));
  const Vector<T> zero{}, one = broadcast(T(1));
  if (inverse != nullptr)
    for (int e = 0; e < n * n; ++e) inverse[e] = e % (n + 1) == 0 ? one : zero;
  for (int k = 0; k < n; ++k) {
    pivot<T>(n, k, a, inverse, sign);
    const Vector<T> head = a[k * n + k], scale = one / head;
    log += log_of_each<T>(magnitude<T>(head));
    sign = head < T(0) ? -sign : (head == T(0) ? zero : sign);
    if (inverse != nullptr)
      for (int c = 0; c < n; ++c) {
        a[k * n + c] *= scale;
        inverse[k * n + c] *= scale;
      }
    for (int r = inverse != nullptr ? 0 : k + 1; r < n; ++r) {
      if (r == k) continue;
      const Vector<T> factor = inverse != nullptr ? a[r * n + k] : a[r * n + k] * scale;
      for (int c = k; c < n; ++c) a[r * n + c] -= factor * a[k * n + c];
      if (inverse != nullptr)
        for (int c = 0; c < n; ++c) inverse[r * n + c] -= factor * inverse[k * n + c];
    }
  }
  return {sign == T(0) ? broadcast(-T(INFINITY)) : log, sign};  // what follows a vanishing pivot is not a number
}

}  // namespace kato::KATO_ISA
