// SPDX-License-Identifier: Apache-2.0
// The features of all inputs side by side. An input with one row a walker is repeated in every row; with `kind` 1 or 2
// there are rows for the particles or the pairs even if every input has one row.
#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// Calls f(input, first feature of it in the output, its row) for every part of output row `row`.
template <class T, class F>
KATO_INLINE void for_parts(const Call<T>& call, const Buffer<T>* parts, int row, F&& f) noexcept {
  int offset = 0;
  for (int s = 0; s < call.inputs; ++s) {
    if (parts[s].data != nullptr) f(parts[s], offset, parts[s].rows == 1 ? 0 : row);
    offset += call.in[s].features;
  }
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto& out = call.out;
  fill_zero(out.data, call.tile.walkers * out.walker_stride());
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int r = 0; r < out.rows; ++r)
      for_parts(call, call.in, r, [&](const Buffer<T>& in, int offset, int row) {
        for_lanes(call.tile, in, out, r, [&](int from, int to) {
          const T* x = in.at(w, from, row);
          T* y = out.at(w, to, r) + offset;
          for (int n = 0; n < in.features; ++n) y[n] = x[n];
        });
      });
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  const auto& bar = call.out_bar;
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int r = 0; r < bar.rows; ++r)
      for_parts(call, call.in_bar, r, [&](const Buffer<T>& in, int offset, int row) {
        for_lanes(call.tile, in, bar, r, [&](int to, int from) {
          const T* y = bar.at(w, from, r) + offset;
          T* x = in.at(w, to, row);
          for (int n = 0; n < in.features; ++n) x[n] += y[n];
        });
      });
}

}  // namespace

KATO_KERNELS(concat, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include "base/error.hpp"

KATO_DECLARE_KERNELS(concat)

namespace kato {
namespace {

Shape concat_shape(const NodeQuery& query) {
  Shape out{.rows = static_cast<Rows>(query.attributes.kind), .features = 0, .pattern = Pattern::none};
  for (const auto& in : query.in) {
    require(in.rows == Rows::one || out.rows == Rows::one || in.rows == out.rows,
            "concat: the inputs mix rows of particles and of pairs; gather the particles' rows to pairs first");
    if (in.rows != Rows::one) out.rows = in.rows;
    out.features += in.features;
    out.pattern = join(out.pattern, in.pattern);
  }
  return out;
}

double concat_flops(const NodeQuery&, const Shape&) { return 0; }

constexpr const char* rows[] = {"one", "particles", "pairs"};
constexpr AttributeName attributes[] = {{.name = "rows", .whole = &Attributes::kind, .words = rows}};

}  // namespace

const OpInfo concat_op{.name = "concat",
                       .shape = concat_shape,
                       .kernels = KATO_ALL_KERNELS(concat),
                       .flops = concat_flops,
                       .inputs = {1, max_inputs},
                       .attributes = attributes};

}  // namespace kato
#endif
