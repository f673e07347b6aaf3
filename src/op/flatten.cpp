// SPDX-License-Identifier: Apache-2.0
// The features of all rows side by side in one row, [R, F] to [1, R F], so that a linear map may have weights of its
// own for each particle (which no wave function of identical particles should have).
#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// Calls f(features of a row of `rows`, where they lie in `flat`) for all lanes of one walker.
template <class T, class F>
KATO_INLINE void for_rows(const Tile& tile, const Buffer<T>& rows, const Buffer<T>& flat, int w, F&& f) noexcept {
  for (int r = 0; r < rows.rows; ++r)
    for_lanes(tile, rows, flat, r,
              [&](int from, int to) { f(rows.at(w, from, r), flat.at(w, to) + r * rows.features); });
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto &in = call.in[0], &out = call.out;
  if (!same_lanes(in, out)) fill_zero(out.data, call.tile.walkers * out.walker_stride());
  for (int w = 0; w < call.tile.walkers; ++w)
    for_rows(call.tile, in, out, w, [&](const T* x, T* y) {
      for (int n = 0; n < in.features; ++n) y[n] = x[n];
    });
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  const auto& bar = call.in_bar[0];
  if (bar.data == nullptr) return;
  for (int w = 0; w < call.tile.walkers; ++w)
    for_rows(call.tile, bar, call.out_bar, w, [&](T* x_bar, const T* y_bar) {
      for (int n = 0; n < bar.features; ++n) x_bar[n] += y_bar[n];
    });
}

}  // namespace

KATO_KERNELS(flatten, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include "base/error.hpp"

KATO_DECLARE_KERNELS(flatten)

namespace kato {
namespace {

Shape flatten_shape(const NodeQuery& query) {
  const Shape& in = query.in[0];
  require(in.rows != Rows::one, "flatten: the input has one row a walker already; leave it out");
  return {.rows = Rows::one,
          .features = feature_count("flatten", 1.0 * in.features * Tile{.particles = query.particles}.rows(in.rows)),
          .pattern = in.pattern == Pattern::none ? Pattern::none : Pattern::all};
}

double flatten_flops(const NodeQuery&, const Shape&) { return 0; }

}  // namespace

const OpInfo flatten_op{
    .name = "flatten", .shape = flatten_shape, .kernels = KATO_ALL_KERNELS(flatten), .flops = flatten_flops};

}  // namespace kato
#endif
