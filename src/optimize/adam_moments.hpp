// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace kato {

struct AdamConstants {
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
};

/// The memory of Adam and its rule: m <- b1 m + (1 - b1) g, v <- b2 v + (1 - b2) g^2,
///     update = -rate M/(sqrt(V) + epsilon),  M = m/(1 - b1^t), V = v/(1 - b2^t) without the moments' biases.
/// Source: Kingma and Ba, arXiv:1412.6980, Algorithm 1.
struct AdamMoments {
  double steps = 0;                   ///< t, taken so far
  std::vector<double> first, second;  ///< m and v [P], zeros at the start

  void step(std::span<const double> gradient, double rate, const AdamConstants& constants, std::span<double> update);
};

}  // namespace kato
