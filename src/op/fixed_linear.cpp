// SPDX-License-Identifier: Apache-2.0
// y_n = sum_c m_nc x_c of the features of every row, [R, F] to [R, N], every lane alike: a linear map with constants in
// place of parameters. Constants: m [N, F].
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// Calls f(row of x, row of y) for all rows of all lanes.
template <class T, class F>
KATO_INLINE void for_rows(const Call<T>& call, T* x, T* y, F&& f) noexcept {
  const std::ptrdiff_t rows = call.tile.walkers * call.out.walker_stride() / call.out.features;
  for (std::ptrdiff_t r = 0; r < rows; ++r, x += call.in[0].features, y += call.out.features) f(x, y);
}

template <class T>
void prepare(const Call<T>& call, T* prepared) noexcept {
  const int size = call.in[0].features * call.attributes.count;
  for (int n = 0; n < size; ++n) prepared[n] = static_cast<T>(call.constants[n]);
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const int features = call.in[0].features, width = call.out.features;
  for_rows(call, call.in[0].data, call.out.data, [&](const T* x, T* y) {
    const T* m = call.prepared;
    for (int n = 0; n < width; ++n, m += features) {
      T sum = 0;
      for (int c = 0; c < features; ++c) sum += m[c] * x[c];
      y[n] = sum;
    }
  });
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  if (call.in_bar[0].data == nullptr) return;
  const int features = call.in[0].features, width = call.out.features;
  for_rows(call, call.in_bar[0].data, call.out_bar.data, [&](T* x_bar, const T* y_bar) {
    const T* m = call.prepared;
    for (int n = 0; n < width; ++n, m += features)
      for (int c = 0; c < features; ++c) x_bar[c] += m[c] * y_bar[n];
  });
}

}  // namespace

KATO_KERNELS(fixed_linear, forward, pullback, prepare)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(fixed_linear)

namespace kato {
namespace {

Shape fixed_linear_shape(const NodeQuery& query) {
  const Shape& in = query.in[0];
  const auto features = static_cast<std::size_t>(in.features), width = static_cast<std::size_t>(query.attributes.count);
  require(query.attributes.count > 0, "fixed_linear: has no output features; give one at least");
  require(query.constants.size() == features * width,
          fmt::format("fixed_linear: {} constants are no matrix of {} by {}; give one number for each input feature of "
                      "each output feature",
                      query.constants.size(), width, features));
  return {.rows = in.rows, .features = query.attributes.count, .pattern = in.pattern};
}

double fixed_linear_flops(const NodeQuery& query, const Shape& out) {
  return 2.0 * query.in[0].features * out.features * Tile{.particles = query.particles}.rows(out.rows);
}

std::size_t fixed_linear_prepared(const NodeQuery& query, const Shape&) { return query.constants.size(); }

constexpr AttributeName attributes[] = {{.name = "width", .whole = &Attributes::count}};

}  // namespace

const OpInfo fixed_linear_op{.name = "fixed_linear",
                             .shape = fixed_linear_shape,
                             .kernels = KATO_ALL_KERNELS(fixed_linear),
                             .flops = fixed_linear_flops,
                             .attributes = attributes,
                             .prepared = fixed_linear_prepared};

}  // namespace kato
#endif
