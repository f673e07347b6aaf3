// SPDX-License-Identifier: Apache-2.0
// y = a b, rows and features broadcast as in `add`: y_k = a_k b + a b_k, lap y = lap a b + a lap b + 2 sum_k a_k b_k.
#include "op/bilinear.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// One row of one lane, whose single feature may stand for all.
template <class T>
struct Row {
  T* data;
  int step;  // 0 for a single feature
  KATO_INLINE T& operator[](int n) const { return data[n * step]; }
};

template <class T>
KATO_INLINE Row<T> row_of(const Buffer<T>& in, const Buffer<T>& out, int w, int lane, int r) noexcept {
  return {in.at(w, lane, in.rows == 1 ? 0 : r), in.features == out.features ? 1 : 0};
}

template <class T>
KATO_INLINE void add_product(T* to, Row<T> a, Row<T> b, T factor, int features) noexcept {
  if (a.step == 1 && b.step == 1) {
#pragma omp simd
    for (int n = 0; n < features; ++n) to[n] += factor * a.data[n] * b.data[n];
  } else {
    for (int n = 0; n < features; ++n) to[n] += factor * a[n] * b[n];
  }
}

// The same numbers of rows and features, so that a lane is one stretch of numbers.
template <class T>
KATO_INLINE bool alike(const Buffer<T>& a, const Buffer<T>& b) noexcept {
  return a.rows == b.rows && a.features == b.features;
}

template <class T>
KATO_INLINE void value_lane(const Call<T>& call, int w) noexcept {
  const auto &a = call.in[0], &b = call.in[1], &out = call.out;
  fill_zero(out.at(w), out.lane_stride());
  for (int r = 0; r < out.rows; ++r)
    add_product(out.at(w, 0, r), row_of(a, out, w, 0, r), row_of(b, out, w, 0, r), T(1), out.features);
}

// Derivative lanes of out += those of `side` times the value of `other`.
template <class T>
KATO_INLINE void add_side(const Call<T>& call, const Buffer<T>& side, const Buffer<T>& other, int w) noexcept {
  const auto& out = call.out;
  for (int r = 0; r < out.rows; ++r) {
    const auto value = row_of(other, out, w, 0, r);
    for_lanes(call.tile, side, out, r, [&](int from, int to) {
      if (from > 0) add_product(out.at(w, to, r), row_of(side, out, w, from, r), value, T(1), out.features);
    });
  }
}

// The same where all of these have the same rows and features, and `side` all lanes of out: nothing was there before.
template <class T>
KATO_INLINE void set_side(const Buffer<T>& out, const Buffer<T>& side, const Buffer<T>& other, int w) noexcept {
  const T* value = other.at(w);
  for (int lane = 1; lane < out.lanes; ++lane) {
    const T* x = side.at(w, lane);
    T* y = out.at(w, lane);
#pragma omp simd
    for (std::ptrdiff_t n = 0; n < out.lane_stride(); ++n) y[n] = x[n] * value[n];
  }
}

template <class T>
KATO_INLINE void rows_with_lanes(const Call<T>& call, int w) noexcept {
  const auto &a = call.in[0], &b = call.in[1], &out = call.out;
  const bool rows_alike = alike(a, out) && alike(b, out), a_whole = rows_alike && same_lanes(a, out),
             b_whole = rows_alike && same_lanes(b, out);
  value_lane(call, w);
  if (a_whole || b_whole)
    set_side(out, a_whole ? a : b, a_whole ? b : a, w);
  else
    fill_zero(out.at(w, 1), out.walker_stride() - out.lane_stride());
  if (!a_whole) add_side(call, a, b, w);
  if (a_whole || !b_whole) add_side(call, b, a, w);
  if (!call.tile.laplacian) return;
  for (int r = 0; r < out.rows; ++r)
    for_shared_gradients(call.tile, a, r, b, r, out, [&](int lane_a, int lane_b) {
      add_product(out.at(w, out.lanes - 1, r), row_of(a, out, w, lane_a, r), row_of(b, out, w, lane_b, r), T(2),
                  out.features);
    });
}

