// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <vector>

// Numbers that carry their derivatives: the oracle that the kernels are compared with.
namespace kato::test {

/// v + e eps with eps^2 = 0: a number and its derivative by one thing, chosen by whoever sets e = 1.
struct Eps {
  double v = 0, e = 0;
  Eps(double value = 0, double derivative = 0) : v(value), e(derivative) {}
};

inline Eps operator+(Eps a, Eps b) { return {a.v + b.v, a.e + b.e}; }
inline Eps operator-(Eps a, Eps b) { return {a.v - b.v, a.e - b.e}; }
inline Eps operator-(Eps a) { return {-a.v, -a.e}; }
inline Eps operator*(Eps a, Eps b) { return {a.v * b.v, a.v * b.e + a.e * b.v}; }
inline Eps operator/(Eps a, Eps b) { return {a.v / b.v, (a.e - a.v / b.v * b.e) / b.v}; }
inline Eps exp(Eps x) { return {std::exp(x.v), std::exp(x.v) * x.e}; }
inline Eps log(Eps x) { return {std::log(x.v), x.e / x.v}; }
inline Eps sin(Eps x) { return {std::sin(x.v), std::cos(x.v) * x.e}; }
inline Eps cos(Eps x) { return {std::cos(x.v), -std::sin(x.v) * x.e}; }
inline Eps tanh(Eps x) { return {std::tanh(x.v), x.e / std::pow(std::cosh(x.v), 2)}; }
inline Eps erf(Eps x) { return {std::erf(x.v), 2 / std::sqrt(M_PI) * std::exp(-x.v * x.v) * x.e}; }
inline Eps pow(Eps x, double p) {
  if (p == 0) return 1;
  return {std::pow(x.v, p), p * std::pow(x.v, p - 1) * x.e};
}

/// A function of the coordinates at a point: its value, gradient and Laplacian.
struct Dual {
  static constexpr int most = 8;  ///< coordinates
  Eps v;
  std::array<Eps, most> g{};
  Eps lap;
  Dual(Eps value = 0) : v(value) {}
  Dual(double value) : v(value) {}
};

/// f(x) from f, f', f'' at the value of x.
inline Dual chain(const Dual& x, Eps f, Eps first, Eps second) {
  Dual y(f);
  Eps squares;
  for (int k = 0; k < Dual::most; ++k) {
    y.g[k] = first * x.g[k];
    squares = squares + x.g[k] * x.g[k];
  }
  y.lap = first * x.lap + second * squares;
  return y;
}

/// alpha a + beta b.
inline Dual combine(double alpha, const Dual& a, double beta, const Dual& b) {
  Dual y(alpha * a.v + beta * b.v);
  for (int k = 0; k < Dual::most; ++k) y.g[k] = alpha * a.g[k] + beta * b.g[k];
  y.lap = alpha * a.lap + beta * b.lap;
  return y;
}
inline Dual operator+(const Dual& a, const Dual& b) { return combine(1, a, 1, b); }
inline Dual operator-(const Dual& a, const Dual& b) { return combine(1, a, -1, b); }
inline Dual operator-(const Dual& a) { return combine(-1, a, 0, a); }
inline Dual operator*(const Dual& a, const Dual& b) {
  Dual y(a.v * b.v);
  y.lap = a.lap * b.v + a.v * b.lap;
  for (int k = 0; k < Dual::most; ++k) {
    y.g[k] = a.g[k] * b.v + a.v * b.g[k];
    y.lap = y.lap + 2 * a.g[k] * b.g[k];
  }
  return y;
}
inline Dual pow(const Dual& x, double p) {
  return chain(x, pow(x.v, p), p == 0 ? 0 : p * pow(x.v, p - 1), p == 0 || p == 1 ? 0 : p * (p - 1) * pow(x.v, p - 2));
}
inline Dual operator/(const Dual& a, const Dual& b) { return a * pow(b, -1); }
inline Dual exp(const Dual& x) { return chain(x, exp(x.v), exp(x.v), exp(x.v)); }
inline Dual log(const Dual& x) { return chain(x, log(x.v), 1 / x.v, -1 / (x.v * x.v)); }
inline Dual sin(const Dual& x) { return chain(x, sin(x.v), cos(x.v), -sin(x.v)); }
inline Dual cos(const Dual& x) { return chain(x, cos(x.v), -sin(x.v), -cos(x.v)); }
inline Dual tanh(const Dual& x) {
  const Eps y = tanh(x.v);
  return chain(x, y, 1 - y * y, -2 * y * (1 - y * y));
}
inline Dual erf(const Dual& x) {
  const Eps slope = 2 / std::sqrt(M_PI) * exp(-x.v * x.v);
  return chain(x, erf(x.v), slope, -2 * x.v * slope);
}
inline Dual abs(const Dual& x) { return x.v.v < 0 ? -x : x; }

/// The rows and features of one walker.
struct Table {
  int rows = 0, features = 0;
  std::vector<Dual> numbers;
  Table() = default;
  Table(int r, int f) : rows(r), features(f), numbers(static_cast<std::size_t>(r) * f) {}
  Dual& operator()(int r, int f) { return numbers[static_cast<std::size_t>(r) * features + f]; }
  const Dual& operator()(int r, int f) const { return numbers[static_cast<std::size_t>(r) * features + f]; }
  /// With one row, or one feature, standing for all.
  const Dual& broadcast(int r, int f) const { return (*this)(rows == 1 ? 0 : r, features == 1 ? 0 : f); }
};

}  // namespace kato::test
