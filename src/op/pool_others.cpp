// SPDX-License-Identifier: Apache-2.0
// Of the rows of pairs, the mean over the other particles of one's own species and that over those of other species,
// side by side, [A^2, F] to [A, 2 F]:
//     y_i = ( sum_{j like i, j != i} x_ij / n_like,  sum_{j unlike i} x_ij / n_unlike ).
// The node's constants are the numbers of particles of the species, in their order. A mean over nobody is zero.
#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

struct Species {
  int begin, end;
};

// Calls f(i, species of i).
template <class T, class F>
KATO_INLINE void for_particles(const Call<T>& call, F&& f) noexcept {
  Species kind{0, 0};
  for (int n = 0; n < call.attributes.count; ++n) {
    kind = {kind.end, kind.end + static_cast<int>(call.constants[n])};
    for (int i = kind.begin; i < kind.end; ++i) f(i, kind);
  }
}

// Calls f(row of the pair, half of the features of y, weight) for the pairs of particle i.
template <class F>
KATO_INLINE void for_others(int particles, int i, Species kind, F&& f) noexcept {
  const int like = kind.end - kind.begin - 1, unlike = particles - like - 1;
  for (int j = 0; j < particles; ++j) {
    if (j == i) continue;
    const bool same = j >= kind.begin && j < kind.end;
    f(i * particles + j, same ? 0 : 1, same ? like : unlike);
  }
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto &x = call.in[0], &y = call.out;
  const int F = x.features;
  for (int w = 0; w < call.tile.walkers; ++w) {
    fill_zero(y.at(w), y.walker_stride());
    for_particles(call, [&](int i, Species kind) {
      for_others(call.tile.particles, i, kind, [&](int row, int half, int count) {
        const T weight = T(1) / static_cast<T>(count);
        for_lanes(call.tile, x, y, row, [&](int from, int to) {
          const T* source = x.at(w, from, row);
          T* sum = y.at(w, to, i) + half * F;
#pragma omp simd
          for (int n = 0; n < F; ++n) sum[n] += weight * source[n];
        });
      });
    });
  }
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  const auto &x_bar = call.in_bar[0], &y_bar = call.out_bar;
  if (x_bar.data == nullptr) return;
  const int F = x_bar.features;
  for (int w = 0; w < call.tile.walkers; ++w)
    for_particles(call, [&](int i, Species kind) {
      for_others(call.tile.particles, i, kind, [&](int row, int half, int count) {
        const T weight = T(1) / static_cast<T>(count);
        for_lanes(call.tile, x_bar, y_bar, row, [&](int to, int from) {
          const T* seed = y_bar.at(w, from, i) + half * F;
          T* sum = x_bar.at(w, to, row);
#pragma omp simd
          for (int n = 0; n < F; ++n) sum[n] += weight * seed[n];
        });
      });
    });
}

}  // namespace

KATO_KERNELS(pool_others, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(pool_others)

namespace kato {
namespace {

Shape pool_others_shape(const NodeQuery& query) {
  const Shape& x = query.in[0];
  require(x.rows == Rows::pairs, "pool_others: needs rows of pairs");
  const double particles = std::accumulate(query.constants.begin(), query.constants.end(), 0.0);
  require(query.constants.size() == static_cast<std::size_t>(query.attributes.count) &&
              std::ranges::all_of(query.constants, [](double n) { return n >= 0 && n == std::floor(n); }),
          "pool_others: its constants are the numbers of particles of each species");
  require(particles == query.particles,
          fmt::format("pool_others: the species have {} particles, the graph has {}", particles, query.particles));
  return {.rows = Rows::particles,
          .features = 2 * x.features,
          .pattern = x.pattern == Pattern::none ? Pattern::none : Pattern::all};
}

double pool_others_flops(const NodeQuery& query, const Shape& out) {
  return 0.5 * out.features * Tile{.particles = query.particles}.rows(Rows::pairs);
}

constexpr AttributeName attributes[] = {{.name = "species", .whole = &Attributes::count}};

}  // namespace

const OpInfo pool_others_op{.name = "pool_others",
                            .shape = pool_others_shape,
                            .kernels = KATO_ALL_KERNELS(pool_others),
                            .flops = pool_others_flops,
                            .attributes = attributes};

}  // namespace kato
#endif
