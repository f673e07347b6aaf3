// SPDX-License-Identifier: Apache-2.0
// y = alpha a + beta b (sums and differences). A side with one row a walker is broadcast over the rows of the other, a
// side with one feature over its features.
#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// to (or its single feature) += factor * from (or its single feature).
template <class T>
KATO_INLINE void accumulate(T* to, int to_features, const T* from, int from_features, T factor) noexcept {
  if (to_features == from_features) {
#pragma omp simd
    for (int n = 0; n < to_features; ++n) to[n] += factor * from[n];
  } else if (from_features == 1) {
    for (int n = 0; n < to_features; ++n) to[n] += factor * from[0];
  } else {
    for (int n = 0; n < from_features; ++n) to[0] += factor * from[n];
  }
}

template <class T>
KATO_INLINE bool whole(const Buffer<T>& a, const Buffer<T>& b) noexcept {
  return a.rows == b.rows && a.features == b.features && same_lanes(a, b);
}

// y = alpha a + beta b where b is one number a row without derivatives.
template <class T>
KATO_INLINE void shift_rows(const Call<T>& call, T alpha, T beta) noexcept {
  const auto &a = call.in[0], &out = call.out;
  for (int w = 0; w < call.tile.walkers; ++w) {
    const T *x = a.at(w), *b = call.in[1].at(w);
    T* y = out.at(w);
    for (std::ptrdiff_t n = 0; n < out.walker_stride(); ++n) y[n] = alpha * x[n];
    for (int r = 0; r < out.rows; ++r, y += out.features)
      for (int n = 0; n < out.features; ++n) y[n] += beta * b[r];
  }
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto& out = call.out;
  const T factor[2] = {static_cast<T>(call.attributes.a), static_cast<T>(call.attributes.b)};
  if (whole(call.in[0], out) && whole(call.in[1], out)) {
    const T *a = call.in[0].data, *b = call.in[1].data;
    T* y = out.data;
    const std::ptrdiff_t count = call.tile.walkers * out.walker_stride();
#pragma omp simd
    for (std::ptrdiff_t n = 0; n < count; ++n) y[n] = factor[0] * a[n] + factor[1] * b[n];
    return;
  }
  if (same_lanes(call.in[0], out) && call.in[0].features == out.features && call.in[0].rows == out.rows &&
      call.in[1].lanes == 1 && call.in[1].features == 1 && call.in[1].rows == out.rows)
    return shift_rows(call, factor[0], factor[1]);
  fill_zero(out.data, call.tile.walkers * out.walker_stride());
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int r = 0; r < out.rows; ++r)
      for (int s = 0; s < 2; ++s) {
        const auto& in = call.in[s];
        const int row = in.rows == 1 ? 0 : r;
        for_lanes(call.tile, in, out, r, [&](int from, int to) {
          accumulate(out.at(w, to, r), out.features, in.at(w, from, row), in.features, factor[s]);
        });
      }
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  const auto& bar = call.out_bar;
  const T factor[2] = {static_cast<T>(call.attributes.a), static_cast<T>(call.attributes.b)};
  for (int s = 0; s < 2; ++s) {
    const auto& in = call.in_bar[s];
    if (in.data == nullptr) continue;
    if (whole(in, bar)) {
      const std::ptrdiff_t count = call.tile.walkers * bar.walker_stride();
#pragma omp simd
      for (std::ptrdiff_t n = 0; n < count; ++n) in.data[n] += factor[s] * bar.data[n];
      continue;
    }
    for (int w = 0; w < call.tile.walkers; ++w)
      for (int r = 0; r < bar.rows; ++r)
        for_lanes(call.tile, in, bar, r, [&](int to, int from) {
          accumulate(in.at(w, to, in.rows == 1 ? 0 : r), in.features, bar.at(w, from, r), bar.features, factor[s]);
        });
  }
}

}  // namespace

KATO_KERNELS(add, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include "op/broadcast.hpp"

KATO_DECLARE_KERNELS(add)

namespace kato {
namespace {

Shape add_shape(const NodeQuery& query) { return broadcast_shape("add", query); }

double add_flops(const NodeQuery& query, const Shape& out) {
  return 2.0 * out.features * Tile{.particles = query.particles}.rows(out.rows);
}

constexpr AttributeName attributes[] = {{.name = "first", .real = &Attributes::a},
                                        {.name = "second", .real = &Attributes::b}};

}  // namespace

const OpInfo add_op{.name = "add",
                    .shape = add_shape,
                    .kernels = KATO_ALL_KERNELS(add),
                    .flops = add_flops,
                    .inputs = {2, 2},
                    .attributes = attributes,
                    .in_place = true};

}  // namespace kato
#endif
