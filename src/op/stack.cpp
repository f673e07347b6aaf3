// SPDX-License-Identifier: Apache-2.0
// Rows of particles put together: those before `first` from the first input, the others from the second (one species
// and the rest). An input with one row a walker is repeated in each of its rows.
#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// Calls f(input, its row, row of the output).
template <class T, class F>
KATO_INLINE void for_rows(const Call<T>& call, const Buffer<T>* parts, F&& f) noexcept {
  for (int r = 0; r < call.tile.particles; ++r) {
    const auto& in = parts[r < call.attributes.first ? 0 : 1];
    if (in.data != nullptr) f(in, in.rows == 1 && in.kind == Rows::one ? 0 : r, r);
  }
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto& out = call.out;
  const bool plain = same_lanes(call.in[0], out) && same_lanes(call.in[1], out);
  if (!plain) fill_zero(out.data, call.tile.walkers * out.walker_stride());
  for (int w = 0; w < call.tile.walkers; ++w)
    for_rows(call, call.in, [&](const Buffer<T>& in, int row, int r) {
      for_lanes(call.tile, in, out, r, [&](int from, int to) {
        const T* x = in.at(w, from, row);
        T* y = out.at(w, to, r);
#pragma omp simd
        for (int n = 0; n < out.features; ++n) y[n] = x[n];
      });
    });
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  const auto& bar = call.out_bar;
  for (int w = 0; w < call.tile.walkers; ++w)
    for_rows(call, call.in_bar, [&](const Buffer<T>& in, int row, int r) {
      for_lanes(call.tile, in, bar, r, [&](int to, int from) {
        const T* y = bar.at(w, from, r);
        T* x = in.at(w, to, row);
#pragma omp simd
        for (int n = 0; n < bar.features; ++n) x[n] += y[n];
      });
    });
}

}  // namespace

KATO_KERNELS(stack, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(stack)

namespace kato {
namespace {

Shape stack_shape(const NodeQuery& query) {
  const Shape &a = query.in[0], &b = query.in[1];
  const int first = query.attributes.first;
  require(a.rows != Rows::pairs && b.rows != Rows::pairs, "stack: needs one row a particle or a walker, not a pair");
  require(a.features == b.features,
          fmt::format("stack: cannot put {} features above {}; make them equal", a.features, b.features));
  require(first > 0 && first < query.particles,
          fmt::format("stack: cannot divide {} particles before number {}", query.particles, first));
  return {.rows = Rows::particles, .features = a.features, .pattern = join(a.pattern, b.pattern)};
}

double stack_flops(const NodeQuery&, const Shape&) { return 0; }

constexpr AttributeName attributes[] = {{.name = "first", .whole = &Attributes::first}};

}  // namespace

const OpInfo stack_op{.name = "stack",
                      .shape = stack_shape,
                      .kernels = KATO_ALL_KERNELS(stack),
                      .flops = stack_flops,
                      .inputs = {2, 2},
                      .attributes = attributes};

}  // namespace kato
#endif
