// SPDX-License-Identifier: Apache-2.0
// y = sum_{i<j} u(r_ij) of the distances r_ij between rows, [A, F] to [1, 1]; every pair belongs to a class q, or to
// none and is left out:
//     Pade     u = a_q r / (1 + b r),  b = p_q^2       constants: the slopes a [C], then the classes of the pairs
//     linear   u = p_q r                               constants: the classes of the pairs
// in the order (0,1), (0,2), .. (1,2), ..; p [C] is the parameter. With v = x_i - x_j, g_i = sum_j u' v/r, and the
// gradient lanes x_ik of each row,
//     y_ik = g_i . x_ik
//     lap y = sum_pairs u'/r (v . (lap x_i - lap x_j) + tr M) + (u'' - u'/r) v.M v/r^2,  M = M_i + M_j,
//     M_i = sum_k x_ik x_ik^T.
// Pairs are not kept: some walkers are worked on at once, with the numbers of a particle side by side.
#include <cmath>

#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

constexpr int wide = 8;  // walkers at once

enum Kind { pade = 0, straight = 1 };

// a and b of a class; the linear form is that of Pade with b = 0.
template <class T>
struct Constants {
  T a, b;
};
template <class T>
KATO_INLINE Constants<T> shape_of(const Call<T>& call, int q) noexcept {
  const T p = call.parameter[0][q];
  if (call.attributes.kind == straight) return {p, 0};
  return {static_cast<T>(call.constants[q]), p * p};
}

// u, u'/r, u'' of u = a r/(1 + b r).
template <class T>
struct Function {
  T u, slope_by_r, curvature;
};
template <class T>
KATO_INLINE Function<T> function(Constants<T> pair, T r, T inverse) noexcept {
  const T q = 1 / (1 + pair.b * r), aq2 = pair.a * q * q;
  return {pair.a * r * q, aq2 * inverse, -2 * pair.b * aq2 * q};
}
// The derivatives of u and u'/r by p.
template <class T>
struct ByParameter {
  T u, slope_by_r;
};
template <class T>
KATO_INLINE ByParameter<T> by_parameter(int kind, Constants<T> pair, T p, T r, T inverse) noexcept {
  if (kind == straight) return {r, inverse};
  const T q = 1 / (1 + pair.b * r), aq2 = pair.a * q * q;
  return {-2 * p * aq2 * r * r, -4 * p * aq2 * q};
}

// The numbers of `wide` walkers: of particle i, number n of its kind is at [(i count + n) wide].
template <class T>
struct Walkers {
  const Call<T>& call;
  int A = call.tile.particles, F = call.in[0].features, first = 0;
  T *x = call.scratch, *g = x + A * F * wide;  // [A, F]
  T* lap = g + A * F * wide;                   // lap x [A, F], or the direction of the seeds in a pullback
  T* metric = lap + A * F * wide;              // M_i [A, F, F], or in a pullback [A, F] what the direction changes
  T value[wide] = {}, laplacian[wide] = {};

  KATO_INLINE int walker(int v) const noexcept {  // beyond the last one, the last one again
    return first + v < call.tile.walkers ? first + v : call.tile.walkers - 1;
  }
  KATO_INLINE bool in_block(int i) const noexcept {
    return i >= call.tile.first_particle && i < call.tile.first_particle + call.tile.block_particles;
  }

  KATO_INLINE void gather(T* to, int lane) const noexcept {
    for (int v = 0; v < wide; ++v) {
      const T* from = call.in[0].at(walker(v), lane);
      for (int n = 0; n < A * F; ++n) to[n * wide + v] = from[n];
    }
  }
  KATO_INLINE void gather_metric() const noexcept {
    fill_zero(metric, A * F * F * wide);
    for (int i = 0; i < A; ++i)
      for (int v = 0; v < wide && in_block(i); ++v)
        for (int k = 1; k <= call.tile.dimensions; ++k) {
          const T* x_k = call.in[0].at(walker(v), k, i);
          for (int n = 0; n < F; ++n)
            for (int m = 0; m < F; ++m) metric[((i * F + n) * F + m) * wide + v] += x_k[n] * x_k[m];
        }
  }
};

// Calls f(i, j, class) for every pair that belongs to one.
template <class T, class F>
KATO_INLINE void for_pairs(const Call<T>& call, F&& f) noexcept {
  const double* of = call.constants + (call.attributes.kind == pade ? call.attributes.count : 0);
  for (int i = 0; i < call.tile.particles; ++i)
    for (int j = i + 1; j < call.tile.particles; ++j, ++of)
      if (*of >= 0) f(i, j, static_cast<int>(*of));
}

