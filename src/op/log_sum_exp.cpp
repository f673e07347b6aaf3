// SPDX-License-Identifier: Apache-2.0
// (ln|psi|, sign psi) of psi = sum_d sign_d exp(l_d), from features l_1..l_D, sign_1..sign_D of one row. With the
// weights p_d = sign_d exp(l_d - ln|psi|) sign, which sum to one:
//     d_k ln|psi| = sum_d p_d l_dk,
//     lap ln|psi| = sum_d p_d (lap l_d + sum_k l_dk^2) - sum_k (d_k ln|psi|)^2.
#include "linalg/math.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// The signed weights p_d into `weight`; returns the logarithm, and the sign through `sign`.
template <class T>
KATO_INLINE T weights(const T* value, int count, T* weight, T& sign) noexcept {
  T largest = value[0], sum = 0;
  for (int d = 1; d < count; ++d) largest = value[d] > largest ? value[d] : largest;
  if (largest == -T(INFINITY)) largest = 0;  // every term vanishes
  for (int d = 0; d < count; ++d) sum += weight[d] = value[count + d] * exp_of(value[d] - largest);
  sign = sum > 0 ? T(1) : sum < 0 ? T(-1) : sum;
  for (int d = 0; d < count; ++d) weight[d] /= sum;
  return largest + log_of(sum < 0 ? -sum : sum);
}

template <class T>
KATO_INLINE T weighted(const T* weight, const T* l, int count) noexcept {
  T sum = 0;
  for (int d = 0; d < count; ++d) sum += weight[d] * l[d];
  return sum;
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto &in = call.in[0], &out = call.out;
  const int count = in.features / 2, gradients = call.tile.gradients(in.pattern);
  T* weight = call.scratch;
  for (int w = 0; w < call.tile.walkers; ++w) {
    T* y = out.at(w);
    y[0] = weights(in.at(w), count, weight, y[1]);
    T squares = 0;
    for (int k = 1; k <= gradients; ++k) {
      const T* l = in.at(w, k);
      T* y_k = out.at(w, k);
      y_k[0] = weighted(weight, l, count), y_k[1] = 0;
      for (int d = 0; d < count; ++d) squares += weight[d] * l[d] * l[d];
      squares -= y_k[0] * y_k[0];
    }
    if (in.lanes == 1 || !call.tile.laplacian) continue;
    T* lap = out.at(w, out.lanes - 1);
    lap[0] = weighted(weight, in.at(w, in.lanes - 1), count) + squares, lap[1] = 0;
  }
}

// l_d_bar = p_d (y_bar + sum_k y_k_bar (l_dk - y_k)), l_dk_bar = p_d y_k_bar.
template <class T>
void pullback(const Call<T>& call) noexcept {
  const auto &in = call.in[0], &bar = call.in_bar[0];
  if (bar.data == nullptr) return;
  const int count = in.features / 2, gradients = call.tile.gradients(in.pattern);
  T* weight = call.scratch;
  for (int w = 0; w < call.tile.walkers; ++w) {
    T sign;
    weights(in.at(w), count, weight, sign);
    for (int d = 0; d < count; ++d) {
      T sum = call.out_bar.at(w)[0];
      for (int k = 1; k <= gradients; ++k) {
        const T seed = call.out_bar.at(w, k)[0];
        sum += seed * (in.at(w, k)[d] - call.out.at(w, k)[0]);
        bar.at(w, k)[d] += weight[d] * seed;
      }
      bar.at(w)[d] += weight[d] * sum;
    }
  }
}

}  // namespace

KATO_KERNELS(log_sum_exp, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(log_sum_exp)

namespace kato {
namespace {

Shape log_sum_exp_shape(const NodeQuery& query) {
  const Shape& in = query.in[0];
  require(in.rows == Rows::one && in.features % 2 == 0,
          fmt::format("log_sum_exp: needs one row of logarithms and then as many signs, got {} features", in.features));
  return {.rows = Rows::one, .features = 2, .pattern = in.pattern};
}

double log_sum_exp_flops(const NodeQuery& query, const Shape&) { return 15.0 * query.in[0].features; }

std::size_t log_sum_exp_scratch(const Tile&, const NodeQuery& query, const Shape&) {
  return static_cast<std::size_t>(query.in[0].features);
}

}  // namespace

const OpInfo log_sum_exp_op{.name = "log_sum_exp",
                            .shape = log_sum_exp_shape,
                            .kernels = KATO_ALL_KERNELS(log_sum_exp),
                            .flops = log_sum_exp_flops,
                            .scratch = log_sum_exp_scratch};

}  // namespace kato
#endif
