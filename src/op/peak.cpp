// SPDX-License-Identifier: Apache-2.0
// The largest feature of every row, as a number that is held fixed: it has no derivatives. What is shifted by it in a
// logarithm must be given back where the logarithm is taken (see slogdet).
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto& in = call.in[0];
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int r = 0; r < in.rows; ++r) {
      const T* x = in.at(w, 0, r);
      T largest = x[0];
      for (int n = 1; n < in.features; ++n) largest = x[n] > largest ? x[n] : largest;
      *call.out.at(w, 0, r) = largest;
    }
}

template <class T>
void pullback(const Call<T>&) noexcept {}

}  // namespace

KATO_KERNELS(peak, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
KATO_DECLARE_KERNELS(peak)

namespace kato {
namespace {

Shape peak_shape(const NodeQuery& query) { return {.rows = query.in[0].rows, .features = 1, .pattern = Pattern::none}; }

double peak_flops(const NodeQuery& query, const Shape& out) {
  return 1.0 * query.in[0].features * Tile{.particles = query.particles}.rows(out.rows);
}

}  // namespace

const OpInfo peak_op{.name = "peak", .shape = peak_shape, .kernels = KATO_ALL_KERNELS(peak), .flops = peak_flops};

}  // namespace kato
#endif
