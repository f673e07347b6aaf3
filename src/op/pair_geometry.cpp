// SPDX-License-Identifier: Apache-2.0
// What a network should see of two particles, x [A, F] to [A^2, 2 F + 1] or, with kinks, [A^2, 3 F + 2]: with
// v = x_i - x_j, r = |v| and g = 1/sqrt(1 + r^2/R^2),
//     (x_i + x_j)/2,  g v,  g,  and with kinks  g^2 r v,  g^3 r^3.
// Each is the midpoint or of the form f(r^2) v or f(r^2). With p = r^2 and f', f'' the derivatives by p,
//     (f v)_k   = f v_k + 2 f' (v.v_k) v
//     lap (f v) = f lap v + 2 f' ((v.lap v) v + sum_k (2 (v.v_k) v_k + |v_k|^2 v)) + 4 f'' sum_k (v.v_k)^2 v
//     f_k       = 2 f' (v.v_k),   lap f = 2 f' (v.lap v + sum_k |v_k|^2) + 4 f'' sum_k (v.v_k)^2.
// Derivatives of f that are infinite at r = 0 meet powers of v that are zero there.
#include <cmath>

#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

constexpr int most = 3;  // features of x

template <class T>
struct Radial {  // f, f' and f'' by p = r^2
  T value, first, second;
};

// The functions of r^2 of a pair: g, g^2 r and g^3 r^3.
template <class T>
struct Levels {
  Radial<T> g, vector, cube;

  KATO_INLINE Levels(T square, T range) {
    const T unit = 1 / (range * range), g2 = 1 / (1 + square * unit), g1 = std::sqrt(g2), g3 = g1 * g2;
    g = {g1, T(-0.5) * g3 * unit, T(0.75) * g3 * g2 * unit * unit};
    const T r = std::sqrt(square), inverse = r > 0 ? 1 / r : 0;
    const T slope = -g2 * g2 * unit, bend = -2 * slope * g2 * unit;  // of g^2
    vector = {g2 * r, slope * r + T(0.5) * g2 * inverse,
              bend * r + slope * inverse - T(0.25) * g2 * inverse * inverse * inverse};
    const T fall = T(-1.5) * g3 * g2 * unit, curve = T(-2.5) * fall * g2 * unit;  // of g^3
    cube = {g3 * r * square, fall * r * square + T(1.5) * g3 * r,
            curve * r * square + 3 * fall * r + T(0.75) * g3 * inverse};
  }
};

// One pair of one walker: v and its derivatives, lane by lane of the pair.
template <class T, int F>
struct Apart {
  static constexpr int features = F;
  T v[F] = {}, gradient[2 * most][F], laplacian[F] = {};
  int lanes;  // of the gradient

  KATO_INLINE Apart(const Call<T>& call, int w, int i, int j) {
    const auto& x = call.in[0];
    const int d = call.tile.gradients(x.pattern);
    lanes = i == j ? 0 : 2 * d;
    if (i == j) return;
    for (int c = 0; c < features; ++c) {
      v[c] = x.at(w, 0, i)[c] - x.at(w, 0, j)[c];
      for (int k = 0; k < d; ++k) {
        gradient[k][c] = x.at(w, 1 + k, i)[c];
        gradient[d + k][c] = -x.at(w, 1 + k, j)[c];
      }
      if (x.lanes > 1 + d) laplacian[c] = x.at(w, x.lanes - 1, i)[c] - x.at(w, x.lanes - 1, j)[c];
    }
  }

  KATO_INLINE T dot(const T* a, const T* b) const {
    T sum = 0;
    for (int c = 0; c < features; ++c) sum += a[c] * b[c];
    return sum;
  }
};

// The scalars that all derivatives are made of.
template <class T, int F>
struct Contractions {
  T along[2 * most], curl[F] = {}, spread, squares = 0;  // v.v_k, sum_k (v.v_k) v_k, v.lap v + sum_k |v_k|^2

