// SPDX-License-Identifier: Apache-2.0
// (ln|det M_d|, sign det M_d) of square matrices M_d [A, A], d = 1..D: row i of all of them is row i of the first input,
// [A, D A]. An optional second input holds logarithms of factors taken out of the rows, [A, 1]; they are added, and have
// no derivatives (see `peak`). With X_k = M^-1 d_k M:
//     d_k ln|det M| = tr X_k,   lap ln|det M| = tr(M^-1 lap M) - sum_k tr(X_k X_k).
// Output: features 0..D-1 the logarithms, D..2D-1 the signs (value lane only).
#include "op/op.hpp"

#include "linalg/batched_lu.hpp"
#include "op/lanes.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// The rows of the matrix that gradient lane k of the output touches, and the lane of the input that holds them: all of
// them, unless a row depends on its own particle alone.
struct Touched {
  int begin, end, lane;
};
template <class T>
KATO_INLINE Touched touched(const Call<T>& call, int k) noexcept {
  const auto& in = call.in[0];
  if (in.pattern != Pattern::particle || in.lanes == 1 || k == 0) return {0, in.rows, k};
  if (k == call.out.lanes - 1 && call.tile.laplacian) return {0, in.rows, in.lanes - 1};
  const int d = call.tile.dimensions, row = call.tile.first_particle + (k - 1) / d;
  return {row, row + 1, 1 + (k - 1) % d};
}

// Walkers first .. first + width - 1 of one lane of one determinant; beyond the last walker, the last one again.
template <class T>
KATO_INLINE void gather(const Call<T>& call, int first, int k, int d, Vector<T>* to) noexcept {
  const auto& in = call.in[0];
  const int n = in.rows, walkers = call.tile.walkers;
  const auto rows = touched(call, k);
  const T* from[lanes_of<T>];
  for (int v = 0; v < lanes_of<T>; ++v) from[v] = in.at(first + v < walkers ? first + v : walkers - 1, rows.lane) + d * n;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      Vector<T> e{};
      if (i >= rows.begin && i < rows.end)
        for (int v = 0; v < lanes_of<T>; ++v) e[v] = from[v][i * in.features + j];
      to[i * n + j] = e;
    }
}

template <class T>
KATO_INLINE Vector<T> row_factors(const Call<T>& call, int first) noexcept {
  Vector<T> sum{};
  if (call.inputs < 2) return sum;
  for (int v = 0; v < lanes_of<T>; ++v) {
    const int w = first + v < call.tile.walkers ? first + v : call.tile.walkers - 1;
    for (int i = 0; i < call.in[1].rows; ++i) sum[v] += *call.in[1].at(w, 0, i);
  }
  return sum;
}

template <class T>
KATO_INLINE void scatter(const Call<T>& call, int first, int lane, int feature, Vector<T> value) noexcept {
  for (int v = 0; v < lanes_of<T> && first + v < call.tile.walkers; ++v) call.out.at(first + v, lane)[feature] = value[v];
}

// X = M^-1 D.
template <class T>
KATO_INLINE void multiply_matrices(int n, const Vector<T>* a, const Vector<T>* b, Vector<T>* c) noexcept {
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      Vector<T> sum{};
      for (int k = 0; k < n; ++k) sum += a[i * n + k] * b[k * n + j];
      c[i * n + j] = sum;
    }
}

// tr(A B).
template <class T>
KATO_INLINE Vector<T> trace_of_product(int n, const Vector<T>* a, const Vector<T>* b) noexcept {
  Vector<T> sum{};
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) sum += a[i * n + j] * b[j * n + i];
  return sum;
}

template <class T>
KATO_INLINE Vector<T>* workspace(const Call<T>& call) noexcept {  // three matrices
  return reinterpret_cast<Vector<T>*>(call.scratch);
}

