// SPDX-License-Identifier: Apache-2.0
// (ln|det M_d|, sign det M_d) of square matrices M_d [n, n], d = 1..D: row i of all of them is a row of the first
// input, [A, D n]. The n rows are those of all particles, n = A, or of a range of them (one species); the others are
// not read. An optional second input holds logarithms of factors taken out of the rows, [A, 1]; they are added, and
// have no derivatives (see `peak`). With X_k = M^-1 d_k M:
//     d_k ln|det M| = tr X_k,   lap ln|det M| = tr(M^-1 lap M) - sum_k tr(X_k X_k).
// Output: features 0..D-1 the logarithms, D..2D-1 the signs (value lane only).
#include "linalg/batched_lu.hpp"
#include "linalg/batched_product.hpp"
#include "linalg/product.hpp"
#include "linalg/row_lu.hpp"
#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// The range of particles whose rows make the matrices.
template <class T>
KATO_INLINE int first_row(const Call<T>& call) noexcept {
  return call.attributes.rows == 0 ? 0 : call.attributes.first;
}
template <class T>
KATO_INLINE int size_of(const Call<T>& call) noexcept {
  return call.attributes.rows == 0 ? call.tile.particles : call.attributes.rows;
}

// Small matrices are worked on in as many walkers at once as a register has lanes, larger ones walker by walker: from
// the sizes measured for each use. Microseconds a walker, AVX-512 in double with n derivative lanes, at once / walker
// by walker; LAPACK's getrf (and getri) for the factors alone wins nowhere:
//     n                            4             8            16            32            48
//     value               0.02 / 0.11   0.08 / 0.22   0.45 / 0.61   3.73 / 2.39   14.8 / 6.47
//     getrf                      0.16          0.40          1.36          4.79          11.4
//     Laplacian           0.07 / 0.60   0.53 / 2.01   5.28 / 10.8   91.0 / 90.7   402  / 362
//     the same, own rows  0.05 / 0.36   0.23 / 1.00   1.31 / 3.32   15.0 / 12.4   50.7 / 27.1
//     getrf and getri            0.41          0.96          2.97          11.0          28.6
//     pullback            0.16 / 0.49   0.80 / 1.34   5.30 / 4.99   56.6 / 32.8   189  / 115
template <class T>
KATO_INLINE bool row_wise(const Call<T>& call, bool pullback) noexcept {
  constexpr int value_from = 3 * lanes_of<T>, pullback_from = 2 * lanes_of<T>, derivatives_from = 256 / sizeof(T);
  const int from = pullback ? pullback_from : call.in[0].lanes > 1 ? derivatives_from : value_from;
  return size_of(call) >= (call.attributes.count > 0 ? call.attributes.count : from);  // the attribute is for tests
}

// The rows of the matrix that gradient lane k of the output touches, and the lane of the input that holds them: all of
// them, unless a row depends on its own particle alone; then one, or none if the particle has no row here.
struct Touched {
  int begin, end, lane;
};
template <class T>
KATO_INLINE Touched touched(const Call<T>& call, int k) noexcept {
  const auto& in = call.in[0];
  const int n = size_of(call);
  if (in.pattern != Pattern::particle || in.lanes == 1 || k == 0) return {0, n, k};
  if (k == call.out.lanes - 1 && call.tile.laplacian) return {0, n, in.lanes - 1};
  const int d = call.tile.dimensions, row = call.tile.first_particle + (k - 1) / d - first_row(call);
  return {row, row >= 0 && row < n ? row + 1 : row, 1 + (k - 1) % d};
}

// The touched rows of one lane of one determinant, for walkers first .. first + width - 1; beyond the last walker, the
// last one again.
template <class T>
KATO_INLINE void gather(const Call<T>& call, int first, int k, int d, Vector<T>* to) noexcept {
  const auto& in = call.in[0];
  const int n = size_of(call), walkers = call.tile.walkers;
  const auto rows = touched(call, k);
  const T* from[lanes_of<T>];
  for (int v = 0; v < lanes_of<T>; ++v)
    from[v] = in.at(first + v < walkers ? first + v : walkers - 1, rows.lane, first_row(call)) + d * n;
  for (int i = rows.begin; i < rows.end; ++i)
    for (int j = 0; j < n; ++j) {
      Vector<T> e{};
      for (int v = 0; v < lanes_of<T>; ++v) e[v] = from[v][i * in.features + j];
      to[i * n + j] = e;
    }
}

