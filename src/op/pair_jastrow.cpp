// SPDX-License-Identifier: Apache-2.0
// y = sum_{i<j} u(r_ij) of the distances r_ij between rows, [A, F] to [1, 1]; every pair belongs to a class q, or to
// none and is left out:
//     Pade      u = a_q r / (1 + b r),  b = p_q^2      constants: the slopes a [C], then the classes of the pairs
//     linear    u = p_q r                              constants: the classes of the pairs
//     levelled  u = ln(1 + a_q s) (a_q s for a_q < 0) + sum_k p_kq s^k, k = 2..6,  s = R tanh(r/R)     as for Pade
// in the order (0,1), (0,2), .. (1,2), ..; p [C] or [5, C] is the parameter. With v = x_i - x_j, g_i = sum_j u' v/r,
// and the gradient lanes x_ik of each row,
//     y_ik = g_i . x_ik
//     lap y = sum_pairs u'/r (v . (lap x_i - lap x_j) + tr M) + (u'' - u'/r) v.M v/r^2,  M = M_i + M_j,
//     M_i = sum_k x_ik x_ik^T.
// Pairs are not kept: some walkers are worked on at once, with the numbers of a particle side by side.
#include <cmath>

#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"
#include "op/pair_forms.hpp"

namespace kato::KATO_ISA {
namespace {

constexpr int wide = 8;  // walkers at once

// Calls f.operator()<Form>() with the form of u.
template <class T, class F>
KATO_INLINE void choose(const Call<T>& call, F&& f) noexcept {
  switch (static_cast<PairForm>(call.attributes.kind)) {
    case PairForm::pade: return f.template operator()<PadeForm<T>>();
    case PairForm::straight: return f.template operator()<StraightForm<T>>();
    case PairForm::levelled: return f.template operator()<LevelledForm<T>>();
  }
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
template <class Form, class T, class F>
KATO_INLINE void for_pairs(const Call<T>& call, F&& f) noexcept {
  const double* of = call.constants + Form::slopes * call.attributes.count;
  for (int i = 0; i < call.tile.particles; ++i)
    for (int j = i + 1; j < call.tile.particles; ++j, ++of)
      if (*of >= 0) f(i, j, static_cast<int>(*of));
}

// Adds what a pair gives to the value and, if it is wanted, to g and to the Laplacian. D features, or any number for
// D = 0: only known loops leave the one over walkers to the vector registers.
template <int D, bool gradient, bool laplacian, class Form, class T>
KATO_INLINE void add_pair(Walkers<T>& some, int i, int j, const Form& form) noexcept {
  const int F = D > 0 ? D : some.F;
  const T *x_i = some.x + i * F * wide, *x_j = some.x + j * F * wide;
  T *g_i = some.g + i * F * wide, *g_j = some.g + j * F * wide;
  const T *l_i = some.lap + i * F * wide, *l_j = some.lap + j * F * wide;
  const T *m_i = some.metric + i * F * F * wide, *m_j = some.metric + j * F * F * wide;
  T r[wide], inverse[wide], slope_by_r[wide], curvature[wide];  // in loops of their own, which are simple enough
#pragma omp simd
  for (int v = 0; v < wide; ++v) {
    T square = 0;
    for (int n = 0; n < F; ++n) {
      const T along = x_i[n * wide + v] - x_j[n * wide + v];
      square += along * along;
    }
    r[v] = std::sqrt(square), inverse[v] = r[v] > 0 ? 1 / r[v] : T(0);
  }
#pragma omp simd
  for (int v = 0; v < wide; ++v) {
    const auto f = form.at(r[v], inverse[v]);
    some.value[v] += f.u, slope_by_r[v] = f.slope_by_r, curvature[v] = f.curvature;
  }
  if constexpr (!gradient) return;
#pragma omp simd
  for (int v = 0; v < wide; ++v) {
    for (int n = 0; n < F; ++n) {
      const T force = slope_by_r[v] * (x_i[n * wide + v] - x_j[n * wide + v]);
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
      some.laplacian[v] += slope_by_r[v] * across + (curvature[v] - slope_by_r[v]) * inverse[v] * inverse[v] * along;
    }
  }
}

template <class Form, int D, bool gradient, bool laplacian, class T>
KATO_INLINE void add_pairs(Walkers<T>& some) noexcept {
  const auto& call = some.call;
  for (int v = 0; v < wide; ++v) some.value[v] = some.laplacian[v] = 0;
  some.gather(some.x, 0);
  if constexpr (gradient) fill_zero(some.g, some.A * some.F * wide);
  if constexpr (laplacian) some.gather(some.lap, call.in[0].lanes - 1), some.gather_metric();
  for_pairs<Form>(call, [&](int i, int j, int q) { add_pair<D, gradient, laplacian>(some, i, j, Form(call, q)); });
}

template <class Form, int D, class T>
KATO_INLINE void add_wanted(Walkers<T>& some) noexcept {
  some.call.in[0].lanes == 1 ? add_pairs<Form, D, false, false>(some)
  : some.call.tile.laplacian ? add_pairs<Form, D, true, true>(some)
                             : add_pairs<Form, D, true, false>(some);
}

template <class Form, class T>
void add_features(Walkers<T>& some) noexcept {
  switch (some.F) {
    case 1: return add_wanted<Form, 1>(some);
    case 2: return add_wanted<Form, 2>(some);
    case 3: return add_wanted<Form, 3>(some);
    default: return add_wanted<Form, 0>(some);
  }
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto &in = call.in[0], &out = call.out;
  const int d = call.tile.dimensions, begin = call.tile.first_particle, end = begin + call.tile.block_particles;
  Walkers<T> some{call};
  for (; some.first < call.tile.walkers; some.first += wide) {
    choose(call, [&]<class Form>() { add_features<Form>(some); });
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
template <class Form, class T>
void add_pair_bar(Walkers<T>& some, int i, int j, int q) noexcept {
  const auto& call = some.call;
  const Form form(call, q);
  T* p_bar = call.parameter_bar[0] ? call.parameter_bar[0] + q : nullptr;
  const int F = some.F, at_i = i * F * wide, at_j = j * F * wide;
  for (int v = 0; v < wide; ++v) {
    T square = 0, along = 0;
    for (int n = v; n < F * wide; n += wide) {
      const T v_n = some.x[at_i + n] - some.x[at_j + n];
      square += v_n * v_n;
      along += v_n * (some.lap[at_i + n] - some.lap[at_j + n]);
    }
    const T r = std::sqrt(square), inverse = r > 0 ? 1 / r : T(0);
    const auto f = form.at(r, inverse);
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
    for (int k = 0; k < Form::parameters; ++k) {
      const auto change = form.by_parameter(k, r, inverse);
      p_bar[w * call.parameter_bar_stride + k * call.attributes.count] +=
          change.u * *call.out_bar.at(w) + change.slope_by_r * along;
    }
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
    choose(call, [&]<class Form>() {
      for_pairs<Form>(call, [&](int i, int j, int q) { add_pair_bar<Form>(some, i, j, q); });
    });
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
  require(query.attributes.count > 0, "pair_jastrow: needs at least one class of pairs");
  const auto count = static_cast<std::size_t>(query.attributes.count),
             pairs = static_cast<std::size_t>(query.particles * (query.particles - 1) / 2),
             slopes = query.attributes.kind == static_cast<int>(PairForm::straight) ? 0 : count;
  require(query.constants.size() == slopes + pairs,
          fmt::format("pair_jastrow: {} constants do not fit {} slopes and {} pairs; give the class of each pair",
                      query.constants.size(), slopes, pairs));
  for (const double q : query.constants.subspan(slopes))
    require(q == std::floor(q) && q >= -1 && q < query.attributes.count,
            fmt::format("pair_jastrow: there is no class {} among {}", q, count));
  return {.rows = Rows::one, .features = 1, .pattern = Pattern::all};
}

double pair_jastrow_flops(const NodeQuery& query, const Shape&) {
  // A tanh and a logarithm of some twenty operations each, and a polynomial.
  const double function = query.attributes.kind == static_cast<int>(PairForm::levelled) ? 60 : 6;
  return 0.5 * query.particles * (query.particles - 1) * (3.0 * query.in[0].features + function);
}

std::size_t pair_jastrow_scratch(const Tile& tile, const NodeQuery& query, const Shape&) {
  const auto d = static_cast<std::size_t>(query.in[0].features);
  return portable::wide * static_cast<std::size_t>(tile.particles) * (3 * d + d * d);
}

constexpr const char* forms[] = {"pade", "straight", "levelled"};
constexpr AttributeName attributes[] = {{.name = "form", .whole = &Attributes::kind, .words = forms},
                                        {.name = "classes", .whole = &Attributes::count},
                                        {.name = "range", .real = &Attributes::a}};

std::vector<std::size_t> pair_jastrow_parameters(const NodeQuery& query, const Shape&) {
  const bool levelled = query.attributes.kind == static_cast<int>(PairForm::levelled);
  return {static_cast<std::size_t>((levelled ? 5 : 1) * query.attributes.count)};
}

}  // namespace

const OpInfo pair_jastrow_op{.name = "pair_jastrow",
                             .shape = pair_jastrow_shape,
                             .kernels = KATO_ALL_KERNELS(pair_jastrow),
                             .flops = pair_jastrow_flops,
                             .attributes = attributes,
                             .parameters = pair_jastrow_parameters,
                             .scratch = pair_jastrow_scratch};

}  // namespace kato
#endif