  KATO_INLINE explicit Contractions(const Apart<T, F>& pair) : spread(pair.dot(pair.v, pair.laplacian)) {
    for (int k = 0; k < pair.lanes; ++k) {
      along[k] = pair.dot(pair.v, pair.gradient[k]);
      squares += along[k] * along[k];
      spread += pair.dot(pair.gradient[k], pair.gradient[k]);
      for (int c = 0; c < pair.features; ++c) curl[c] += along[k] * pair.gradient[k][c];
    }
  }
};

template <class T>
KATO_INLINE void midpoint(const Call<T>& call, int w, int i, int j) noexcept {
  const auto &x = call.in[0], &y = call.out;
  const int d = call.tile.gradients(x.pattern), row = i * call.tile.particles + j;
  for (int c = 0; c < x.features; ++c) {
    y.at(w, 0, row)[c] = T(0.5) * (x.at(w, 0, i)[c] + x.at(w, 0, j)[c]);
    for (int k = 1; k <= d; ++k) {  // the diagonal has all in the first half
      y.at(w, k, row)[c] = (i == j ? T(1) : T(0.5)) * x.at(w, k, i)[c];
      y.at(w, d + k, row)[c] = i == j ? T(0) : T(0.5) * x.at(w, k, j)[c];
    }
    if (x.lanes > 1 + d)
      y.at(w, y.lanes - 1, row)[c] = T(0.5) * (x.at(w, x.lanes - 1, i)[c] + x.at(w, x.lanes - 1, j)[c]);
  }
}

template <class T>
KATO_INLINE bool has_laplacian(const Call<T>& call) noexcept {
  return call.out.lanes > 1 + call.tile.gradients(call.out.pattern);
}

// f v from feature `to` on, and f at feature `to`.
template <class T, int F>
KATO_INLINE void write_vector(const Call<T>& call, int w, int row, int to, const Radial<T>& f, const Apart<T, F>& pair,
                              const Contractions<T, F>& sums) noexcept {
  const auto& y = call.out;
  const T slope = 2 * f.first, bend = 4 * f.second;
  for (int c = 0; c < pair.features; ++c) {
    y.at(w, 0, row)[to + c] = f.value * pair.v[c];
    for (int k = 0; k < pair.lanes; ++k)
      y.at(w, 1 + k, row)[to + c] = f.value * pair.gradient[k][c] + slope * sums.along[k] * pair.v[c];
    if (has_laplacian(call))
      y.at(w, y.lanes - 1, row)[to + c] = f.value * pair.laplacian[c] +
                                          slope * (sums.spread * pair.v[c] + 2 * sums.curl[c]) +
                                          bend * sums.squares * pair.v[c];
  }
}

template <class T, int F>
KATO_INLINE void write_scalar(const Call<T>& call, int w, int row, int to, const Radial<T>& f, const Apart<T, F>& pair,
                              const Contractions<T, F>& sums) noexcept {
  const auto& y = call.out;
  y.at(w, 0, row)[to] = f.value;
  for (int k = 0; k < pair.lanes; ++k) y.at(w, 1 + k, row)[to] = 2 * f.first * sums.along[k];
  if (has_laplacian(call)) y.at(w, y.lanes - 1, row)[to] = 2 * f.first * sums.spread + 4 * f.second * sums.squares;
}

// Row (j, i) from row (i, j): the particles' derivatives change places, and v its sign.
template <class T, int F>
KATO_INLINE void mirror(const Call<T>& call, int w, int i, int j) noexcept {
  const auto& y = call.out;
  const int A = call.tile.particles, d = call.tile.gradients(call.in[0].pattern);
  const auto lane = [&](int from, int to) {
    const T* one = y.at(w, from, i * A + j);
    T* other = y.at(w, to, j * A + i);
    for (int n = 0; n < F; ++n) other[n] = one[n], other[F + n] = -one[F + n];
    other[2 * F] = one[2 * F];
    if (call.attributes.kind == 0) return;
    for (int n = 2 * F + 1; n < 3 * F + 1; ++n) other[n] = -one[n];
    other[3 * F + 1] = one[3 * F + 1];
  };
  lane(0, 0);
  for (int k = 1; k <= d; ++k) lane(k, d + k), lane(d + k, k);
  if (has_laplacian(call)) lane(y.lanes - 1, y.lanes - 1);
}