template <class T>
KATO_INLINE T row_factors(const Call<T>& call, int w) noexcept {
  T sum = 0;
  for (int i = 0; call.inputs > 1 && i < size_of(call); ++i) sum += *call.in[1].at(w, 0, first_row(call) + i);
  return sum;
}

template <class T>
KATO_INLINE void scatter(const Call<T>& call, int first, int lane, int feature, Vector<T> value) noexcept {
  for (int v = 0; v < lanes_of<T> && first + v < call.tile.walkers; ++v)
    call.out.at(first + v, lane)[feature] = value[v];
}

template <class T>
KATO_INLINE Vector<T>* workspace(const Call<T>& call) noexcept {  // four matrices
  return reinterpret_cast<Vector<T>*>(call.scratch);
}

// tr(A B) where element (i, j) of A, B is a[i * a_stride + j], b[i * b_stride + j], over rows begin .. end - 1 of B.
template <class T>
KATO_INLINE T trace_of_rows(int n, Touched rows, const T* a, std::ptrdiff_t a_stride, const T* b,
                            std::ptrdiff_t b_stride) noexcept {
  T sum = 0;
  for (int i = rows.begin; i < rows.end; ++i)
    for (int j = 0; j < n; ++j) sum += a[j * a_stride + i] * b[i * b_stride + j];
  return sum;
}

// With many lanes there are few walkers in a tile: the registers are filled with lanes of one walker instead.
template <class T>
KATO_INLINE bool lane_wise(const Call<T>& call) noexcept {
  return call.in[0].pattern == Pattern::all && call.tile.gradients(Pattern::all) >= 2 * lanes_of<T>;
}

// The derivatives for the walkers whose inverses are in the workspace.
template <class T>
KATO_INLINE void lanes_of_each(const Call<T>& call, int first, int d) noexcept {
  const auto &in = call.in[0], &out = call.out;
  const int n = size_of(call), begin = first_row(call), gradients = call.tile.gradients(Pattern::all);
  const Vector<T>* inverses = workspace(call) + n * n;
  Vector<T>* scratch = workspace(call) + 2 * n * n;
  T* inverse = reinterpret_cast<T*>(workspace(call));  // of one walker
  for (int v = 0; v < lanes_of<T> && first + v < call.tile.walkers; ++v) {
    const int w = first + v;
    for (int e = 0; e < n * n; ++e) inverse[e] = inverses[e][v];
    const T squares = traces_of_products<T>(n, inverse, in.at(w, 1, begin) + d * n, in.features, in.lane_stride(),
                                            gradients, scratch, out.at(w, 1) + d, out.lane_stride());
    if (!call.tile.laplacian) continue;
    const T* lap = in.at(w, in.lanes - 1, begin) + d * n;
    out.at(w, out.lanes - 1)[d] = trace_of_rows(n, {0, n, in.lanes - 1}, inverse, n, lap, in.features) - squares;
  }
}

template <class T>
KATO_INLINE void some_determinants(const Call<T>& call, int first, int d) noexcept {
  const auto& in = call.in[0];
  const int n = size_of(call), count = call.out.features / 2, gradients = call.tile.gradients(call.out.pattern);
  Vector<T>*m = workspace(call), *inverse = m + n * n, *x = inverse + n * n;
  gather(call, first, 0, d, m);
  const auto det = eliminate<T>(n, m, in.lanes > 1 ? inverse : nullptr);
  scatter(call, first, 0, d, det.log);
  scatter(call, first, 0, count + d, det.sign);
  if (lane_wise(call)) return lanes_of_each(call, first, d);
  Vector<T> squares{};
  for (int k = 1; k <= gradients; ++k) {
    const auto rows = touched(call, k);
    if (rows.end == rows.begin) continue;
    gather(call, first, k, d, m);
    const Vector<T> trace = batched_trace<T>(n, inverse, m, rows.begin, rows.end);
    scatter(call, first, k, d, trace);
    if (rows.end - rows.begin == 1) {  // M^-1 d_k M is of rank one
      squares += trace * trace;
      continue;
    }
    batched_product<T>(n, inverse, m, x);
    squares += batched_trace_of_square<T>(n, x);
  }
  if (in.lanes == 1 || !call.tile.laplacian) return;
  gather(call, first, call.out.lanes - 1, d, m);
  scatter(call, first, call.out.lanes - 1, d, batched_trace<T>(n, inverse, m, 0, n) - squares);
}

