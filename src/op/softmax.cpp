// SPDX-License-Identifier: Apache-2.0
// p_ij = exp(s_ij) / sum_j' exp(s_ij') over the second particle of pairs, every feature (head) apart, [A^2, H]; with
// `kind` 1 the particle itself is left out, p_ii = 0. With m_k = sum_j p_j s_jk and t_j = lap s_j + sum_k (s_jk -
// m_k)^2:
//     p_jk = p_j (s_jk - m_k),   lap p_j = p_j (t_j - sum_l p_l t_l).
#include "linalg/math.hpp"
#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// The scores of one particle, with all lanes [lane][j][head], in the scratch space; behind them one more lane and a
// row.
template <class T>
struct Scores {
  T* s;
  T* lane;
  T* row;
  int count, heads;
  std::ptrdiff_t stride;
};

template <class T>
KATO_INLINE Scores<T> spread(const Call<T>& call, int w, int i) noexcept {
  const auto &in = call.in[0], &out = call.out;
  const int count = call.tile.particles, heads = out.features;
  const std::ptrdiff_t stride = static_cast<std::ptrdiff_t>(count) * heads;
  fill_zero(call.scratch, out.lanes * stride);
  for (int j = 0; j < count; ++j)
    for_lanes(call.tile, in, out, i * count + j, [&](int from, int to) {
      const T* s = in.at(w, from, i * count + j);
      for (int h = 0; h < heads; ++h) call.scratch[to * stride + j * heads + h] = s[h];
    });
  T* lane = call.scratch + out.lanes * stride;
  return {call.scratch, lane, lane + stride, count, heads, stride};
}

// mean[h] = sum_j p_jh x_jh.
template <class T>
KATO_INLINE void mean_of(const Scores<T>& scores, const T* p, const T* x, T* mean) noexcept {
  for (int h = 0; h < scores.heads; ++h) mean[h] = 0;
  for (int j = 0; j < scores.count; ++j)
    for (int h = 0; h < scores.heads; ++h) mean[h] += p[j * scores.heads + h] * x[j * scores.heads + h];
}

template <class T>
KATO_INLINE void probabilities(const Scores<T>& scores, int skipped, T* p) noexcept {
  for (int h = 0; h < scores.heads; ++h) {
    T largest = -T(INFINITY), sum = 0;
    for (int j = 0; j < scores.count; ++j) {
      const T s = scores.s[j * scores.heads + h];
      if (j != skipped && s > largest) largest = s;
    }
    for (int j = 0; j < scores.count; ++j)
      sum += p[j * scores.heads + h] = j == skipped ? T(0) : exp_of(scores.s[j * scores.heads + h] - largest);
    const T scale = sum == 0 ? T(0) : 1 / sum;  // nobody else is there
    for (int j = 0; j < scores.count; ++j) p[j * scores.heads + h] *= scale;
  }
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto& out = call.out;
  const int gradients = call.tile.gradients(out.pattern);
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int i = 0; i < call.tile.particles; ++i) {
      const auto scores = spread(call, w, i);
      const int heads = scores.heads, first = i * scores.count;
      T *p = out.at(w, 0, first), *mean = scores.row, *squares = scores.lane;
      probabilities(scores, call.attributes.kind == 1 ? i : -1, p);
      fill_zero(squares, scores.stride);
      for (int k = 1; k <= gradients; ++k) {
        const T* s_k = scores.s + k * scores.stride;
        T* p_k = out.at(w, k, first);
        mean_of(scores, p, s_k, mean);
        for (std::ptrdiff_t n = 0; n < scores.stride; ++n) {
          const T apart = s_k[n] - mean[n % heads];
          p_k[n] = p[n] * apart;
          squares[n] += apart * apart;
        }
      }
      if (out.lanes <= 1 + gradients) continue;
      const T* lap = scores.s + (out.lanes - 1) * scores.stride;
      T* p_lap = out.at(w, out.lanes - 1, first);
      for (std::ptrdiff_t n = 0; n < scores.stride; ++n) squares[n] += lap[n];
      mean_of(scores, p, squares, mean);
      for (std::ptrdiff_t n = 0; n < scores.stride; ++n) p_lap[n] = p[n] * (squares[n] - mean[n % heads]);
    }
}

