// SPDX-License-Identifier: Apache-2.0
// r = sqrt(|v|^2 + e^2) of the features v of every row, [R, F] to [R, 1], with the softening e:
//     r_k = v.v_k / r,   lap r = (v.lap v + sum_k (|v_k|^2 - r_k^2)) / r.
// e > 0 is smooth everywhere. e = 0 is the exact distance, whose derivatives do not exist at r = 0: they are zero
// there.
#include <cmath>

#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

template <class T>
KATO_INLINE T dot(const T* a, const T* b, int count) noexcept {
  T sum = 0;
  for (int n = 0; n < count; ++n) sum += a[n] * b[n];
  return sum;
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto &in = call.in[0], &out = call.out;
  const int features = in.features, gradients = call.tile.gradients(in.pattern);
  const T softening = static_cast<T>(call.attributes.a);
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int i = 0; i < in.rows; ++i) {
      const T* v = in.at(w, 0, i);
      const T r = std::sqrt(dot(v, v, features) + softening * softening), inverse = r > 0 ? 1 / r : r;
      *out.at(w, 0, i) = r;
      T squares = 0;
      for (int k = 1; k <= gradients; ++k) {
        const T *v_k = in.at(w, k, i), slope = dot(v, v_k, features) * inverse;
        *out.at(w, k, i) = slope;
        squares += dot(v_k, v_k, features) - slope * slope;
      }
      if (in.lanes > 1 + gradients)
        *out.at(w, out.lanes - 1, i) = (dot(v, in.at(w, in.lanes - 1, i), features) + squares) * inverse;
    }
}

// v_k_bar += v/r r_k_bar,  v_bar += v/r r_bar + sum_k (v_k - v/r r_k)/r r_k_bar.
template <class T>
void pullback(const Call<T>& call) noexcept {
  const auto &in = call.in[0], &out = call.out, &bar = call.in_bar[0];
  if (bar.data == nullptr) return;
  const int features = in.features, gradients = call.tile.gradients(in.pattern);
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int i = 0; i < in.rows; ++i) {
      const T *v = in.at(w, 0, i), r = *out.at(w, 0, i), inverse = r > 0 ? 1 / r : r;
      T* v_bar = bar.at(w, 0, i);
      T along = *call.out_bar.at(w, 0, i);
      for (int k = 1; k <= gradients; ++k) {
        const T *v_k = in.at(w, k, i), seed = *call.out_bar.at(w, k, i) * inverse;
        T* v_k_bar = bar.at(w, k, i);
        for (int n = 0; n < features; ++n) v_k_bar[n] += seed * v[n], v_bar[n] += seed * v_k[n];
        along -= seed * *out.at(w, k, i);
      }
      for (int n = 0; n < features; ++n) v_bar[n] += along * inverse * v[n];
    }
}

}  // namespace

KATO_KERNELS(distance, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include "base/error.hpp"

KATO_DECLARE_KERNELS(distance)

namespace kato {
namespace {

Shape distance_shape(const NodeQuery& query) {
  require(query.attributes.a >= 0, "distance: the softening is a length and must not be negative");
  return {.rows = query.in[0].rows, .features = 1, .pattern = query.in[0].pattern};
}

double distance_flops(const NodeQuery& query, const Shape& out) {
  return (2.0 * query.in[0].features + 1) * Tile{.particles = query.particles}.rows(out.rows);
}

constexpr AttributeName attributes[] = {{.name = "softening", .real = &Attributes::a}};

}  // namespace

const OpInfo distance_op{.name = "distance",
                         .shape = distance_shape,
                         .kernels = KATO_ALL_KERNELS(distance),
                         .flops = distance_flops,
                         .attributes = attributes};

}  // namespace kato
#endif
