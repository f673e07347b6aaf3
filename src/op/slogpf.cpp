// SPDX-License-Identifier: Apache-2.0
// (ln|pf M_d|, sign pf M_d) of the antisymmetric matrices M_d = (Q_d - Q_d^T)/2, d = 1..D, of an even number A of
// particles: element (i, j) of Q_d is feature d of pair (i, j), [A^2, D]. With X_k = M^-1 d_k M:
//     d_k ln|pf M| = 1/2 tr X_k,   lap ln|pf M| = 1/2 tr(M^-1 lap M) - 1/2 sum_k tr(X_k X_k).
// Output: features 0..D-1 the logarithms, D..2D-1 the signs (value lane only).
#include "linalg/batched_pfaffian.hpp"
#include "linalg/batched_product.hpp"
#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// The lane of pair (i, j) that holds lane k of the output, or -1 if the pair does not depend on that coordinate.
template <class T>
KATO_INLINE int lane_of_pair(const Call<T>& call, int k, int i, int j) noexcept {
  const auto& in = call.in[0];
  if (in.pattern != Pattern::pair || in.lanes == 1 || k == 0) return k;
  if (call.tile.laplacian && k == call.out.lanes - 1) return in.lanes - 1;
  const int d = call.tile.dimensions, particle = call.tile.first_particle + (k - 1) / d, component = (k - 1) % d;
  return particle == i ? 1 + component : particle == j ? 1 + d + component : -1;
}

// Lane k of M for walkers first .. first + width - 1; beyond the last walker, the last one again.
template <class T>
KATO_INLINE void gather(const Call<T>& call, int first, int k, int d, Vector<T>* to) noexcept {
  const int n = call.tile.particles, walkers = call.tile.walkers;
  for (int i = 0; i < n; ++i) {
    to[i * n + i] = Vector<T>{};
    for (int j = 0; j < i; ++j) {
      const int below = lane_of_pair(call, k, i, j), above = lane_of_pair(call, k, j, i);
      Vector<T> e{};
      if (below >= 0)
        for (int v = 0; v < lanes_of<T>; ++v) {
          const int w = first + v < walkers ? first + v : walkers - 1;
          e[v] = T(0.5) * (call.in[0].at(w, below, i * n + j)[d] - call.in[0].at(w, above, j * n + i)[d]);
        }
      to[i * n + j] = e;
      to[j * n + i] = -e;
    }
  }
}

template <class T>
KATO_INLINE void scatter(const Call<T>& call, int first, int lane, int feature, Vector<T> value) noexcept {
  for (int v = 0; v < lanes_of<T> && first + v < call.tile.walkers; ++v)
    call.out.at(first + v, lane)[feature] = value[v];
}

template <class T>
KATO_INLINE void some_pfaffians(const Call<T>& call, int first, int d) noexcept {
  const int n = call.tile.particles, count = call.out.features / 2, gradients = call.tile.gradients(call.out.pattern);
  Vector<T>*m = reinterpret_cast<Vector<T>*>(call.scratch), *inverse = m + n * n, *x = inverse + n * n;
  gather(call, first, 0, d, m);
  const auto pf = pfaffian<T>(n, m);
  scatter(call, first, 0, d, pf.log);
  scatter(call, first, 0, count + d, pf.sign);
  if (call.out.lanes == 1) return;
  gather(call, first, 0, d, m);
  eliminate<T>(n, m, inverse);
  Vector<T> squares{};
  for (int k = 1; k <= gradients; ++k) {
    gather(call, first, k, d, m);
    scatter(call, first, k, d, T(0.5) * batched_trace<T>(n, inverse, m, 0, n));
    batched_product<T>(n, inverse, m, x);
    squares += batched_trace_of_square<T>(n, x);
  }
  if (!call.tile.laplacian) return;
  gather(call, first, call.out.lanes - 1, d, m);
  scatter(call, first, call.out.lanes - 1, d, T(0.5) * (batched_trace<T>(n, inverse, m, 0, n) - squares));
}

