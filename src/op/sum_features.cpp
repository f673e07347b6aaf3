// SPDX-License-Identifier: Apache-2.0
// The sum of the features of every row: [R, F] to [R, 1], every lane alike.
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

template <class T>
void forward(const Call<T>& call) noexcept {
  const int features = call.in[0].features;
  const std::ptrdiff_t rows = call.tile.walkers * call.out.walker_stride();
  const T* x = call.in[0].data;
  for (std::ptrdiff_t r = 0; r < rows; ++r, x += features) {
    T sum = 0;
    for (int n = 0; n < features; ++n) sum += x[n];
    call.out.data[r] = sum;
  }
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  T* x_bar = call.in_bar[0].data;
  if (x_bar == nullptr) return;
  const int features = call.in[0].features;
  const std::ptrdiff_t rows = call.tile.walkers * call.out_bar.walker_stride();
  for (std::ptrdiff_t r = 0; r < rows; ++r, x_bar += features)
    for (int n = 0; n < features; ++n) x_bar[n] += call.out_bar.data[r];
}

}  // namespace

KATO_KERNELS(sum_features, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
KATO_DECLARE_KERNELS(sum_features)

namespace kato {
namespace {

Shape sum_features_shape(const NodeQuery& query) {
  return {.rows = query.in[0].rows, .features = 1, .pattern = query.in[0].pattern};
}

double sum_features_flops(const NodeQuery& query, const Shape& out) {
  return 1.0 * query.in[0].features * Tile{.particles = query.particles}.rows(out.rows);
}

}  // namespace

const OpInfo sum_features_op{.name = "sum_features",
                             .shape = sum_features_shape,
                             .kernels = KATO_ALL_KERNELS(sum_features),
                             .flops = sum_features_flops};

}  // namespace kato
#endif
