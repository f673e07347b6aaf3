// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace kato {

/// The walkers of one evaluation: x [W, A, d] and, where labels are sampled, labels [W, A, L].
struct Batch {
  std::span<const double> x;
  std::span<const std::int8_t> labels = {};

  Batch(std::span<const double> places, std::span<const std::int8_t> sampled = {}) : x(places), labels(sampled) {}
  Batch(const std::vector<double>& places) : x(places) {}
  Batch(std::span<double> places) : x(places) {}
};

/// A value of psi, which may be too large or too small for a number: ln|psi| and its sign, +1, -1, or 0 where psi
/// vanishes.
struct LogPsi {
  double log_abs = 0;
  double sign = 1;
};

}  // namespace kato
