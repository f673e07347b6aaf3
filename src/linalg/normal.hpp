// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "linalg/math.hpp"

// The normal distribution, in vector code as the functions of math.hpp.
namespace kato::KATO_ISA {

/// e^(z^2) erfc(z) for z >= 0 as a polynomial in t = (z - split)/(z + split), which runs from -1 to 1; the form is that
/// of Schonfelder, Math. Comp. 32, 1232 (1978). The coefficients interpolate in Chebyshev's points: relative errors of
/// 1e-16 and 2e-8.
template <class T>
struct ScaledErfc;
template <>
struct ScaledErfc<double> {
  static constexpr double split = 3, largest = 40;
  static constexpr double coefficients[] = {
      0.17900115118138995,    -0.32623356004303715,    0.24560380171233086,   -0.15011593650078561,
      0.071665837197979984,   -0.024392499318411062,   0.0042691363327781006, 0.00070774643514506428,
      -0.0005970619475502767, 4.5255329263444279e-5,   6.4056546802093322e-5, -1.2860651746980524e-5,
      -7.9780880204179813e-6, 2.1205074753896934e-6,   1.2523631449120615e-6, -2.949653915150401e-7,
      -2.3439872992556614e-7, 2.9799238484052281e-8,   4.6586347715490859e-8, 9.1090705974773585e-11,
      -8.6510633864228427e-9, -8.0895981006658645e-10, 1.2697401376405445e-9, 1.2611903405955774e-10,
      -1.0514975182484189e-10};
};
template <>
struct ScaledErfc<float> {
  static constexpr float split = 2, largest = 15;
  static constexpr float coefficients[] = {0.255395679f,   -0.427185849f,   0.241657999f,     -0.0789784817f,
                                           0.00373523938f, 0.0069963076f,   -0.000857754468f, -0.000977097215f,
                                           6.63354703e-5f, 0.000165174053f, 2.50371733e-6f,   -2.00552701e-5f};
};

/// The polynomial in t, without a loop: it stands within one that becomes vector code.
template <class T, std::size_t... N>
KATO_INLINE T scaled_erfc(T t, std::index_sequence<N...>) noexcept {
  constexpr auto& c = ScaledErfc<T>::coefficients;
  T p = c[sizeof...(N)];
  ((p = p * t + c[sizeof...(N) - 1 - N]), ...);
  return p;
}

/// Of the normal distribution at x: e^(-x^2/2)/sqrt(2 pi), and the chance to be below x. The chance errs by few units
/// in the last place of 1, in its lower tail by x^2 units of its own.
template <class T>
struct Normal {
  T density, below;
};

template <class T>
KATO_INLINE Normal<T> normal_of(T x) noexcept {
  using Fit = ScaledErfc<T>;
  constexpr auto degree = sizeof(Fit::coefficients) / sizeof(T) - 1;
  const T bell = exp_of(T(-0.5) * x * x), size = (x < 0 ? -x : x) * T(0.70710678118654752);
  const T z = size > Fit::largest ? Fit::largest : size;  // a NaN stays a NaN
  const T t = (z - Fit::split) / (z + Fit::split);
  const T tail = T(0.5) * scaled_erfc(t, std::make_index_sequence<degree>{}) * bell;
  return {T(0.39894228040143268) * bell, x < 0 ? tail : 1 - tail};
}

}  // namespace kato::KATO_ISA
