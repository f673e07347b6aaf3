// SPDX-License-Identifier: Apache-2.0
// (x/w)^k, k = p + 1..p + K, of every feature: [R, F] to [R, F K], the powers of a feature side by side. Summed over
// particles they are the symmetric polynomials that species the rest of a wave function.
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// Calls f(feature of the output, value, slope, curvature) for the powers of one number.
template <class T, class F>
KATO_INLINE void for_powers(const Call<T>& call, T x, int feature, F&& f) noexcept {
  const T scale = static_cast<T>(1 / call.attributes.a), u = x * scale;
  const int count = call.attributes.count, before = call.attributes.first;
  T once_less = 1, twice_less = 0;  // u^(k-1), u^(k-2)
  for (int k = 1; k <= before; ++k) twice_less = once_less, once_less *= u;
  for (int k = before + 1; k <= before + count; ++k) {
    const T value = u * once_less;
    f(feature * count + k - before - 1, value, T(k) * scale * once_less, T(k) * T(k - 1) * scale * scale * twice_less);
    twice_less = once_less, once_less = value;
  }
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto &in = call.in[0], &out = call.out;
  const int gradients = call.tile.gradients(in.pattern);
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int r = 0; r < in.rows; ++r)
      for (int n = 0; n < in.features; ++n)
        for_powers(call, in.at(w, 0, r)[n], n, [&](int to, T value, T slope, T curvature) {
          out.at(w, 0, r)[to] = value;
          T squares = 0;
          for (int k = 1; k <= gradients; ++k) {
            const T x_k = in.at(w, k, r)[n];
            out.at(w, k, r)[to] = slope * x_k;
            squares += x_k * x_k;
          }
          if (in.lanes > 1 + gradients)
            out.at(w, out.lanes - 1, r)[to] = slope * in.at(w, in.lanes - 1, r)[n] + curvature * squares;
        });
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  const auto &in = call.in[0], &bar = call.in_bar[0], &y_bar = call.out_bar;
  if (bar.data == nullptr) return;
  const int gradients = call.tile.gradients(in.pattern);
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int r = 0; r < in.rows; ++r)
      for (int n = 0; n < in.features; ++n)
        for_powers(call, in.at(w, 0, r)[n], n, [&](int from, T, T slope, T curvature) {
          T sum = slope * y_bar.at(w, 0, r)[from];
          for (int k = 1; k <= gradients; ++k) {
            const T seed = y_bar.at(w, k, r)[from];
            bar.at(w, k, r)[n] += slope * seed;
            sum += curvature * in.at(w, k, r)[n] * seed;
          }
          bar.at(w, 0, r)[n] += sum;
        });
}

}  // namespace

KATO_KERNELS(powers, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(powers)

namespace kato {
namespace {

Shape powers_shape(const NodeQuery& query) {
  const Attributes& attributes = query.attributes;
  require(attributes.count > 0, fmt::format("powers: needs at least one power, got {}", attributes.count));
  require(attributes.first >= 0, "powers: the first power must be at least 1");
  require(attributes.a > 0, fmt::format("powers: the scale must be positive, got {}", attributes.a));
  return {.rows = query.in[0].rows,
          .features = feature_count("powers", 1.0 * query.in[0].features * attributes.count),
          .pattern = query.in[0].pattern};
}

double powers_flops(const NodeQuery& query, const Shape& out) {
  return 1.0 * out.features * Tile{.particles = query.particles}.rows(out.rows);
}

constexpr AttributeName attributes[] = {{.name = "count", .whole = &Attributes::count},
                                        {.name = "scale", .real = &Attributes::a},
                                        {.name = "before", .whole = &Attributes::first}};

}  // namespace

const OpInfo powers_op{.name = "powers",
                       .shape = powers_shape,
                       .kernels = KATO_ALL_KERNELS(powers),
                       .flops = powers_flops,
                       .attributes = attributes};

}  // namespace kato
#endif