// With q_k = sum_j p_j p_jk_bar:  s_jk_bar = p_j (p_jk_bar - q_k),  s_j_bar = p_j (c_j - sum_l p_l c_l) where
// c_j = p_j_bar + sum_k (p_jk_bar (s_jk - m_k) - q_k s_jk).
template <class T>
KATO_INLINE void bars(const Call<T>& call, const Scores<T>& scores, int w, int i) noexcept {
  const int heads = scores.heads, first = i * scores.count, gradients = call.tile.gradients(call.out.pattern);
  const T *p = call.out.at(w, 0, first), *p_bar = call.out_bar.at(w, 0, first);
  T *c = scores.lane, *mean = scores.row, *seed_mean = scores.row + heads;
  for (std::ptrdiff_t n = 0; n < scores.stride; ++n) c[n] = p_bar[n];
  for (int k = 1; k <= gradients; ++k) {
    const T* seed = call.out_bar.at(w, k, first);
    T* s_k = scores.s + k * scores.stride;
    mean_of(scores, p, s_k, mean);
    mean_of(scores, p, seed, seed_mean);
    for (std::ptrdiff_t n = 0; n < scores.stride; ++n) {
      const int h = static_cast<int>(n % heads);
      c[n] += seed[n] * (s_k[n] - mean[h]) - seed_mean[h] * s_k[n];
      s_k[n] = p[n] * (seed[n] - seed_mean[h]);
    }
  }
  mean_of(scores, p, c, mean);
  for (std::ptrdiff_t n = 0; n < scores.stride; ++n) scores.s[n] = p[n] * (c[n] - mean[n % heads]);
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  const auto& bar = call.in_bar[0];
  if (bar.data == nullptr) return;
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int i = 0; i < call.tile.particles; ++i) {
      const auto scores = spread(call, w, i);
      bars(call, scores, w, i);
      for (int j = 0; j < scores.count; ++j) {
        const int row = i * scores.count + j;
        for_lanes(call.tile, bar, call.out, row, [&](int to, int from) {
          const T* s_bar = scores.s + from * scores.stride + j * scores.heads;
          for (int h = 0; h < scores.heads; ++h) bar.at(w, to, row)[h] += s_bar[h];
        });
      }
    }
}

}  // namespace

KATO_KERNELS(softmax, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include "base/error.hpp"

KATO_DECLARE_KERNELS(softmax)

namespace kato {
namespace {

Shape softmax_shape(const NodeQuery& query) {
  const Shape& in = query.in[0];
  require(in.rows == Rows::pairs, "softmax: needs one row a pair, since it runs over the second particle");
  return {.rows = Rows::pairs,
          .features = in.features,
          .pattern = in.pattern == Pattern::none ? Pattern::none : Pattern::all};
}

double softmax_flops(const NodeQuery& query, const Shape& out) {
  return 20.0 * out.features * Tile{.particles = query.particles}.rows(out.rows);
}

std::size_t softmax_scratch(const Tile& tile, const NodeQuery& query, const Shape& out) {
  return static_cast<std::size_t>(out.features) * ((tile.lanes(out.pattern) + 1) * query.particles + 2);
}

constexpr AttributeName attributes[] = {{.name = "skip_self", .whole = &Attributes::kind, .words = no_or_yes}};

}  // namespace

const OpInfo softmax_op{.name = "softmax",
                        .shape = softmax_shape,
                        .kernels = KATO_ALL_KERNELS(softmax),
                        .flops = softmax_flops,
                        .attributes = attributes,
                        .scratch = softmax_scratch};

}  // namespace kato
#endif
