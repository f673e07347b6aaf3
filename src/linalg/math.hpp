// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "base/kernel.hpp"

// Elementary functions that a compiler turns into vector code inside a loop: no branches, no tables, no calls.
// Errors are a few units in the last place; what is not finite stays so.
namespace kato::KATO_ISA {

template <class T>
struct Real;
template <>
struct Real<double> {
  using Bits = std::int64_t;
  static constexpr int mantissa = 52, bias = 1023;
  static constexpr double to_integer = 0x1.8p52;  // adding it rounds to an integer, which its low bits then hold
  static constexpr double log2e = 1.4426950408889634, ln2_high = 0x1.62e42fee00000p-1, ln2_low = 0x1.a39ef35793c76p-33;
  static constexpr double tanh_limit = 20, exp_low = -745.2, exp_high = 709.9;
};
template <>
struct Real<float> {
  using Bits = std::int32_t;
  static constexpr int mantissa = 23, bias = 127;
  static constexpr float to_integer = 0x1.8p23f;
  static constexpr float log2e = 1.44269504f, ln2_high = 0.693359375f, ln2_low = -2.12194440e-4f;
  static constexpr float tanh_limit = 10, exp_low = -104, exp_high = 89;
};

template <class To, class From>
KATO_INLINE To bits_as(From from) noexcept {
  return __builtin_bit_cast(To, from);
}

/// e^r - 1 for |r| <= ln(2)/2, by its series: the first term left out is below half a unit in the last place.
template <class T>
KATO_INLINE T expm1_reduced(T r) noexcept {
  T p;
  if constexpr (sizeof(T) == 8) {
    p = T(1.0 / 6227020800);
    p = p * r + T(1.0 / 479001600);
    p = p * r + T(1.0 / 39916800);
    p = p * r + T(1.0 / 3628800);
    p = p * r + T(1.0 / 362880);
    p = p * r + T(1.0 / 40320);
    p = p * r + T(1.0 / 5040);
    p = p * r + T(1.0 / 720);
  } else {
    p = T(1.0 / 5040);
    p = p * r + T(1.0 / 720);
  }
  p = p * r + T(1.0 / 120);
  p = p * r + T(1.0 / 24);
  p = p * r + T(1.0 / 6);
  p = p * r + T(0.5);
  return p * (r * r) + r;
}

/// x = n ln 2 + r with |r| <= ln(2)/2; n comes as a number and as bits.
template <class T>
struct Reduced {
  T r;
  typename Real<T>::Bits n;
};
template <class T>
KATO_INLINE Reduced<T> reduce(T x) noexcept {
  using R = Real<T>;
  const T shifted = x * R::log2e + R::to_integer;
  const T n = shifted - R::to_integer;
  return {(x - n * R::ln2_high) - n * R::ln2_low,
          bits_as<typename R::Bits>(shifted) - bits_as<typename R::Bits>(T(R::to_integer))};
}

/// 2^n for n in the range of normal numbers.
template <class T>
KATO_INLINE T power_of_two(typename Real<T>::Bits n) noexcept {
  return bits_as<T>((n + Real<T>::bias) << Real<T>::mantissa);
}

template <class T>
KATO_INLINE T exp_of(T x) noexcept {
  using R = Real<T>;
  const T low = R::exp_low, high = R::exp_high;
  T clamped = x < low ? low : x;
  clamped = clamped > high ? high : clamped;  // a NaN stays a NaN
  const auto [r, n] = reduce(clamped);
  const auto half = n >> 1;  // in two steps, so that results below the normal range round once
  const T value = (expm1_reduced(r) + 1) * power_of_two<T>(half) * power_of_two<T>(n - half);
  return x > high ? T(INFINITY) : value;
}

/// tanh x = (e^2x - 1)/(e^2x - 1 + 2), accurate for small x as well since e^2x - 1 is formed directly.
template <class T>
KATO_INLINE T tanh_of(T x) noexcept {
  using R = Real<T>;
  const T limit = R::tanh_limit;
  T clamped = x > limit ? limit : x;
  clamped = clamped < -limit ? -limit : clamped;
  const auto [r, n] = reduce(2 * clamped);
  const T scale = power_of_two<T>(n);
  const T minus_one = scale * expm1_reduced(r) + (scale - 1);
  return minus_one / (minus_one + 2);
}

/// ln x by ln(1 + f) = 2 artanh(f/(2 + f)) on the mantissa in [sqrt(1/2), sqrt(2)).
template <class T>
KATO_INLINE T log_of(T x) noexcept {
  using R = Real<T>;
  using Bits = typename R::Bits;
  constexpr T smallest = sizeof(T) == 8 ? T(0x1p-1022) : T(0x1p-126), lift = sizeof(T) == 8 ? T(0x1p54) : T(0x1p25);
  constexpr int lift_exponent = sizeof(T) == 8 ? 54 : 25;
  const bool tiny = x < smallest;
  const T lifted = tiny ? x * lift : x;
  // Unsigned, for what is no logarithm may overflow; the exponent is signed.
  using Unsigned = std::make_unsigned_t<Bits>;
  const auto bits = bits_as<Unsigned>(lifted), root_half = bits_as<Unsigned>(T(0.70710678118654752));
  const Bits exponent = static_cast<Bits>(bits - root_half) >> R::mantissa;
  const T m = bits_as<T>(bits - (static_cast<Unsigned>(exponent) << R::mantissa));
  // The exponent as a number, by the same trick backwards: conversions of 64-bit integers are slow on old machines.
  const T e =
      bits_as<T>(exponent + bits_as<Bits>(T(R::to_integer))) - T(R::to_integer) - (tiny ? T(lift_exponent) : T(0));
  const T f = m - 1, s = f / (2 + f), z = s * s;
  T p;
  if constexpr (sizeof(T) == 8) {
    p = T(2.0 / 21);
    p = p * z + T(2.0 / 19);
    p = p * z + T(2.0 / 17);
    p = p * z + T(2.0 / 15);
    p = p * z + T(2.0 / 13);
    p = p * z + T(2.0 / 11);
  } else {
    p = T(2.0 / 11);
  }
  p = p * z + T(2.0 / 9);
  p = p * z + T(2.0 / 7);
  p = p * z + T(2.0 / 5);
  p = p * z + T(2.0 / 3);
  p = p * z;  // ln m = 2 s + s p, and 2 s = f - s f
  T value = (e * R::ln2_high) + (f - (s * (f - p) - e * R::ln2_low));
  value = x == 0 ? T(-INFINITY) : value;
  value = x < 0 ? T(NAN) : value;
  return x < T(INFINITY) ? value : (x == x ? T(INFINITY) : x);
}

}  // namespace kato::KATO_ISA
