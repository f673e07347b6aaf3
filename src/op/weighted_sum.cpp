// SPDX-License-Identifier: Apache-2.0
// y_i = sum_j a_ij v_j: weights of pairs [A^2, H] times values of the second particle [A, F], or of the pair [A^2, F],
// to [A, F]. A weight stands for F / H neighbouring features (a head of attention); H is 1, F, or a divisor of F.
#include "op/bilinear.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

template <class T, class F>
KATO_INLINE void for_terms(const Call<T>& call, F&& f) noexcept {
  const int count = call.tile.particles;
  const bool pairs = call.in[1].kind == Rows::pairs;
  for (int i = 0; i < count; ++i)
    for (int j = 0; j < count; ++j) f(i, i * count + j, pairs ? i * count + j : j);
}

template <class T>
void forward(const Call<T>& call) noexcept {
  bilinear_forward(call, [&](auto&& f) { for_terms(call, f); });
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  bilinear_pullback(call, [&](auto&& f) { for_terms(call, f); });
}

}  // namespace

KATO_KERNELS(weighted_sum, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(weighted_sum)

namespace kato {
namespace {

Shape weighted_sum_shape(const NodeQuery& query) {
  const Shape &a = query.in[0], &v = query.in[1];
  require(a.rows == Rows::pairs, "weighted_sum: the weights need one row a pair");
  require(v.rows != Rows::one, "weighted_sum: the values need one row a particle or a pair");
  require(v.features % a.features == 0,
          fmt::format("weighted_sum: {} weights do not divide {} features; make one a multiple of the other",
                      a.features, v.features));
  const bool fixed = a.pattern == Pattern::none && v.pattern == Pattern::none;
  return {.rows = Rows::particles, .features = v.features, .pattern = fixed ? Pattern::none : Pattern::all};
}

double weighted_sum_flops(const NodeQuery& query, const Shape& out) {
  return 2.0 * out.features * Tile{.particles = query.particles}.rows(Rows::pairs);
}

}  // namespace

const OpInfo weighted_sum_op{.name = "weighted_sum",
                             .shape = weighted_sum_shape,
                             .kernels = KATO_ALL_KERNELS(weighted_sum),
                             .flops = weighted_sum_flops,
                             .inputs = {2, 2}};

}  // namespace kato
#endif