template <class T, int F>
void all_pairs(const Call<T>& call) noexcept {
  const auto& y = call.out;
  const int A = call.tile.particles;
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int i = 0; i < A; ++i)
      for (int j = i; j < A; ++j) {
        const int row = i * A + j;
        const Apart<T, F> pair(call, w, i, j);
        const Contractions<T, F> sums(pair);
        const Levels<T> levels(pair.dot(pair.v, pair.v), static_cast<T>(call.attributes.a));
        if (i == j)
          for (int lane = 1; lane < y.lanes; ++lane) fill_zero(y.at(w, lane, row), y.features);
        midpoint(call, w, i, j);
        write_vector(call, w, row, F, levels.g, pair, sums);
        write_scalar(call, w, row, 2 * F, levels.g, pair, sums);
        if (call.attributes.kind != 0) {
          write_vector(call, w, row, 2 * F + 1, levels.vector, pair, sums);
          write_scalar(call, w, row, 3 * F + 1, levels.cube, pair, sums);
        }
        if (i != j) mirror<T, F>(call, w, i, j);
      }
}

template <class T>
void forward(const Call<T>& call) noexcept {
  switch (call.in[0].features) {
    case 1: return all_pairs<T, 1>(call);
    case 2: return all_pairs<T, 2>(call);
    default: return all_pairs<T, most>(call);
  }
}

// The cotangents of v and of its gradient lanes, with seeds z on the value and z_k on the lanes:
//     v_bar += f z + 2 f' (z.v) v + sum_k 2 f' ((v.v_k) z_k + (z_k.v_k) v + (z_k.v) v_k) + 4 f'' (z_k.v) (v.v_k) v
//     v_k_bar += f z_k + 2 f' (z_k.v) v         for f v;  for f, with numbers z and z_k,
//     v_bar += 2 f' z v + sum_k z_k (2 f' v_k + 4 f'' (v.v_k) v),   v_k_bar += 2 f' z_k v.
template <class T, int F>
struct ApartBar {
  T v[F] = {}, gradient[2 * most][F] = {};

  KATO_INLINE void add_vector(const Call<T>& call, int w, int row, int from, const Radial<T>& f,
                              const Apart<T, F>& pair, const Contractions<T, F>& sums) {
    const T slope = 2 * f.first, bend = 4 * f.second;
    const T* z = call.out_bar.at(w, 0, row) + from;
    const T radial = pair.dot(z, pair.v);
    for (int c = 0; c < pair.features; ++c) v[c] += f.value * z[c] + slope * radial * pair.v[c];
    for (int k = 0; k < pair.lanes; ++k) {
      const T *z_k = call.out_bar.at(w, 1 + k, row) + from, *v_k = pair.gradient[k];
      const T inward = pair.dot(z_k, pair.v), inside = slope * pair.dot(z_k, v_k) + bend * inward * sums.along[k];
      for (int c = 0; c < pair.features; ++c) {
        v[c] += slope * (sums.along[k] * z_k[c] + inward * v_k[c]) + inside * pair.v[c];
        gradient[k][c] += f.value * z_k[c] + slope * inward * pair.v[c];
      }
    }
  }

  KATO_INLINE void add_scalar(const Call<T>& call, int w, int row, int from, const Radial<T>& f,
                              const Apart<T, F>& pair, const Contractions<T, F>& sums) {
    const T slope = 2 * f.first, bend = 4 * f.second, z = call.out_bar.at(w, 0, row)[from];
    for (int c = 0; c < pair.features; ++c) v[c] += slope * z * pair.v[c];
    for (int k = 0; k < pair.lanes; ++k) {
      const T z_k = call.out_bar.at(w, 1 + k, row)[from];
      for (int c = 0; c < pair.features; ++c) {
        v[c] += z_k * (slope * pair.gradient[k][c] + bend * sums.along[k] * pair.v[c]);
        gradient[k][c] += slope * z_k * pair.v[c];
      }
    }
  }

