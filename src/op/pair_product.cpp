// SPDX-License-Identifier: Apache-2.0
// y_ij = sum_l q_il k_lj, feature by feature: the product of pair matrices, [A^2, F] times [A^2, F] to [A^2, F]. The
// third particle runs over all, i and j included.
#include "op/bilinear.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"
#include "op/pair_matrices.hpp"

namespace kato::KATO_ISA {
namespace {

// The same lanes in all of these, so that each is a product of whole matrices.
template <class T>
KATO_INLINE bool alike(const Buffer<T>& a, const Buffer<T>& b, const Buffer<T>& y) noexcept {
  return a.lanes == y.lanes && b.lanes == y.lanes && same_lanes(a, y) && same_lanes(b, y);
}

// l runs innermost: what is summed into stays in the first-level cache.
template <class T, class F>
KATO_INLINE void for_terms(const Call<T>& call, F&& f) noexcept {
  const int count = call.tile.particles;
  for (int i = 0; i < count; ++i)
    for (int j = 0; j < count; ++j)
      for (int l = 0; l < count; ++l) f(i * count + j, i * count + l, l * count + j);
}

template <class T>
struct Matrices {
  const Call<T>& call;
  int w;
  const int A = call.tile.particles, F = call.out.features;

  PairMatrix<T> a(int lane) const { return pair_matrix(call.in[0], A, w, lane); }
  PairMatrix<T> b(int lane) const { return pair_matrix(call.in[1], A, w, lane); }
  PairMatrix<T> y(int lane) const { return pair_matrix(call.out, A, w, lane); }
  PairSizes sizes() const { return {A, A, A, F}; }