// Adds what a pair gives to the value and, if it is wanted, to g and to the Laplacian. D features, or any number for
// D = 0: only known loops leave the one over walkers to the vector registers.
template <int D, bool gradient, bool laplacian, class T>
KATO_INLINE void add_pair(Walkers<T>& some, int i, int j, Constants<T> pair) noexcept {
  const int F = D > 0 ? D : some.F;
  const T *x_i = some.x + i * F * wide, *x_j = some.x + j * F * wide;
  T *g_i = some.g + i * F * wide, *g_j = some.g + j * F * wide;
  const T *l_i = some.lap + i * F * wide, *l_j = some.lap + j * F * wide;
  const T *m_i = some.metric + i * F * F * wide, *m_j = some.metric + j * F * F * wide;
#pragma omp simd
  for (int v = 0; v < wide; ++v) {
    T square = 0;
    for (int n = 0; n < F; ++n) {
      const T along = x_i[n * wide + v] - x_j[n * wide + v];
      square += along * along;
    }
    const T r = std::sqrt(square), inverse = r > 0 ? 1 / r : T(0);
    const auto f = function(pair, r, inverse);
    some.value[v] += f.u;
    if constexpr (gradient)
      for (int n = 0; n < F; ++n) {
        const T force = f.slope_by_r * (x_i[n * wide + v] - x_j[n * wide + v]);
        g_i[n * wide + v] += force;
        g_j[n * wide + v] -= force;
      }
    if constexpr (laplacian) {
      T across = 0, along = 0;
      for (int n = 0; n < F; ++n) {
        const T v_n = x_i[n * wide + v] - x_j[n * wide + v];
        across += v_n * (l_i[n * wide + v] - l_j[n * wide + v]);
        for (int m = 0; m < F; ++m) {
          const int at = (n * F + m) * wide + v;
          const T both = m_i[at] + m_j[at];
          along += v_n * (x_i[m * wide + v] - x_j[m * wide + v]) * both;
          if (n == m) across += both;
        }
      }
      some.laplacian[v] += f.slope_by_r * across + (f.curvature - f.slope_by_r) * inverse * inverse * along;
    }
  }
}

template <int D, bool gradient, bool laplacian, class T>
KATO_INLINE void add_pairs(Walkers<T>& some) noexcept {
  const auto& call = some.call;
  for (int v = 0; v < wide; ++v) some.value[v] = some.laplacian[v] = 0;
  some.gather(some.x, 0);
  if constexpr (gradient) fill_zero(some.g, some.A * some.F * wide);
  if constexpr (laplacian) some.gather(some.lap, call.in[0].lanes - 1), some.gather_metric();
  for_pairs(call, [&](int i, int j, int q) { add_pair<D, gradient, laplacian>(some, i, j, shape_of(call, q)); });
}

template <int D, class T>
KATO_INLINE void add_wanted(Walkers<T>& some) noexcept {
  some.call.in[0].lanes == 1 ? add_pairs<D, false, false>(some)
  : some.call.tile.laplacian ? add_pairs<D, true, true>(some)
                             : add_pairs<D, true, false>(some);
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto &in = call.in[0], &out = call.out;
  const int d = call.tile.dimensions, begin = call.tile.first_particle, end = begin + call.tile.block_particles;
  Walkers<T> some{call};
  for (; some.first < call.tile.walkers; some.first += wide) {
    switch (in.features) {
      case 1: add_wanted<1>(some); break;
      case 2: add_wanted<2>(some); break;
      case 3: add_wanted<3>(some); break;
      default: add_wanted<0>(some);
    }
    for (int v = 0; v < wide && some.first + v < call.tile.walkers; ++v) {
      const int w = some.first + v;
      *out.at(w) = some.value[v];
      if (in.lanes == 1) continue;
      for (int i = begin; i < end; ++i)
        for (int k = 0; k < d; ++k) {
          T slope = 0;
          for (int n = 0; n < some.F; ++n) slope += some.g[(i * some.F + n) * wide + v] * in.at(w, 1 + k, i)[n];
          *out.at(w, 1 + (i - begin) * d + k) = slope;
        }
      if (call.tile.laplacian) *out.at(w, out.lanes - 1) = some.laplacian[v];
    }
  }
}

// s_i = sum_k x_ik y_ik_bar, the direction along which the seeds of the gradient lanes look.
template <class T>
KATO_INLINE void gather_direction(Walkers<T>& some) noexcept {
  const auto& call = some.call;
  const int d = call.tile.dimensions;
  fill_zero(some.lap, some.A * some.F * wide);
  for (int i = 0; i < some.A; ++i)
    for (int v = 0; v < wide && some.in_block(i); ++v)
      for (int k = 0; k < d && call.in[0].lanes > 1; ++k) {
        const T seed = *call.out_bar.at(some.walker(v), 1 + (i - call.tile.first_particle) * d + k);
        const T* x_k = call.in[0].at(some.walker(v), 1 + k, i);
        for (int n = 0; n < some.F; ++n) some.lap[(i * some.F + n) * wide + v] += x_k[n] * seed;
      }
}