  // To the particles, with what the midpoint has for them.
  KATO_INLINE void give(const Call<T>& call, int w, int i, int j) const {
    const auto &x = call.in_bar[0], &y = call.out_bar;
    const int d = call.tile.gradients(call.in[0].pattern), row = i * call.tile.particles + j;
    for (int c = 0; c < x.features; ++c) {
      const T half = T(0.5) * y.at(w, 0, row)[c];
      x.at(w, 0, i)[c] += half + v[c];
      x.at(w, 0, j)[c] += half - v[c];
      for (int k = 0; k < d; ++k) {
        const T middle = T(0.5) * y.at(w, 1 + k, row)[c];
        x.at(w, 1 + k, i)[c] += middle + gradient[k][c];
        x.at(w, 1 + k, j)[c] += i == j ? middle : T(0.5) * y.at(w, 1 + d + k, row)[c] - gradient[d + k][c];
      }
    }
  }
};

template <class T, int F>
void all_bars(const Call<T>& call) noexcept {
  const int A = call.tile.particles;
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int i = 0; i < A; ++i)
      for (int j = 0; j < A; ++j) {
        const int row = i * A + j;
        ApartBar<T, F> bar;
        if (i != j) {
          const Apart<T, F> pair(call, w, i, j);
          const Contractions<T, F> sums(pair);
          const Levels<T> levels(pair.dot(pair.v, pair.v), static_cast<T>(call.attributes.a));
          bar.add_vector(call, w, row, F, levels.g, pair, sums);
          bar.add_scalar(call, w, row, 2 * F, levels.g, pair, sums);
          if (call.attributes.kind != 0) {
            bar.add_vector(call, w, row, 2 * F + 1, levels.vector, pair, sums);
            bar.add_scalar(call, w, row, 3 * F + 1, levels.cube, pair, sums);
          }
        }
        bar.give(call, w, i, j);
      }
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  if (call.in_bar[0].data == nullptr) return;
  switch (call.in[0].features) {
    case 1: return all_bars<T, 1>(call);
    case 2: return all_bars<T, 2>(call);
    default: return all_bars<T, most>(call);
  }
}

}  // namespace

KATO_KERNELS(pair_geometry, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(pair_geometry)

namespace kato {
namespace {

Shape pair_geometry_shape(const NodeQuery& query) {
  const Shape& x = query.in[0];
  require(x.rows == Rows::particles && x.pattern != Pattern::all && x.features <= 3,
          fmt::format("pair_geometry: takes at most three features of every particle that depend on it alone, got {}",
                      x.features));
  require(query.attributes.a > 0, fmt::format("pair_geometry: the range must be positive, got {}", query.attributes.a));
  const int features = query.attributes.kind != 0 ? 3 * x.features + 2 : 2 * x.features + 1;
  return {.rows = Rows::pairs,
          .features = features,
          .pattern = x.pattern == Pattern::particle ? Pattern::pair : Pattern::none};
}

double pair_geometry_flops(const NodeQuery& query, const Shape& out) {
  return 3.0 * out.features * Tile{.particles = query.particles}.rows(out.rows);
}

constexpr AttributeName attributes[] = {{.name = "kinks", .whole = &Attributes::kind, .words = no_or_yes},
                                        {.name = "range", .real = &Attributes::a}};

}  // namespace

const OpInfo pair_geometry_op{.name = "pair_geometry",
                              .shape = pair_geometry_shape,
                              .kernels = KATO_ALL_KERNELS(pair_geometry),
                              .flops = pair_geometry_flops,
                              .attributes = attributes};

}  // namespace kato
#endif
