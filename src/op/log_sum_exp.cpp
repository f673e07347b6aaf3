// SPDX-License-Identifier: Apache-2.0
// (ln|psi|, sign psi) of psi = sum_d sign_d exp(l_d), from features l_1..l_D, sign_1..sign_D of one row. The terms of
// several inputs are summed all together, those of input s times the constant c_s where the node has such. With the
// weights p_d = c sign_d exp(l_d - ln|psi|) sign, which sum to one:
//     d_k ln|psi| = sum_d p_d l_dk,
//     lap ln|psi| = sum_d p_d (lap l_d + sum_k l_dk^2) - sum_k (d_k ln|psi|)^2.
#include "linalg/math.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// Calls f(input, its number, how many terms it has, the first of its weights).
template <class T, class F>
KATO_INLINE void for_inputs(const Call<T>& call, F&& f) noexcept {
  T* weight = call.scratch;
  for (int s = 0; s < call.inputs; ++s) {
    f(call.in[s], s, call.in[s].features / 2, weight);
    weight += call.in[s].features / 2;
  }
}

// The signed weights p_d of walker w into the scratch; returns the logarithm, and the sign through `sign`.
template <class T>
KATO_INLINE T weights(const Call<T>& call, int w, T& sign) noexcept {
  T largest = -T(INFINITY), sum = 0;
  for_inputs(call, [&](const Buffer<T>& in, int, int count, T*) {
    for (int d = 0; d < count; ++d) largest = in.at(w)[d] > largest ? in.at(w)[d] : largest;
  });
  if (largest == -T(INFINITY)) largest = 0;  // every term vanishes
  for_inputs(call, [&](const Buffer<T>& in, int s, int count, T* weight) {
    const T factor = call.constants == nullptr ? T(1) : static_cast<T>(call.constants[s]), *value = in.at(w);
    for (int d = 0; d < count; ++d) sum += weight[d] = factor * value[count + d] * exp_of(value[d] - largest);
  });
  sign = sum > 0 ? T(1) : sum < 0 ? T(-1) : sum;
  for_inputs(call, [&](const Buffer<T>&, int, int count, T* weight) {
    for (int d = 0; d < count; ++d) weight[d] /= sum;
  });
  return largest + log_of(sum < 0 ? -sum : sum);
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto& out = call.out;
  const int gradients = call.tile.gradients(out.pattern);
  for (int w = 0; w < call.tile.walkers; ++w) {
    T* y = out.at(w);
    y[0] = weights(call, w, y[1]);
    T squares = 0;
    for (int k = 1; k <= gradients; ++k) {
      T *y_k = out.at(w, k), sum = 0;
      for_inputs(call, [&](const Buffer<T>& in, int, int count, const T* weight) {
        if (in.lanes == 1) return;
        const T* l = in.at(w, k);
        for (int d = 0; d < count; ++d) sum += weight[d] * l[d];
        for (int d = 0; d < count; ++d) squares += weight[d] * l[d] * l[d];
      });
      y_k[0] = sum, y_k[1] = 0;
      squares -= sum * sum;
    }
    if (out.lanes == 1 || !call.tile.laplacian) continue;
    T *lap = out.at(w, out.lanes - 1), sum = 0;
    for_inputs(call, [&](const Buffer<T>& in, int, int count, const T* weight) {
      if (in.lanes == 1) return;
      const T* l = in.at(w, in.lanes - 1);
      for (int d = 0; d < count; ++d) sum += weight[d] * l[d];
    });
    lap[0] = sum + squares, lap[1] = 0;
  }
}

// l_d_bar = p_d (y_bar + sum_k y_k_bar (l_dk - y_k)), l_dk_bar = p_d y_k_bar.
template <class T>
void pullback(const Call<T>& call) noexcept {
  const int gradients = call.tile.gradients(call.out.pattern);
  for (int w = 0; w < call.tile.walkers; ++w) {
    T sign;
    weights(call, w, sign);
    for_inputs(call, [&](const Buffer<T>& in, int s, int count, const T* weight) {
      const auto& bar = call.in_bar[s];
      for (int d = 0; d < count && bar.data != nullptr; ++d) {
        T sum = call.out_bar.at(w)[0];
        for (int k = 1; k <= gradients; ++k) {
          const T seed = call.out_bar.at(w, k)[0];
          sum += seed * ((in.lanes > 1 ? in.at(w, k)[d] : T(0)) - call.out.at(w, k)[0]);
          if (in.lanes > 1) bar.at(w, k)[d] += weight[d] * seed;
        }
        bar.at(w)[d] += weight[d] * sum;
      }
    });
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
  Pattern pattern = Pattern::none;
  for (const auto& in : query.in) {
    require(
        in.rows == Rows::one && in.features % 2 == 0,
        fmt::format("log_sum_exp: needs one row of logarithms and then as many signs, got {} features", in.features));
    pattern = join(pattern, in.pattern);
  }
  require(query.constants.empty() || query.constants.size() == query.in.size(),
          fmt::format("log_sum_exp: got {} factors for {} inputs; give one for each", query.constants.size(),
                      query.in.size()));
  return {.rows = Rows::one, .features = 2, .pattern = pattern};
}

double features_of(const NodeQuery& query) {
  double sum = 0;
  for (const auto& in : query.in) sum += in.features;
  return sum;
}

double log_sum_exp_flops(const NodeQuery& query, const Shape&) { return 15.0 * features_of(query); }

std::size_t log_sum_exp_scratch(const Tile&, const NodeQuery& query, const Shape&) {
  return static_cast<std::size_t>(features_of(query));
}

}  // namespace

const OpInfo log_sum_exp_op{.name = "log_sum_exp",
                            .shape = log_sum_exp_shape,
                            .kernels = KATO_ALL_KERNELS(log_sum_exp),
                            .flops = log_sum_exp_flops,
                            .inputs = {1, max_inputs},
                            .scratch = log_sum_exp_scratch};

}  // namespace kato
#endif