  // What a product of lanes with the values of the other adds: y = a b, lap y = lap a b + a lap b + ...
  KATO_INLINE void values() const {
    pair_matrix_product(sizes(), a(0), b(0), y(0), T(1), false);
    if (!call.tile.laplacian || call.out.lanes == 1) return;
    pair_matrix_product(sizes(), a(call.in[0].lanes - 1), b(0), y(call.out.lanes - 1), T(1), false);
    pair_matrix_product(sizes(), a(0), b(call.in[1].lanes - 1), y(call.out.lanes - 1), T(1), true);
  }
};

template <class T>
KATO_INLINE void forward_alike(const Matrices<T>& m) noexcept {
  m.values();
  const auto& tile = m.call.tile;
  for (int lane = 1; lane <= tile.gradients(m.call.out.pattern); ++lane) {
    pair_matrix_product(m.sizes(), m.a(lane), m.b(0), m.y(lane), T(1), false);
    pair_matrix_product(m.sizes(), m.a(0), m.b(lane), m.y(lane), T(1), true);
    if (tile.laplacian) pair_matrix_product(m.sizes(), m.a(lane), m.b(lane), m.y(m.call.out.lanes - 1), T(2), true);
  }
}

// Both depend on their own pair alone: with 1 and 2 for the derivatives by the first and the second particle of a pair,
// the derivative of y_ij by particle p is
//     a2_ip b_pj + a_ip b1_pj  +  [i = p] sum_l a1_pl b_lj  +  [j = p] sum_l a_il b2_lp.
// a2_pp and b2_pp are zero, for the pairs of a particle with itself keep their derivatives in a1 and b1.
template <class T>
KATO_INLINE void gradient_by(const Matrices<T>& m, int p) noexcept {
  const auto& tile = m.call.tile;
  const int A = m.A, F = m.F, d = tile.dimensions, first = 1 + (p - tile.first_particle) * d;
  for (int c = 0; c < d; ++c)
    for (int i = 0; i < A; ++i) {
      const T *a2 = m.a(1 + d + c).at(i, p), *a = m.a(0).at(i, p), *b = m.b(0).at(p, 0), *b1 = m.b(1 + c).at(p, 0);
      T* y = m.y(first + c).at(i, 0);
      for (int j = 0; j < A; ++j)
#pragma omp simd
        for (int n = 0; n < F; ++n) y[j * F + n] = a2[n] * b[j * F + n] + a[n] * b1[j * F + n];
    }
  const PairSizes by_rows{d, A, A, F}, by_columns{A, A, d, F};
  const std::ptrdiff_t pairs = m.call.out.lane_stride(), row = static_cast<std::ptrdiff_t>(A) * F;
  pair_matrix_product<T>(by_rows, {m.a(1).at(p, 0), pairs, F}, m.b(0), {m.y(first).at(p, 0), pairs, F}, T(1), true);
  pair_matrix_product<T>(by_columns, m.a(0), {m.b(1 + d).at(0, p), row, pairs}, {m.y(first).at(0, p), row, pairs}, T(1),
                         true);
}

// 2 sum_k a_k b_k of y_ij: with a2 and b1 of the particles between, and of what meets itself.
template <class T>
KATO_INLINE void cross_terms(const Matrices<T>& m) noexcept {
  const auto& tile = m.call.tile;
  const int A = m.A, F = m.F, d = tile.dimensions, first = tile.first_particle;
  const auto y = m.y(m.call.out.lanes - 1);
  const PairSizes row{1, 1, A, F}, corner{1, A, 1, F};
  for (int c = 0; c < d; ++c) {
    const auto a1 = m.a(1 + c), a2 = m.a(1 + d + c), b1 = m.b(1 + c), b2 = m.b(1 + d + c);
    pair_matrix_product(PairSizes{A, tile.block_particles, A, F}, a2.from(0, first), b1.from(first, 0), y, T(2), true);
    for (int p = first; p < first + tile.block_particles; ++p) {
      pair_matrix_product(row, a1.from(p, p), b1.from(p, 0), y.from(p, 0), T(2), true);
      pair_matrix_product(corner, a1.from(p, 0), b2.from(0, p), y.from(p, p), T(2), true);
    }
  }
}

template <class T>
KATO_INLINE void forward_of_pairs(const Matrices<T>& m) noexcept {
  m.values();
  const auto& tile = m.call.tile;
  for (int p = tile.first_particle; p < tile.first_particle + tile.block_particles; ++p) gradient_by(m, p);
  if (tile.laplacian) cross_terms(m);
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto &a = call.in[0], &b = call.in[1];
  const bool same = alike(a, b, call.out), pairs = a.pattern == Pattern::pair && b.pattern == Pattern::pair;
  if (!same && !pairs) return bilinear_forward(call, [&](auto&& f) { for_terms(call, f); });
  for (int w = 0; w < call.tile.walkers; ++w)
    same ? forward_alike(Matrices<T>{call, w}) : forward_of_pairs(Matrices<T>{call, w});
}

// A_bar_k += Y_bar_k B_0', A_bar_0 += Y_bar_k B_k', and so for B, with the transposes of the matrices of pairs.
template <class T>
KATO_INLINE void pullback_matrices(const Call<T>& call, int w) noexcept {
  const int A = call.tile.particles, F = call.out_bar.features;
  const auto product = [&](PairMatrix<T> left, PairMatrix<T> right, PairMatrix<T> to) {
    pair_matrix_product(PairSizes{A, A, A, F}, left, right, to, T(1), true);
  };
  for (int lane = 0; lane < call.out_bar.lanes; ++lane) {
    const auto seed = pair_matrix(call.out_bar, A, w, lane);
    const auto of = [&](const Buffer<T>& buffer, int which) { return pair_matrix(buffer, A, w, which); };
    if (call.in_bar[0].data != nullptr) {
      product(seed, of(call.in[1], 0).transposed(), of(call.in_bar[0], lane));
      if (lane > 0) product(seed, of(call.in[1], lane).transposed(), of(call.in_bar[0], 0));
    }
    if (call.in_bar[1].data != nullptr) {
      product(of(call.in[0], 0).transposed(), seed, of(call.in_bar[1], lane));
      if (lane > 0) product(of(call.in[0], lane).transposed(), seed, of(call.in_bar[1], 0));
    }
  }
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  if (!alike(call.in[0], call.in[1], call.out_bar))
    return bilinear_pullback(call, [&](auto&& f) { for_terms(call, f); });
  for (int w = 0; w < call.tile.walkers; ++w) pullback_matrices(call, w);
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
