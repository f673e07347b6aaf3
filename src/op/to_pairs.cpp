// SPDX-License-Identifier: Apache-2.0
// Rows of particles to rows of pairs, y_ij = alpha x_i + beta x_j: either particle's row, differences, sums. What
// depends on its own particle becomes what depends on its own pair.
#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// Calls f(lane of particle `half` of the pair, lane of the pair): the first particle's derivatives lie in the first
// half of the gradient lanes and the second's in the second, on the diagonal all in the first.
template <class T, class F>
KATO_INLINE void for_pair_lanes(const Tile& tile, const Buffer<T>& particle, const Buffer<T>& pair, int half,
                                bool diagonal, F&& f) noexcept {
  if (same_lanes(particle, pair)) {
    for (int lane = 0; lane < particle.lanes; ++lane) f(lane, lane);
    return;
  }
  const int d = tile.dimensions, shift = half == 1 && !diagonal ? d : 0;
  f(0, 0);
  for (int c = 1; c <= d; ++c) f(c, c + shift);
  if (particle.lanes > 1 + d) f(particle.lanes - 1, pair.lanes - 1);
}

// Calls f(factor, number of the particle's row, number of the pair's row) over all that one walker adds up.
template <class T, class F>
KATO_INLINE void for_terms(const Call<T>& call, const Buffer<T>& particle, const Buffer<T>& pair, F&& f) noexcept {
  const T factor[2] = {static_cast<T>(call.attributes.a), static_cast<T>(call.attributes.b)};
  const int count = call.tile.particles;
  for (int i = 0; i < count; ++i)
    for (int j = 0; j < count; ++j)
      for (int half = 0; half < 2; ++half) {
        if (factor[half] == 0) continue;
        const int row = half == 0 ? i : j;
        for_pair_lanes(call.tile, particle, pair, half, i == j,
                       [&](int lane, int pair_lane) { f(factor[half], lane, row, pair_lane, i * count + j); });
      }
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto &in = call.in[0], &out = call.out;
  fill_zero(out.data, call.tile.walkers * out.walker_stride());
  for (int w = 0; w < call.tile.walkers; ++w)
    for_terms(call, in, out, [&](T factor, int lane, int row, int pair_lane, int pair_row) {
      const T* x = in.at(w, lane, row);
      T* y = out.at(w, pair_lane, pair_row);
      for (int n = 0; n < out.features; ++n) y[n] += factor * x[n];
    });
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  const auto &in = call.in_bar[0], &bar = call.out_bar;
  if (in.data == nullptr) return;
  for (int w = 0; w < call.tile.walkers; ++w)
    for_terms(call, in, bar, [&](T factor, int lane, int row, int pair_lane, int pair_row) {
      T* x = in.at(w, lane, row);
      const T* y = bar.at(w, pair_lane, pair_row);
      for (int n = 0; n < bar.features; ++n) x[n] += factor * y[n];
    });
}

}  // namespace

KATO_KERNELS(to_pairs, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include "base/error.hpp"

KATO_DECLARE_KERNELS(to_pairs)

namespace kato {
namespace {

Shape to_pairs_shape(const NodeQuery& query) {
  const Shape& in = query.in[0];
  require(in.rows == Rows::particles, "to_pairs: needs one row a particle; one row a walker is broadcast by itself");
  return {.rows = Rows::pairs,
          .features = in.features,
          .pattern = in.pattern == Pattern::particle ? Pattern::pair : in.pattern};
}

double to_pairs_flops(const NodeQuery& query, const Shape& out) {
  return 2.0 * out.features * Tile{.particles = query.particles}.rows(out.rows);
}

constexpr AttributeName attributes[] = {{.name = "first", .real = &Attributes::a},
                                        {.name = "second", .real = &Attributes::b}};

}  // namespace

const OpInfo to_pairs_op{.name = "to_pairs",
                         .shape = to_pairs_shape,
                         .kernels = KATO_ALL_KERNELS(to_pairs),
                         .flops = to_pairs_flops,
                         .attributes = attributes};

}  // namespace kato
#endif