template <class T>
KATO_INLINE void copy_matrix(int n, const T* from, std::ptrdiff_t from_stride, T* to, std::ptrdiff_t stride) noexcept {
  fill_zero(to, n * stride);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) to[i * stride + j] = from[i * from_stride + j];
}

template <class T>
KATO_INLINE void one_determinant(const Call<T>& call, int w, int d) noexcept {
  const auto &in = call.in[0], &out = call.out;
  const int n = size_of(call), begin = first_row(call), count = out.features / 2,
            gradients = call.tile.gradients(out.pattern);
  const std::ptrdiff_t stride = row_stride<T>(n);
  T *inverse = call.scratch, *x = inverse + n * stride, *origin = x + n * stride;
  copy_matrix(n, in.at(w, 0, begin) + d * n, in.features, inverse, stride);
  const auto det = in.lanes > 1 ? invert_rows(n, stride, inverse, origin) : eliminate_rows(n, stride, inverse);
  out.at(w)[d] = det.log, out.at(w)[count + d] = det.sign;
  T squares = 0;
  for (int k = 1; k <= gradients; ++k) {
    const auto rows = touched(call, k);
    if (rows.end == rows.begin) continue;
    const T* lane = in.at(w, rows.lane, begin) + d * n;
    const T trace = out.at(w, k)[d] = trace_of_rows(n, rows, inverse, stride, lane, in.features);
    if (rows.end - rows.begin == 1) {  // M^-1 d_k M is of rank one
      squares += trace * trace;
      continue;
    }
    product<T>(n, n, n, {inverse, stride, 1}, lane, in.features, x, stride, false);
    squares += trace_of_rows(n, rows, x, stride, x, stride);
  }
  if (in.lanes == 1 || !call.tile.laplacian) return;
  const auto rows = touched(call, out.lanes - 1);
  const T* lane = in.at(w, rows.lane, begin) + d * n;
  out.at(w, out.lanes - 1)[d] = trace_of_rows(n, rows, inverse, stride, lane, in.features) - squares;
}

template <class T>
void forward(const Call<T>& call) noexcept {
  fill_zero(call.out.data, call.tile.walkers * call.out.walker_stride());
  const bool one = row_wise(call, false);
  for (int first = 0; first < call.tile.walkers; first += one ? 1 : lanes_of<T>)
    for (int d = 0; d < call.out.features / 2; ++d)
      one ? one_determinant(call, first, d) : some_determinants(call, first, d);
  for (int w = 0; w < call.tile.walkers && call.inputs > 1; ++w) {
    const T factors = row_factors(call, w);
    for (int d = 0; d < call.out.features / 2; ++d) call.out.at(w)[d] += factors;
  }
}

// The bar of lane k is g_k M^-T; the bar of the value is g_0 M^-T - (M^-1 S M^-1)^T with S = sum_k g_k d_k M.
template <class T>
KATO_INLINE void some_bars(const Call<T>& call, int first, int d) noexcept {
  const auto& bar = call.in_bar[0];
  const int n = size_of(call), begin = first_row(call),
            gradients = bar.lanes == 1 ? 0 : call.tile.gradients(call.out.pattern);
  Vector<T>*m = workspace(call), *inverse = m + n * n, *x = inverse + n * n, *sum = x + n * n;
  gather(call, first, 0, d, m);
  eliminate<T>(n, m, inverse);
  for (int e = 0; e < n * n; ++e) sum[e] = Vector<T>{};
  for (int k = 0; k <= gradients; ++k) {
    const auto rows = touched(call, k);
    Vector<T> seed{};
    for (int v = 0; v < lanes_of<T> && first + v < call.tile.walkers; ++v) seed[v] = call.out_bar.at(first + v, k)[d];
    if (k > 0) gather(call, first, k, d, m);
    for (int e = rows.begin * n; e < rows.end * n && k > 0; ++e) sum[e] += seed * m[e];
    for (int i = rows.begin; i < rows.end; ++i)
      for (int v = 0; v < lanes_of<T> && first + v < call.tile.walkers; ++v)
        for (int j = 0; j < n; ++j)
          bar.at(first + v, rows.lane, begin + i)[d * n + j] += seed[v] * inverse[j * n + i][v];
  }
  if (gradients == 0) return;
  batched_product<T>(n, inverse, sum, x);
  batched_product<T>(n, x, inverse, m);
  for (int v = 0; v < lanes_of<T> && first + v < call.tile.walkers; ++v)
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) bar.at(first + v, 0, begin + i)[d * n + j] -= m[j * n + i][v];
}