// Where rows, features and lanes are all the same, a strip of numbers of every lane after the other. `out` may be `a`.
constexpr int strip = 256;

template <class T>
KATO_INLINE void strip_of_lanes(const Call<T>& call, int w, std::ptrdiff_t start, int count) noexcept {
  const auto &a = call.in[0], &b = call.in[1], &out = call.out;
  const int gradients = call.tile.gradients(out.pattern);
  const T *x = a.at(w) + start, *z = b.at(w) + start;
  alignas(64) T cross[strip] = {};
  for (int k = 1; k <= gradients; ++k) {
    const T *x_k = a.at(w, k) + start, *z_k = b.at(w, k) + start;
    T* y = out.at(w, k) + start;
#pragma omp simd
    for (int n = 0; n < count; ++n) {
      const T along = x_k[n];
      cross[n] += along * z_k[n];
      y[n] = along * z[n] + x[n] * z_k[n];
    }
  }
  if (call.tile.laplacian && out.lanes > 1) {
    const T *x_l = a.at(w, out.lanes - 1) + start, *z_l = b.at(w, out.lanes - 1) + start;
    T* y = out.at(w, out.lanes - 1) + start;
#pragma omp simd
    for (int n = 0; n < count; ++n) y[n] = x_l[n] * z[n] + x[n] * z_l[n] + 2 * cross[n];
  }
  T* y = out.at(w) + start;
#pragma omp simd
  for (int n = 0; n < count; ++n) y[n] = x[n] * z[n];
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto &a = call.in[0], &b = call.in[1], &out = call.out;
  const bool whole = alike(a, out) && alike(b, out) && same_lanes(a, out) && same_lanes(b, out);
  for (int w = 0; w < call.tile.walkers; ++w) {
    if (!whole) {
      out.lanes == 1 ? value_lane(call, w) : rows_with_lanes(call, w);
      continue;
    }
    for (std::ptrdiff_t start = 0; start < out.lane_stride(); start += strip) {
      const std::ptrdiff_t left = out.lane_stride() - start;
      strip_of_lanes(call, w, start, static_cast<int>(left < strip ? left : strip));
    }
  }
}

// bar += y_bar * other, summed over the features if the side has one.
template <class T>
KATO_INLINE void add_bar(Row<T> bar, const T* y_bar, Row<T> other, int features) noexcept {
  for (int n = 0; n < features; ++n) bar[n] += y_bar[n] * other[n];
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  const auto& y_bar = call.out_bar;
  for (int s = 0; s < 2; ++s) {
    const auto &bar = call.in_bar[s], &other = call.in[1 - s];
    if (bar.data == nullptr) continue;
    for (int w = 0; w < call.tile.walkers; ++w)
      for (int r = 0; r < y_bar.rows; ++r) {
        const auto value = row_of(other, call.out, w, 0, r);
        for_lanes(call.tile, bar, y_bar, r, [&](int to, int from) {  // y_k = self_k other + ...
          add_bar(row_of(bar, y_bar, w, to, r), y_bar.at(w, from, r), value, y_bar.features);
        });
        for_gradient_lanes(call.tile, other, y_bar, r, [&](int lane, int wide) {  // y_k = ... + self other_k
          add_bar(row_of(bar, y_bar, w, 0, r), y_bar.at(w, wide, r), row_of(other, y_bar, w, lane, r), y_bar.features);
        });
      }
  }
}

}  // namespace

KATO_KERNELS(multiply, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include "op/broadcast.hpp"

KATO_DECLARE_KERNELS(multiply)

namespace kato {
namespace {

Shape multiply_shape(const NodeQuery& query) { return broadcast_shape("multiply", query); }

double multiply_flops(const NodeQuery& query, const Shape& out) {
  return 1.0 * out.features * Tile{.particles = query.particles}.rows(out.rows);
}

}  // namespace

const OpInfo multiply_op{.name = "multiply",
                         .shape = multiply_shape,
                         .kernels = KATO_ALL_KERNELS(multiply),
                         .flops = multiply_flops,
                         .inputs = {2, 2},
                         .in_place = true};

}  // namespace kato
#endif
