// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "linalg/on_each_isa.hpp"

// What the eliminations are compared with, in long double.
namespace kato::test {

using Matrix = std::vector<long double>;  // [n, n]

// ln|det| and sign by elimination with partial pivoting; `inverse`, by solving for every column.
struct Factors {
  long double log = 0, sign = 1;
};
inline Factors plain_elimination(int n, Matrix a, Matrix* inverse = nullptr) {
  Factors det;
  Matrix right(static_cast<std::size_t>(n) * n);
  for (int i = 0; i < n; ++i) right[i * n + i] = 1;
  for (int k = 0; k < n; ++k) {
    int best = k;
    for (int r = k; r < n; ++r)
      if (std::abs(a[r * n + k]) > std::abs(a[best * n + k])) best = r;
    if (best != k) det.sign = -det.sign;
    for (int c = 0; c < n; ++c)
      std::swap(a[k * n + c], a[best * n + c]), std::swap(right[k * n + c], right[best * n + c]);
    det.log += std::log(std::abs(a[k * n + k]));
    if (a[k * n + k] < 0) det.sign = -det.sign;
    for (int r = 0; r < n; ++r) {
      if (r == k) continue;
      const long double factor = a[r * n + k] / a[k * n + k];
      for (int c = 0; c < n; ++c) a[r * n + c] -= factor * a[k * n + c], right[r * n + c] -= factor * right[k * n + c];
    }
  }
  for (int r = 0; r < n; ++r)
    for (int c = 0; c < n; ++c) right[r * n + c] /= a[r * n + r];
  if (inverse) *inverse = right;
  return det;
}

// One matrix in each lane, element by element.
template <class T>
struct Batch {
  int n, lanes;
  Numbers<T> numbers;
  Batch(int size, int count, const std::vector<Matrix>& matrices)
      : n(size), lanes(count), numbers(static_cast<std::size_t>(size) * size * count) {
    for (int e = 0; e < n * n; ++e)
      for (int v = 0; v < lanes; ++v) numbers[e * lanes + v] = static_cast<T>(matrices[v][e]);
  }
};

inline std::vector<Matrix> random_matrices(int n, int count, std::uint32_t stream, bool antisymmetric = false) {
  std::vector<Matrix> matrices;
  for (int m = 0; m < count; ++m) {
    const auto u = random_numbers<float>(static_cast<std::size_t>(n) * n, 100 * stream + m);
    matrices.emplace_back(u.begin(), u.end());
    if (antisymmetric)
      for (int i = 0; i < n; ++i)
        for (int j = 0; j <= i; ++j) matrices[m][i * n + j] = i == j ? 0 : -matrices[m][j * n + i];
  }
  return matrices;
}

// Rounding grows with the condition number, which the size of the inverse bounds.
template <class T>
double tolerance(int n, const Matrix& inverse) {
  long double most = 1;
  for (const long double e : inverse) most = std::max(most, std::abs(e));
  return static_cast<double>(10 * n * n * most) * std::numeric_limits<T>::epsilon();
}

}  // namespace kato::test