template <class T>
KATO_INLINE void one_determinant(const Call<T>& call, int first, int d) noexcept {
  const auto& in = call.in[0];
  const int n = in.rows, count = call.out.features / 2, gradients = call.tile.gradients(call.out.pattern);
  Vector<T>*m = workspace(call), *inverse = m + n * n, *x = inverse + n * n;
  gather(call, first, 0, d, m);
  const auto det = eliminate<T>(n, m, in.lanes > 1 ? inverse : nullptr);
  scatter(call, first, 0, d, det.log + row_factors(call, first));
  scatter(call, first, 0, count + d, det.sign);
  Vector<T> squares{};
  for (int k = 1; k <= gradients; ++k) {
    gather(call, first, k, d, m);
    multiply_matrices<T>(n, inverse, m, x);
    Vector<T> trace{};
    for (int i = 0; i < n; ++i) trace += x[i * n + i];
    scatter(call, first, k, d, trace);
    squares += trace_of_product<T>(n, x, x);
  }
  if (in.lanes == 1 || !call.tile.laplacian) return;
  gather(call, first, call.out.lanes - 1, d, m);
  scatter(call, first, call.out.lanes - 1, d, trace_of_product<T>(n, inverse, m) - squares);
}

template <class T>
void forward(const Call<T>& call) noexcept {
  fill_zero(call.out.data, call.tile.walkers * call.out.walker_stride());
  for (int first = 0; first < call.tile.walkers; first += lanes_of<T>)
    for (int d = 0; d < call.out.features / 2; ++d) one_determinant(call, first, d);
}

// The bar of lane k is g_k M^-T; the bar of the value is g_0 M^-T - sum_k g_k (M^-1 (d_k M) M^-1)^T.
template <class T>
KATO_INLINE void one_bar(const Call<T>& call, int first, int d) noexcept {
  const auto& bar = call.in_bar[0];
  const int n = bar.rows, gradients = bar.lanes == 1 ? 0 : call.tile.gradients(call.out.pattern);
  Vector<T>*m = workspace(call), *inverse = m + n * n, *x = inverse + n * n;
  gather(call, first, 0, d, m);
  eliminate<T>(n, m, inverse);
  for (int k = gradients; k >= 0; --k) {
    if (k > 0) {
      gather(call, first, k, d, m);
      multiply_matrices<T>(n, inverse, m, x);
      multiply_matrices<T>(n, x, inverse, m);
    }
    const auto rows = touched(call, k);
    for (int v = 0; v < lanes_of<T> && first + v < call.tile.walkers; ++v) {
      const T seed = call.out_bar.at(first + v, k)[d];
      for (int i = 0; i < n; ++i)
        for (int j = 0; j < n; ++j) {
          if (i >= rows.begin && i < rows.end) bar.at(first + v, rows.lane, i)[d * n + j] += seed * inverse[j * n + i][v];
          if (k > 0) bar.at(first + v, 0, i)[d * n + j] -= seed * m[j * n + i][v];
        }
    }
  }
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  if (call.in_bar[0].data == nullptr) return;
  for (int first = 0; first < call.tile.walkers; first += lanes_of<T>)
    for (int d = 0; d < call.out.features / 2; ++d) one_bar(call, first, d);
}

}  // namespace

KATO_KERNELS(slogdet, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(slogdet)

namespace kato {
namespace {

Shape slogdet_shape(const NodeQuery& query) {
  const Shape& in = query.in[0];
  require(in.rows == Rows::particles && in.features % query.particles == 0,
          fmt::format("slogdet: needs square matrices, got {}x{}; make the orbital head a multiple of the number of "
                      "particles wide",
                      Tile{.particles = query.particles}.rows(in.rows), in.features));
  return {.rows = Rows::one, .features = 2 * in.features / query.particles, .pattern = in.pattern == Pattern::none ? Pattern::none : Pattern::all};
}

double slogdet_flops(const NodeQuery& query, const Shape& out) {
  const double n = query.particles;
  return out.features / 2 * (2.0 / 3) * n * n * n;
}

std::size_t slogdet_scratch(const Tile&, const NodeQuery& query, const Shape&) {
  constexpr std::size_t widest = 64 / sizeof(float);
  return 3 * widest * query.particles * query.particles;
}

}  // namespace

const OpInfo slogdet_op{.name = "slogdet",
                        .shape = slogdet_shape,
                        .kernels = KATO_ALL_KERNELS(slogdet),
                        .flops = slogdet_flops,
                        .scratch = slogdet_scratch};

}  // namespace kato
#endif
