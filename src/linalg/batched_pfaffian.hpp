// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "linalg/batched_lu.hpp"

namespace kato::KATO_ISA {

/// Exchanges rows and columns p and q of an antisymmetric matrix in the lanes where `where` is true.
template <class T, class Mask>
KATO_INLINE void exchange(int n, int p, int q, Vector<T>* a, Mask where) noexcept {
  for (int c = 0; c < n; ++c) {
    const Vector<T> upper = a[p * n + c], lower = a[q * n + c];
    a[p * n + c] = where ? lower : upper;
    a[q * n + c] = where ? upper : lower;
  }
  for (int r = 0; r < n; ++r) {
    const Vector<T> left = a[r * n + p], right = a[r * n + q];
    a[r * n + p] = where ? right : left;
    a[r * n + q] = where ? left : right;
  }
}

/// Sign and ln|pf| of antisymmetric matrices a [n, n], n even, which are destroyed: skew tridiagonalisation by Gauss
/// transformations with partial pivoting (Parlett and Reid; Wimmer, ACM TOMS 38, 30 (2012)). A singular matrix has
/// sign 0 and ln|pf| = -infinity.
template <class T>
SignedLog<T> pfaffian(int n, Vector<T>* a) noexcept {
  Vector<T> log{}, sign = broadcast(T(1));
  const Vector<T> zero{};
  for (int k = 0; k + 1 < n; k += 2) {
    for (int r = k + 2; r < n; ++r) {
      const auto larger = magnitude<T>(a[r * n + k]) > magnitude<T>(a[(k + 1) * n + k]);
      exchange<T>(n, k + 1, r, a, larger);
      sign = larger ? -sign : sign;
    }
    const Vector<T> head = a[k * n + k + 1], scale = broadcast(T(1)) / head;
    log += log_of_each<T>(magnitude<T>(head));
    sign = head < T(0) ? -sign : (head == T(0) ? zero : sign);
    for (int i = k + 2; i < n; ++i) {  // a_ij += t_i c_j - c_i t_j, t = row k over the pivot, c = column k + 1
      const Vector<T> t_i = a[k * n + i] * scale, c_i = a[i * n + k + 1];
      for (int j = k + 2; j < n; ++j) a[i * n + j] += t_i * a[j * n + k + 1] - c_i * (a[k * n + j] * scale);
    }
  }
  return {sign == T(0) ? broadcast(-T(INFINITY)) : log, sign};
}

}  // namespace kato::KATO_ISA
