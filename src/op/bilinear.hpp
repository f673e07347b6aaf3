// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "op/lanes.hpp"

// Sums of products, y_o = sum over terms (o, r, s) of a_r b_s, feature by feature:
//     y_k = sum a_k b + a b_k,   lap y = sum lap a b + a lap b + 2 sum_k a_k b_k.
// b has the features of y; a may have fewer, each of which then stands for a group of neighbouring features (a head).
namespace kato::KATO_ISA {

/// y += factor a b.
template <class T>
KATO_INLINE void add_products(T* y, const T* a, int a_features, const T* b, int features, T factor) noexcept {
  if (a_features == features) {
#pragma omp simd
    for (int n = 0; n < features; ++n) y[n] += factor * a[n] * b[n];
    return;
  }
  const int group = features / a_features;
  for (int h = 0; h < a_features; ++h)
    for (int n = h * group; n < (h + 1) * group; ++n) y[n] += factor * a[h] * b[n];
}

/// a += y b, summed over the features of a group.
template <class T>
KATO_INLINE void add_grouped(T* a, int a_features, const T* y, const T* b, int features) noexcept {
  const int group = features / a_features;
  for (int h = 0; h < a_features; ++h) {
    T sum = 0;
    for (int n = h * group; n < (h + 1) * group; ++n) sum += y[n] * b[n];
    a[h] += sum;
  }
}

/// Calls f(lane of a, lane of b) for the gradient lanes that row r of a and row s of b both keep.
template <class T, class F>
KATO_INLINE void for_shared_gradients(const Tile& tile, const Buffer<T>& a, int r, const Buffer<T>& b, int s,
                                      const Buffer<T>& out, F&& f) noexcept {
  if (same_lanes(a, out)) {
    for_gradient_lanes(tile, b, out, s, [&](int lane, int wide) { f(wide, lane); });
  } else if (same_lanes(b, out)) {
    for_gradient_lanes(tile, a, out, r, [&](int lane, int wide) { f(lane, wide); });
  } else {
    for_gradient_lanes(tile, a, out, r, [&](int lane_a, int wide_a) {
      for_gradient_lanes(tile, b, out, s, [&](int lane_b, int wide_b) {
        if (wide_a == wide_b) f(lane_a, lane_b);
      });
    });
  }
}

/// `terms(f)` calls f(o, r, s) for every term.
template <class T, class Terms>
KATO_INLINE void bilinear_forward(const Call<T>& call, Terms&& terms) noexcept {
  const auto &a = call.in[0], &b = call.in[1], &out = call.out;
  const int features = out.features;
  const bool laplacian = call.tile.laplacian && out.lanes > 1;
  fill_zero(out.data, call.tile.walkers * out.walker_stride());
  for (int w = 0; w < call.tile.walkers; ++w)
    terms([&](int o, int r, int s) {
      const T *a_value = a.at(w, 0, r), *b_value = b.at(w, 0, s);
      for_lanes(call.tile, a, out, r, [&](int from, int to) {
        add_products(out.at(w, to, o), a.at(w, from, r), a.features, b_value, features, T(1));
      });
      for_lanes(call.tile, b, out, s, [&](int from, int to) {
        if (from > 0) add_products(out.at(w, to, o), a_value, a.features, b.at(w, from, s), features, T(1));
      });
      if (!laplacian) return;
      for_shared_gradients(call.tile, a, r, b, s, out, [&](int lane_a, int lane_b) {
        add_products(out.at(w, out.lanes - 1, o), a.at(w, lane_a, r), a.features, b.at(w, lane_b, s), features, T(2));
      });
    });
}

template <class T, class Terms>
KATO_INLINE void bilinear_pullback(const Call<T>& call, Terms&& terms) noexcept {
  const auto &a = call.in[0], &b = call.in[1], &a_bar = call.in_bar[0], &b_bar = call.in_bar[1], &y_bar = call.out_bar;
  const int features = y_bar.features;
  for (int w = 0; w < call.tile.walkers; ++w)
    terms([&](int o, int r, int s) {
      const T *a_value = a.at(w, 0, r), *b_value = b.at(w, 0, s);
      for_lanes(call.tile, a, y_bar, r, [&](int lane, int wide) {  // y_k = a_k b + ...
        const T* seed = y_bar.at(w, wide, o);
        if (a_bar.data) add_grouped(a_bar.at(w, lane, r), a.features, seed, b_value, features);
        if (b_bar.data && lane > 0) add_products(b_bar.at(w, 0, s), a.at(w, lane, r), a.features, seed, features, T(1));
      });
      for_lanes(call.tile, b, y_bar, s, [&](int lane, int wide) {  // y_k = ... + a b_k
        const T* seed = y_bar.at(w, wide, o);
        if (b_bar.data) add_products(b_bar.at(w, lane, s), a_value, a.features, seed, features, T(1));
        if (a_bar.data && lane > 0) add_grouped(a_bar.at(w, 0, r), a.features, seed, b.at(w, lane, s), features);
      });
    });
}

}  // namespace kato::KATO_ISA