template <class T>
void forward(const Call<T>& call) noexcept {
  fill_zero(call.out.data, call.tile.walkers * call.out.walker_stride());
  for (int first = 0; first < call.tile.walkers; first += lanes_of<T>)
    for (int d = 0; d < call.out.features / 2; ++d) some_pfaffians(call, first, d);
}

// The bar of lane k is g_k/2 M^-T; that of the value is g_0/2 M^-T - (M^-1 S M^-1)^T with S = sum_k g_k/2 d_k M.
template <class T>
KATO_INLINE void some_bars(const Call<T>& call, int first, int d) noexcept {
  const auto& bar = call.in_bar[0];
  const int n = call.tile.particles, gradients = call.tile.gradients(call.out.pattern);
  Vector<T>*m = reinterpret_cast<Vector<T>*>(call.scratch), *inverse = m + n * n, *x = inverse + n * n,
  *sum = x + n * n;
  gather(call, first, 0, d, m);
  eliminate<T>(n, m, inverse);
  for (int e = 0; e < n * n; ++e) sum[e] = Vector<T>{};
  for (int k = 0; k <= gradients; ++k) {
    Vector<T> seed{};
    for (int v = 0; v < lanes_of<T> && first + v < call.tile.walkers; ++v)
      seed[v] = T(0.5) * call.out_bar.at(first + v, k)[d];
    if (k > 0) gather(call, first, k, d, m);
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) {
        if (k > 0) sum[i * n + j] += seed * m[i * n + j];
        const int lane = lane_of_pair(call, k, i, j);
        if (i == j || lane < 0) continue;
        const Vector<T> product = seed * inverse[j * n + i];
        for (int v = 0; v < lanes_of<T> && first + v < call.tile.walkers; ++v)
          bar.at(first + v, lane, i * n + j)[d] += product[v];
      }
  }
  if (gradients == 0) return;
  batched_product<T>(n, inverse, sum, x);
  batched_product<T>(n, x, inverse, m);
  for (int v = 0; v < lanes_of<T> && first + v < call.tile.walkers; ++v)
    for (int e = 0; e < n * n; ++e) bar.at(first + v, 0, e)[d] -= m[e % n * n + e / n][v];
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  if (call.in_bar[0].data == nullptr) return;
  for (int first = 0; first < call.tile.walkers; first += lanes_of<T>)
    for (int d = 0; d < call.out.features / 2; ++d) some_bars(call, first, d);
}

}  // namespace

KATO_KERNELS(slogpf, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(slogpf)

namespace kato {
namespace {

Shape slogpf_shape(const NodeQuery& query) {
  const Shape& in = query.in[0];
  require(in.rows == Rows::pairs, "slogpf: needs one row a pair; make the matrix of pair features");
  require(
      query.particles % 2 == 0,
      fmt::format("slogpf: needs an even number of particles, got {}; border the matrix with one column of orbitals",
                  query.particles));
  return {.rows = Rows::one,
          .features = 2 * in.features,
          .pattern = in.pattern == Pattern::none ? Pattern::none : Pattern::all};
}

double slogpf_flops(const NodeQuery& query, const Shape& out) {
  const double n = query.particles;
  const int count = out.features / 2;
  return count * (2.0 / 3) * n * n * n;
}

std::size_t slogpf_scratch(const Tile&, const NodeQuery& query, const Shape&) {
  constexpr std::size_t widest = 64 / sizeof(float);
  return 4 * widest * query.particles * query.particles;
}

}  // namespace

const OpInfo slogpf_op{.name = "slogpf",
                       .shape = slogpf_shape,
                       .kernels = KATO_ALL_KERNELS(slogpf),
                       .flops = slogpf_flops,
                       .scratch = slogpf_scratch};

}  // namespace kato
#endif