// What one pair gives to g, to its change along s, and to p_bar.
template <class T>
KATO_INLINE void add_pair_bar(Walkers<T>& some, int i, int j, int q) noexcept {
  const auto pair = shape_of(some.call, q);
  const T p = some.call.parameter[0][q];
  T* p_bar = some.call.parameter_bar[0] ? some.call.parameter_bar[0] + q : nullptr;
  const auto& call = some.call;
  const int F = some.F, at_i = i * F * wide, at_j = j * F * wide;
  for (int v = 0; v < wide; ++v) {
    T square = 0, along = 0;
    for (int n = v; n < F * wide; n += wide) {
      const T v_n = some.x[at_i + n] - some.x[at_j + n];
      square += v_n * v_n;
      along += v_n * (some.lap[at_i + n] - some.lap[at_j + n]);
    }
    const T r = std::sqrt(square), inverse = r > 0 ? 1 / r : T(0);
    const auto f = function(pair, r, inverse);
    const T bend = (f.curvature - f.slope_by_r) * inverse * inverse * along;
    for (int n = v; n < F * wide; n += wide) {
      const T v_n = some.x[at_i + n] - some.x[at_j + n];
      const T force = f.slope_by_r * v_n;
      const T change = f.slope_by_r * (some.lap[at_i + n] - some.lap[at_j + n]) + bend * v_n;
      some.g[at_i + n] += force, some.g[at_j + n] -= force;
      some.metric[at_i + n] += change, some.metric[at_j + n] -= change;
    }
    const int w = some.first + v;
    if (p_bar == nullptr || w >= call.tile.walkers) continue;
    const auto change = by_parameter(call.attributes.kind, pair, p, r, inverse);
    p_bar[w * call.parameter_bar_stride] += change.u * *call.out_bar.at(w) + change.slope_by_r * along;
  }
}

// x_bar_i += g_i y_bar + (what s changes in g_i),   x_ik_bar += g_i y_ik_bar.
template <class T>
void pullback(const Call<T>& call) noexcept {
  const auto& bar = call.in_bar[0];
  const int d = call.tile.dimensions, begin = call.tile.first_particle, end = begin + call.tile.block_particles;
  Walkers<T> some{call};
  for (; some.first < call.tile.walkers; some.first += wide) {
    some.gather(some.x, 0);
    gather_direction(some);
    fill_zero(some.g, some.A * some.F * wide);
    fill_zero(some.metric, some.A * some.F * wide);
    for_pairs(call, [&](int i, int j, int q) { add_pair_bar(some, i, j, q); });
    for (int v = 0; v < wide && some.first + v < call.tile.walkers && bar.data != nullptr; ++v) {
      const int w = some.first + v;
      for (int n = 0; n < some.A * some.F; ++n)
        bar.at(w)[n] += some.g[n * wide + v] * *call.out_bar.at(w) + some.metric[n * wide + v];
      for (int i = begin; i < end && bar.lanes > 1; ++i)
        for (int k = 0; k < d; ++k) {
          const T seed = *call.out_bar.at(w, 1 + (i - begin) * d + k);
          for (int n = 0; n < some.F; ++n) bar.at(w, 1 + k, i)[n] += some.g[(i * some.F + n) * wide + v] * seed;
        }
    }
  }
}

}  // namespace

KATO_KERNELS(pair_jastrow, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(pair_jastrow)

namespace kato {
namespace {

Shape pair_jastrow_shape(const NodeQuery& query) {
  const Shape& in = query.in[0];
  require(in.rows == Rows::particles && in.pattern == Pattern::particle,
          "pair_jastrow: needs one row a particle that depends on it alone");
  const auto count = static_cast<std::size_t>(query.attributes.count),
             pairs = static_cast<std::size_t>(query.particles * (query.particles - 1) / 2),
             slopes = query.attributes.kind == 0 ? count : 0;
  require(query.constants.size() == slopes + pairs,
          fmt::format("pair_jastrow: {} constants do not fit {} slopes and {} pairs; give the class of each pair",
                      query.constants.size(), slopes, pairs));
  for (const double q : query.constants.subspan(slopes))
    require(q < query.attributes.count, fmt::format("pair_jastrow: there is no class {} among {}", q, count));
  return {.rows = Rows::one, .features = 1, .pattern = Pattern::all};
}

double pair_jastrow_flops(const NodeQuery& query, const Shape&) {
  return 0.5 * query.particles * (query.particles - 1) * (3.0 * query.in[0].features + 6);
}

std::size_t pair_jastrow_scratch(const Tile& tile, const NodeQuery& query, const Shape&) {
  const auto d = static_cast<std::size_t>(query.in[0].features);
  return portable::wide * static_cast<std::size_t>(tile.particles) * (3 * d + d * d);
}

}  // namespace

const OpInfo pair_jastrow_op{.name = "pair_jastrow",
                             .shape = pair_jastrow_shape,
                             .kernels = KATO_ALL_KERNELS(pair_jastrow),
                             .flops = pair_jastrow_flops,
                             .scratch = pair_jastrow_scratch};

}  // namespace kato
#endif
