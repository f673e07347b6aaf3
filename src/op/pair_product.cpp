// SPDX-License-Identifier: Apache-2.0
// y_ij = sum_l q_il k_lj, feature by feature: the product of pair matrices, [A^2, F] times [A^2, F] to [A^2, F]. The
// third particle runs over all, i and j included.
#include "op/bilinear.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

template <class T, class F>
KATO_INLINE void for_terms(const Call<T>& call, F&& f) noexcept {
  const int count = call.tile.particles;
  for (int i = 0; i < count; ++i)
    for (int l = 0; l < count; ++l)
      for (int j = 0; j < count; ++j) f(i * count + j, i * count + l, l * count + j);
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

KATO_KERNELS(pair_product, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(pair_product)

namespace kato {
namespace {

Shape pair_product_shape(const NodeQuery& query) {
  const Shape &q = query.in[0], &k = query.in[1];
  require(q.rows == Rows::pairs && k.rows == Rows::pairs, "pair_product: both inputs need one row a pair");
  require(q.features == k.features,
          fmt::format("pair_product: cannot multiply {} with {} features; make them equal", q.features, k.features));
  const bool fixed = q.pattern == Pattern::none && k.pattern == Pattern::none;
  return {.rows = Rows::pairs, .features = q.features, .pattern = fixed ? Pattern::none : Pattern::all};
}

double pair_product_flops(const NodeQuery& query, const Shape& out) {
  return 2.0 * out.features * query.particles * Tile{.particles = query.particles}.rows(Rows::pairs);
}

}  // namespace

const OpInfo pair_product_op{.name = "pair_product",
                             .shape = pair_product_shape,
                             .kernels = KATO_ALL_KERNELS(pair_product),
                             .flops = pair_product_flops,
                             .inputs = {2, 2}};

}  // namespace kato
#endif
