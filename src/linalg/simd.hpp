// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "base/kernel.hpp"

#if defined(__AVX512F__)
#include <immintrin.h>
#endif

// The compiler's vector types, as wide as the instruction set's registers.
namespace kato::KATO_ISA {

#if defined(__AVX512F__)
inline constexpr int register_bytes = 64, panel_vectors = 4, rows_by_panel = 6, rows_by_two = 12, rows_by_one = 12;
#elif defined(__AVX2__)
inline constexpr int register_bytes = 32, panel_vectors = 3, rows_by_panel = 4, rows_by_two = 6, rows_by_one = 12;
#else
inline constexpr int register_bytes = 16, panel_vectors = 3, rows_by_panel = 4, rows_by_two = 6, rows_by_one = 12;
#endif

/// The numbers in a register.
template <class T>
inline constexpr int lanes_of = register_bytes / static_cast<int>(sizeof(T));

template <class T>
struct VectorOf;
template <>
struct VectorOf<float> {
  typedef float Type __attribute__((vector_size(register_bytes)));
  typedef float Unaligned __attribute__((vector_size(register_bytes), aligned(4), may_alias));
};
template <>
struct VectorOf<double> {
  typedef double Type __attribute__((vector_size(register_bytes)));
  typedef double Unaligned __attribute__((vector_size(register_bytes), aligned(8), may_alias));
};

/// A register full of numbers; arithmetic acts on each.
template <class T>
using Vector = typename VectorOf<T>::Type;

template <class T>
KATO_INLINE Vector<T> load(const T* from) noexcept {
  return *reinterpret_cast<const typename VectorOf<T>::Unaligned*>(from);
}
template <class T>
KATO_INLINE void store(T* to, Vector<T> value) noexcept {
  *reinterpret_cast<typename VectorOf<T>::Unaligned*>(to) = value;
}
/// Adds the first `count` numbers of `value` to those at `to`, or writes them there; nothing beyond is touched.
template <class T>
KATO_INLINE void store_first(T* to, Vector<T> value, int count, bool accumulate) noexcept {
#if defined(__AVX512F__)
  if constexpr (sizeof(T) == 8) {
    const auto mask = static_cast<__mmask8>((1u << count) - 1);
    if (accumulate) value = _mm512_add_pd(value, _mm512_maskz_loadu_pd(mask, to));
    _mm512_mask_storeu_pd(to, mask, value);
  } else {
    const auto mask = static_cast<__mmask16>((1u << count) - 1);
    if (accumulate) value = _mm512_add_ps(value, _mm512_maskz_loadu_ps(mask, to));
    _mm512_mask_storeu_ps(to, mask, value);
  }
#else
  T numbers[lanes_of<T>];
  store(numbers, value);
  for (int n = 0; n < count; ++n) to[n] = accumulate ? to[n] + numbers[n] : numbers[n];
#endif
}

template <class T>
KATO_INLINE Vector<T> broadcast(T value) noexcept {
  return value - Vector<T>{};
}

}  // namespace kato::KATO_ISA
