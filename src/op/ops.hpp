// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kato {

struct OpInfo;

/// The functions of the op `pointwise`; `celu` takes its width, `power` its exponent, `affine` factor and shift from
/// the attributes a and b.
enum class Pointwise {
  tanh,
  sigmoid,
  celu,
  silu,
  gelu,
  softplus,
  exp,
  log,
  sin,
  cos,
  square,
  sqrt,
  reciprocal,
  power,
  affine
};

/// The functions u(r) of the op `pair_jastrow`; `levelled` takes its range from the attribute a.
enum class PairForm { pade, straight, levelled };

// clang-format off
/// Every op, by its name; its file defines `const OpInfo NAME_op`.
#define KATO_OPS(op) \
  op(add) \
  op(concat) \
  op(coordinates) \
  op(distance) \
  op(envelope) \
  op(fixed_linear) \
  op(flatten) \
  op(hermite_products) \
  op(labels) \
  op(linear) \
  op(log_sum_exp) \
  op(multiply) \
  op(pair_geometry) \
  op(pair_jastrow) \
  op(pair_product) \
  op(peak) \
  op(pointwise) \
  op(pool_others) \
  op(powers) \
  op(reduce) \
  op(signed_product) \
  op(slogdet) \
  op(slogpf) \
  op(softmax) \
  op(stack) \
  op(sum_features) \
  op(to_pairs) \
  op(weighted_sum)
// clang-format on

#define KATO_DECLARE_OP(op) extern const OpInfo op##_op;
KATO_OPS(KATO_DECLARE_OP)
#undef KATO_DECLARE_OP

}  // namespace kato
