// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "linalg/math.hpp"
#include "op/op.hpp"

// The functions u(r) of a distance that factors of pairs are made of, each with the constants and parameters of one
// class q of pairs: the parameters are [parameters, C].
namespace kato::KATO_ISA {

/// u, u'/r and u''; `inverse` is 1/r, or 0 at r = 0.
template <class T>
struct PairFunction {
  T u, slope_by_r, curvature;
};

/// The derivatives of u and u'/r by a parameter.
template <class T>
struct ByParameter {
  T u, slope_by_r;
};

/// u = a r/(1 + p^2 r).
template <class T>
struct PadeForm {
  static constexpr int parameters = 1, slopes = 1;
  T a, b, p;

  KATO_INLINE PadeForm(const Call<T>& call, int q) noexcept
      : a(static_cast<T>(call.constants[q])), b(call.parameter[0][q] * call.parameter[0][q]), p(call.parameter[0][q]) {}
  KATO_INLINE PairFunction<T> at(T r, T inverse) const noexcept {
    const T q = 1 / (1 + b * r), aq2 = a * q * q;
    return {a * r * q, aq2 * inverse, -2 * b * aq2 * q};
  }
  KATO_INLINE ByParameter<T> by_parameter(int, T r, T) const noexcept {
    const T q = 1 / (1 + b * r), aq2 = a * q * q;
    return {-2 * p * aq2 * r * r, -4 * p * aq2 * q};
  }
};

/// u = p r.
template <class T>
struct StraightForm {
  static constexpr int parameters = 1, slopes = 0;
  T p;

  KATO_INLINE StraightForm(const Call<T>& call, int q) noexcept : p(call.parameter[0][q]) {}
  KATO_INLINE PairFunction<T> at(T r, T inverse) const noexcept { return {p * r, p * inverse, 0}; }
  KATO_INLINE ByParameter<T> by_parameter(int, T r, T inverse) const noexcept { return {r, inverse}; }
};

/// u = ln(1 + a s) for a > 0, else a s, and sum_k c_k s^k, k = 2..6, of s = R tanh(r/R).
template <class T>
struct LevelledForm {
  static constexpr int parameters = 5, slopes = 1;
  // Without branches and loops below: with them the loop over walkers would not be left to the registers.
  T rising, falling, range, c2, c3, c4, c5, c6;

  KATO_INLINE LevelledForm(const Call<T>& call, int q) noexcept : range(static_cast<T>(call.attributes.a)) {
    const T slope = static_cast<T>(call.constants[q]), *c = call.parameter[0] + q;
    const int count = call.attributes.count;
    rising = slope > 0 ? slope : 0, falling = slope > 0 ? 0 : slope;
    c2 = c[0], c3 = c[count], c4 = c[2 * count], c5 = c[3 * count], c6 = c[4 * count];
  }
  KATO_INLINE PairFunction<T> at(T r, T inverse) const noexcept {
    const T t = tanh_of(r / range), s = range * t, fall = 1 - t * t, bend = -2 * t * fall / range;
    const T inside = 1 + rising * s, rise = rising / inside;
    const T u = log_of(inside) + falling * s + s * s * (c2 + s * (c3 + s * (c4 + s * (c5 + s * c6))));
    const T slope = rise + falling + s * (2 * c2 + s * (3 * c3 + s * (4 * c4 + s * (5 * c5 + s * 6 * c6))));
    const T curvature = 2 * c2 - rise * rise + s * (6 * c3 + s * (12 * c4 + s * (20 * c5 + s * 30 * c6)));
    return {u, slope * fall * inverse, curvature * fall * fall + slope * bend};
  }
  KATO_INLINE ByParameter<T> by_parameter(int k, T r, T inverse) const noexcept {
    const T t = tanh_of(r / range), s = range * t;
    T power = s;  // s^(k + 1)
    for (int n = 0; n < k; ++n) power *= s;
    return {power * s, T(k + 2) * power * (1 - t * t) * inverse};
  }
};

}  // namespace kato::KATO_ISA
