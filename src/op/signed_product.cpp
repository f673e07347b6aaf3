// SPDX-License-Identifier: Apache-2.0
// Products of numbers given as logarithms and signs: l = sum of l^s, sign = product of sign^s. The inputs have one row
// of D logarithms and then D signs, as `slogdet` gives them; one with a single feature is the logarithm of a positive
// factor of all D (a Jastrow factor).
#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// Adds the logarithms in lane `from` of an input to those in lane `to` of the output.
template <class T>
KATO_INLINE void add_logarithms(T* to, const T* from, int features, int count) noexcept {
  for (int d = 0; d < count; ++d) to[d] += from[features == 1 ? 0 : d];
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto& out = call.out;
  const int count = out.features / 2;
  fill_zero(out.data, call.tile.walkers * out.walker_stride());
  for (int w = 0; w < call.tile.walkers; ++w) {
    T* sign = out.at(w) + count;
    for (int d = 0; d < count; ++d) sign[d] = 1;
    for (int s = 0; s < call.inputs; ++s) {
      const auto& in = call.in[s];
      for (int lane = 0; lane < in.lanes; ++lane)  // fewer lanes than the output's: a constant
        add_logarithms(out.at(w, lane), in.at(w, lane), in.features, count);
      for (int d = 0; d < count && in.features > 1; ++d) sign[d] *= in.at(w)[count + d];
    }
  }
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  const int count = call.out_bar.features / 2;
  for (int s = 0; s < call.inputs; ++s) {
    const auto& bar = call.in_bar[s];
    if (bar.data == nullptr) continue;
    for (int w = 0; w < call.tile.walkers; ++w)
      for (int lane = 0; lane < bar.lanes; ++lane) {
        const T* seed = call.out_bar.at(w, lane);
        for (int d = 0; d < count; ++d) bar.at(w, lane)[bar.features == 1 ? 0 : d] += seed[d];
      }
  }
}

}  // namespace

KATO_KERNELS(signed_product, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(signed_product)

namespace kato {
namespace {

Shape signed_product_shape(const NodeQuery& query) {
  Shape out{.rows = Rows::one, .features = 2, .pattern = Pattern::none};
  for (const auto& in : query.in) out.features = std::max(out.features, in.features);
  for (const auto& in : query.in) {
    require(in.rows == Rows::one, "signed_product: needs one row a walker");
    require(in.features == 1 || (in.features == out.features && in.features % 2 == 0),
            fmt::format("signed_product: cannot join {} with {} features; give as many logarithms and signs, or one "
                        "logarithm of a positive factor",
                        in.features, out.features));
    out.pattern = join(out.pattern, in.pattern);
  }
  return out;
}

double signed_product_flops(const NodeQuery& query, const Shape& out) {
  return static_cast<double>(out.features * query.in.size());
}

}  // namespace

const OpInfo signed_product_op{.name = "signed_product",
                               .shape = signed_product_shape,
                               .kernels = KATO_ALL_KERNELS(signed_product),
                               .flops = signed_product_flops,
                               .inputs = {1, max_inputs}};

}  // namespace kato
#endif
