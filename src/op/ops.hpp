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

extern const OpInfo coordinates_op;
extern const OpInfo labels_op;
extern const OpInfo linear_op;
extern const OpInfo pointwise_op;
extern const OpInfo add_op;
extern const OpInfo multiply_op;
extern const OpInfo reduce_op;
extern const OpInfo envelope_op;
extern const OpInfo peak_op;
extern const OpInfo slogdet_op;
extern const OpInfo log_sum_exp_op;
extern const OpInfo concat_op;
extern const OpInfo sum_features_op;
extern const OpInfo to_pairs_op;
extern const OpInfo distance_op;
extern const OpInfo pair_geometry_op;
extern const OpInfo pool_others_op;
extern const OpInfo powers_op;
extern const OpInfo softmax_op;
extern const OpInfo weighted_sum_op;
extern const OpInfo pair_product_op;
extern const OpInfo slogpf_op;
extern const OpInfo signed_product_op;
extern const OpInfo stack_op;
extern const OpInfo hermite_products_op;
extern const OpInfo flatten_op;
extern const OpInfo pair_jastrow_op;

}  // namespace kato