template <class T>
KATO_INLINE void one_bar(const Call<T>& call, int w, int d) noexcept {
  const auto &in = call.in[0], &bar = call.in_bar[0];
  const int n = size_of(call), begin = first_row(call),
            gradients = bar.lanes == 1 ? 0 : call.tile.gradients(call.out.pattern);
  const std::ptrdiff_t stride = row_stride<T>(n);
  T *inverse = call.scratch, *transpose = inverse + n * stride, *sum = transpose + n * stride, *x = sum + n * stride;
  copy_matrix(n, in.at(w, 0, begin) + d * n, in.features, inverse, stride);
  invert_rows(n, stride, inverse, x);
  fill_zero(transpose, 2 * n * stride);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) transpose[i * stride + j] = inverse[j * stride + i];
  for (int k = 0; k <= gradients; ++k) {
    const auto rows = touched(call, k);
    const T seed = call.out_bar.at(w, k)[d];
    for (int i = rows.begin; i < rows.end; ++i) {
      T *to = bar.at(w, rows.lane, begin + i) + d * n, *s = sum + i * stride;
      const T *t = transpose + i * stride, *lane = in.at(w, rows.lane, begin + i) + d * n;
      for (int j = 0; j < n; ++j) to[j] += seed * t[j];
      for (int j = 0; j < n && k > 0; ++j) s[j] += seed * lane[j];
    }
  }
  if (gradients == 0) return;
  product<T>(n, n, n, {sum, stride, 1}, inverse, stride, x, stride, false);    // S M^-1
  product<T>(n, n, n, {x, 1, stride}, transpose, stride, sum, stride, false);  // its transpose times M^-T
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) bar.at(w, 0, begin + i)[d * n + j] -= sum[i * stride + j];
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  if (call.in_bar[0].data == nullptr) return;
  const bool one = row_wise(call, true);
  for (int first = 0; first < call.tile.walkers; first += one ? 1 : lanes_of<T>)
    for (int d = 0; d < call.out.features / 2; ++d) one ? one_bar(call, first, d) : some_bars(call, first, d);
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

int rows_of(const NodeQuery& query) { return query.attributes.rows == 0 ? query.particles : query.attributes.rows; }

Shape slogdet_shape(const NodeQuery& query) {
  const Shape& in = query.in[0];
  const int first = query.attributes.first, n = rows_of(query);
  require(first >= 0 && n > 0 && first + n <= query.particles,
          fmt::format("slogdet: there are no particles {} to {} among {}", first, first + n - 1, query.particles));
  require(in.rows == Rows::particles && in.features % n == 0,
          fmt::format("slogdet: needs square matrices, got {}x{}; make the orbital head a multiple of the number of "
                      "particles wide",
                      in.rows == Rows::particles ? n : Tile{.particles = query.particles}.rows(in.rows), in.features));
  for (const auto& factor : query.in.subspan(1))
    require(factor.rows == Rows::particles && factor.features == 1,
            "slogdet: needs one logarithm for each row, of the factor that was taken out of it");
  return {.rows = Rows::one,
          .features = 2 * in.features / n,
          .pattern = in.pattern == Pattern::none ? Pattern::none : Pattern::all};
}

double slogdet_flops(const NodeQuery& query, const Shape& out) {
  const double n = rows_of(query);
  const int count = out.features / 2;
  return count * (2.0 / 3) * n * n * n;
}

std::size_t slogdet_scratch(const Tile&, const NodeQuery& query, const Shape&) {
  constexpr std::size_t widest = 64 / sizeof(float);
  return 4 * widest * query.particles * query.particles;  // more than four matrices with padded rows
}

constexpr AttributeName attributes[] = {{.name = "first", .whole = &Attributes::first},
                                        {.name = "rows", .whole = &Attributes::rows},
                                        {.name = "row_wise_from", .whole = &Attributes::count}};

}  // namespace

const OpInfo slogdet_op{.name = "slogdet",
                        .shape = slogdet_shape,
                        .kernels = KATO_ALL_KERNELS(slogdet),
                        .flops = slogdet_flops,
                        .inputs = {1, 2},
                        .attributes = attributes,
                        .scratch = slogdet_scratch};

}  // namespace kato
#endif
