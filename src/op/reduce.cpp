// SPDX-License-Identifier: Apache-2.0
// Sums and means over rows: over the particles (A rows to one), or over the second index of pairs (A^2 rows to A),
// there with or without the particle itself. The sums may be over a range of particles, those of one species.
#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// The particles that are summed over.
struct Summed {
  int begin, end;
};
template <class T>
KATO_INLINE Summed summed(const Call<T>& call) noexcept {
  const auto& range = call.attributes;
  return range.rows == 0 ? Summed{0, call.tile.particles} : Summed{range.first, range.first + range.rows};
}

// Calls f(input row, output row) for every term of the sums.
template <class T, class F>
KATO_INLINE void for_terms(const Call<T>& call, const Buffer<T>& in, const Buffer<T>& out, F&& f) noexcept {
  const bool skip_self = call.attributes.kind != 0;
  const int terms = in.rows / out.rows;
  const auto over = summed(call);
  for (int i = 0; i < out.rows; ++i)
    for (int j = over.begin; j < over.end; ++j)
      if (!(skip_self && in.kind == Rows::pairs && i == j)) f(i * terms + j, i);
}

// All lanes alike and nothing left out.
template <class T>
KATO_INLINE void sum_rows(const Call<T>& call, int w, T factor) noexcept {
  const auto &in = call.in[0], &out = call.out;
  const int terms = in.rows / out.rows, width = out.features;
  const auto over = summed(call);
  for (int lane = 0; lane < out.lanes; ++lane)
    for (int i = 0; i < out.rows; ++i) {
      const T* x = in.at(w, lane, i * terms + over.begin);
      T* y = out.at(w, lane, i);
#pragma omp simd
      for (int n = 0; n < width; ++n) y[n] = factor * x[n];
      for (int j = over.begin + 1; j < over.end; ++j) {
        x += width;
#pragma omp simd
        for (int n = 0; n < width; ++n) y[n] += factor * x[n];
      }
    }
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto &in = call.in[0], &out = call.out;
  const T factor = static_cast<T>(call.attributes.a);
  const bool plain = same_lanes(in, out) && call.attributes.kind == 0;
  for (int w = 0; w < call.tile.walkers; ++w) {
    if (plain) {
      sum_rows(call, w, factor);
      continue;
    }
    fill_zero(out.at(w), out.walker_stride());
    for_terms(call, in, out, [&](int row, int sum) {
      for_lanes(call.tile, in, out, row, [&](int from, int to) {
        const T* x = in.at(w, from, row);
        T* y = out.at(w, to, sum);
#pragma omp simd
        for (int n = 0; n < out.features; ++n) y[n] += factor * x[n];
      });
    });
  }
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  const auto &in = call.in_bar[0], &bar = call.out_bar;
  if (in.data == nullptr) return;
  const T factor = static_cast<T>(call.attributes.a);
  for (int w = 0; w < call.tile.walkers; ++w)
    for_terms(call, in, bar, [&](int row, int sum) {
      for_lanes(call.tile, in, bar, row, [&](int to, int from) {
        const T* y = bar.at(w, from, sum);
        T* x = in.at(w, to, row);
#pragma omp simd
        for (int n = 0; n < bar.features; ++n) x[n] += factor * y[n];
      });
    });
}

}  // namespace

KATO_KERNELS(reduce, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(reduce)

namespace kato {
namespace {

Shape reduce_shape(const NodeQuery& query) {
  const Shape& in = query.in[0];
  require(in.rows != Rows::one, "sum over rows: the input has one row a walker already; leave the sum out");
  const auto& range = query.attributes;
  require(range.first >= 0 && range.rows >= 0 && range.first + range.rows <= query.particles,
          fmt::format("sum over rows: there are no particles {} to {} among {}", range.first,
                      range.first + range.rows - 1, query.particles));
  const Pattern pattern = in.pattern == Pattern::none ? Pattern::none : Pattern::all;
  return {.rows = in.rows == Rows::pairs ? Rows::particles : Rows::one, .features = in.features, .pattern = pattern};
}

double reduce_flops(const NodeQuery& query, const Shape& out) {
  const int terms = query.attributes.rows == 0 ? query.particles : query.attributes.rows;
  return 1.0 * out.features * terms * Tile{.particles = query.particles}.rows(out.rows);
}

constexpr AttributeName attributes[] = {{.name = "others", .whole = &Attributes::kind, .words = no_or_yes},
                                        {.name = "factor", .real = &Attributes::a},
                                        {.name = "first", .whole = &Attributes::first},
                                        {.name = "rows", .whole = &Attributes::rows}};

}  // namespace

const OpInfo reduce_op{.name = "reduce",
                       .shape = reduce_shape,
                       .kernels = KATO_ALL_KERNELS(reduce),
                       .flops = reduce_flops,
                       .attributes = attributes};

}  // namespace kato
#endif
